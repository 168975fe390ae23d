package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stretch of the log in memory, within one segment.
 *
 * <p>The owner appends at the end; the writer seals and writes what has been published to it, which the owner leaves alone
 * from then on. The two share no state but the bytes and {@link #next}: what the owner wrote to a buffer, its end
 * included, is visible to a writer that has seen its successor.
 */
final class WriteBuffer {
    private final ByteBuffer bytes;
    private final NioBuffer view = new NioBuffer();
    private long segmentBase;
    private long basePosition;
    private int used;
    private volatile WriteBuffer next;

    WriteBuffer(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        // A duplicate, since the writer moves the limit of the other one.
        view.wrap(bytes.duplicate());
    }

    /** Owner: makes the buffer an empty one of another stretch of the log. */
    void reset(long newSegmentBase, long newBasePosition) {
        segmentBase = newSegmentBase;
        basePosition = newBasePosition;
        used = 0;
        next = null;
    }

    int capacity() {
        return view.capacity();
    }

    int remaining() {
        return view.capacity() - used;
    }

    /** Owner: adds what it wrote behind the end. */
    void advance(int length) {
        used += length;
    }

    long segmentBase() {
        return segmentBase;
    }

    long basePosition() {
        return basePosition;
    }

    long endPosition() {
        return basePosition + used;
    }

    int offset(long position) {
        return (int) (position - basePosition);
    }

    /** Owner: the content, to append to and read. */
    NioBuffer view() {
        return view;
    }

    /** Writer: the content; its position and limit are the writer's. */
    ByteBuffer bytes() {
        return bytes;
    }

    WriteBuffer next() {
        return next;
    }

    /** Owner: ends this buffer. */
    void linkTo(WriteBuffer successor) {
        next = successor;
    }
}
