package io.epona.protocol.transport;

import io.netty.buffer.ByteBuf;

/** One end of a connection that carries frames. */
public interface FrameLink {
    /** Sends whole frames and takes over the buffer. Any thread; frames of one thread keep their order. */
    void write(ByteBuf frames);

    /**
     * Writes frames on the caller's thread if the link can do so and nothing is on its way, which spares waking the event
     * loop. Any thread, but no other may write meanwhile.
     *
     * @param frames stays with the caller; its reader index moves past what was written
     * @return whether all was written; if not, {@link #write} takes the rest
     */
    boolean writeHere(ByteBuf frames);

    /** Whether the peer takes data fast enough for more to be written. Any thread. */
    boolean isWritable();

    /** Stops or resumes reading from the peer. Event loop only. */
    void setReading(boolean isReading);

    /** Lets longer frames in, once the peer has introduced itself. Event loop only. */
    void setMaxFrameLength(int length);

    /** Sends what was written, then closes. Any thread; more than once does nothing more. */
    void close();

    /** The peer's address, for logs. */
    String remoteAddress();
}
