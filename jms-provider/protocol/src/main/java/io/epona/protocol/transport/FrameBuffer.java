package io.epona.protocol.transport;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.agrona.MutableDirectBuffer;

/**
 * Gathers outgoing frames, so that all of one duty cycle leave in one write. Not thread-safe. Allocates nothing for a
 * frame; its memory is pooled.
 */
public final class FrameBuffer {
    private static final int CHUNK_LENGTH = 64 * 1024;

    private final ArrayDeque<ByteBuf> full = new ArrayDeque<>();
    private final NioBuffer view = new NioBuffer();
    private ByteBuf current;
    private long length;

    /**
     * Starts a frame: encode SBE header and body at {@link #offset()} of the returned buffer, then call {@link #end}.
     *
     * @param maxLength of header and body
     */
    public MutableDirectBuffer begin(int maxLength) {
        int needed = Protocol.LENGTH_PREFIX + maxLength;
        if (current != null && current.capacity() - current.writerIndex() < needed) {
            full.add(current);
            current = null;
        }
        if (current == null) {
            current = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(CHUNK_LENGTH, needed));
            ByteBuffer memory = current.internalNioBuffer(0, current.capacity()).order(ByteOrder.LITTLE_ENDIAN);
            view.wrap(memory, memory.position(), current.capacity());
        }
        return view;
    }

    /** Where in the buffer the frame's SBE header starts. */
    public int offset() {
        return current.writerIndex() + Protocol.LENGTH_PREFIX;
    }

    /** Ends the frame; {@code length} counts SBE header and body. */
    public void end(int length) {
        int start = current.writerIndex();
        view.putInt(start, length);
        current.writerIndex(start + Protocol.LENGTH_PREFIX + length);
        this.length += Protocol.LENGTH_PREFIX + length;
    }

    /** Whether there is nothing to send. */
    public boolean isEmpty() {
        return current == null;
    }

    /** How many bytes wait to be written. */
    public long length() {
        return length;
    }

    /** Writes everything to the link and starts afresh. */
    public void writeTo(FrameLink link) {
        length = 0;
        for (ByteBuf buffer = full.poll(); buffer != null; buffer = full.poll()) {
            link.write(buffer);
        }
        if (current != null) {
            ByteBuf last = current;
            current = null;
            link.write(last);
        }
    }

    /**
     * Writes on the caller's thread as much as the link takes at once.
     *
     * @return whether that was all; if not, {@link #writeTo} sends the rest
     */
    public boolean writeHere(FrameLink link) {
        while (!full.isEmpty()) {
            if (!writeHere(link, full.peek())) {
                return false;
            }
            full.poll().release();
        }
        if (current != null) {
            if (!writeHere(link, current)) {
                return false;
            }
            current.release();
            current = null;
        }
        return true;
    }

    private boolean writeHere(FrameLink link, ByteBuf buffer) {
        int before = buffer.readableBytes();
        boolean isWhole = link.writeHere(buffer);
        length -= before - buffer.readableBytes();
        return isWhole;
    }

    /** Drops everything. */
    public void clear() {
        length = 0;
        for (ByteBuf buffer = full.poll(); buffer != null; buffer = full.poll()) {
            buffer.release();
        }
        if (current != null) {
            current.release();
            current = null;
        }
    }
}
