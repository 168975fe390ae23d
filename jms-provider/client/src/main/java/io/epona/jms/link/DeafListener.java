package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.transport.FrameListener;
import org.agrona.DirectBuffer;

/** For a socket that nobody waits for any more. */
final class DeafListener implements FrameListener {
    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {}

    @Override
    public void onFramesEnd() {}

    @Override
    public void onMalformed(ErrorCode code, String reason) {}

    @Override
    public void onWritabilityChanged() {}

    @Override
    public void onClosed() {}
}
