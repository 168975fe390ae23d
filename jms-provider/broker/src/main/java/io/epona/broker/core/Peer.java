package io.epona.broker.core;

import org.agrona.MutableDirectBuffer;

/** The way out to one client. What is written leaves at the end of the duty cycle. Event loop only. */
public interface Peer {
    /** Starts a frame of at most this length; it is encoded at {@link #offset()}, then {@link #end} is called. */
    MutableDirectBuffer begin(int maxLength);

    /** Where the SBE header of the frame begun starts in the buffer. */
    int offset();

    /** Ends the frame; the length is that of SBE header and body. */
    void end(int length);

    /** Whether the client takes data fast enough for more to be sent. */
    boolean isWritable();

    /** The client has introduced itself: longer frames may come in. */
    void admit();

    /** Sends what was written, then closes. */
    void close();

    /** The client's address, for logs. */
    String remoteAddress();
}
