package io.epona.broker.transport;

import io.epona.broker.core.Peer;
import io.epona.broker.core.PeerHandler;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.transport.FrameBuffer;
import io.epona.protocol.transport.FrameLink;
import io.epona.protocol.transport.FrameListener;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** One socket of a client: between the link and the core. */
final class ClientPeer implements Peer, FrameListener {
    private static final long MAX_BUFFERED = 1024 * 1024;

    private final BrokerTransport transport;
    private final FrameLink link;
    private final FrameBuffer frames = new FrameBuffer();

    private PeerHandler handler;
    private boolean isDirty;
    private boolean isHeldUp;
    private boolean isClosed;

    ClientPeer(BrokerTransport transport, FrameLink link) {
        this.transport = transport;
        this.link = link;
    }

    void bind(PeerHandler peerHandler) {
        handler = peerHandler;
    }

    @Override
    public MutableDirectBuffer begin(int maxLength) {
        return frames.begin(maxLength);
    }

    @Override
    public int offset() {
        return frames.offset();
    }

    @Override
    public void end(int length) {
        frames.end(length);
        if (!isDirty) {
            isDirty = true;
            transport.markDirty(this);
        }
    }

    /** Lets what was written go. */
    void flush() {
        isDirty = false;
        if (isClosed) {
            frames.clear();
            return;
        }
        handler.onSent();
        frames.writeTo(link);
        if (isHeldUp && isWritable()) {
            isHeldUp = false;
            handler.onWritable();
        }
    }

    @Override
    public boolean isWritable() {
        boolean isWritable = !isClosed && frames.length() < MAX_BUFFERED && link.isWritable();
        isHeldUp |= !isWritable;
        return isWritable;
    }

    @Override
    public void admit() {
        link.setMaxFrameLength(Protocol.MAX_FRAME_LENGTH);
    }

    @Override
    public void close() {
        if (!isClosed) {
            frames.writeTo(link);
            isClosed = true;
            link.close();
        }
    }

    @Override
    public String remoteAddress() {
        return link.remoteAddress();
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        try {
            if (transport.isRunning()) {
                handler.onFrame(buffer, offset, length);
            }
        } catch (RuntimeException | AssertionError e) {
            transport.fail(e);
        }
    }

    @Override
    public void onFramesEnd() {
        transport.requestCycle();
    }

    @Override
    public void onMalformed(ErrorCode code, String reason) {
        transport.guard(() -> handler.fail(code, reason));
    }

    @Override
    public void onWritabilityChanged() {
        updateReading();
        if (link.isWritable()) {
            isHeldUp = false;
            transport.guard(handler::onWritable);
        }
    }

    /**
     * A client that does not read what it is sent is not read from either, so nothing piles up for it; and nobody is while
     * too much waits for the disk.
     */
    void updateReading() {
        if (!isClosed) {
            link.setReading(link.isWritable() && !transport.isSaturated());
        }
    }

    @Override
    public void onClosed() {
        isClosed = true;
        transport.remove(this);
        frames.clear();
        transport.guard(() -> {
            handler.onClosed();
            transport.requestCycle();
        });
    }
}
