package io.epona.protocol.transport;

import io.epona.protocol.ErrorCode;
import org.agrona.DirectBuffer;

/** Hears what happens on a {@link FrameLink}. Called on the link's event loop only. */
public interface FrameListener {
    /**
     * A whole frame has come.
     *
     * @param buffer holds the frame, valid during the call
     * @param offset of the SBE header
     * @param length of SBE header and body, at least 8
     */
    void onFrame(DirectBuffer buffer, int offset, int length);

    /** All frames that had come in are handed over; the next will take a turn of the event loop. */
    void onFramesEnd();

    /** What comes in are not frames. The listener says why to the peer and closes; no further frame is handed over. */
    void onMalformed(ErrorCode code, String reason);

    /** The peer takes data again, or has stopped taking it. */
    void onWritabilityChanged();

    /** The link is closed; called once, last. */
    void onClosed();
}
