package io.epona.journal;

import org.agrona.DirectBuffer;

/** Points at one block of a checkpoint in memory. Made once by its user and pointed anew for each block. */
public final class CheckpointBlock {
    private DirectBuffer buffer;
    private int offset;
    private int length;

    /** Where the block is, from {@link #offset()}; not to be written to. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where in {@link #buffer()} the block starts. */
    public int offset() {
        return offset;
    }

    /** Length of the block. */
    public int length() {
        return length;
    }

    void point(DirectBuffer newBuffer, int newOffset, int newLength) {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
    }
}
