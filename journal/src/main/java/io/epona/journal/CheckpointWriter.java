package io.epona.journal;

import org.agrona.DirectBuffer;

/**
 * Takes the blocks of a checkpoint and writes them in the background. A checkpoint that cannot be written is logged and
 * forgotten, and the one before stays: it never fails the journal. Used by the owner alone; no method blocks.
 */
public interface CheckpointWriter {
    /** Length of the longest block. */
    int MAX_BLOCK_LENGTH = 1024 * 1024;

    /** Whether so much waits to be written that the caller should go on later. */
    boolean isSaturated();

    /**
     * Adds a copy of a block.
     *
     * @param length 1 to {@link #MAX_BLOCK_LENGTH}
     * @throws IllegalArgumentException if the length is out of range
     * @throws IllegalStateException after {@link #commit} or {@link #abandon}
     */
    void write(DirectBuffer buffer, int offset, int length);

    /**
     * Ends the checkpoint. It replaces the one before at once and for good when it has been synced and all that was
     * appended up to this call has been synced as well.
     */
    void commit();

    /** Gives the checkpoint up; the one before stays. Does nothing after {@link #commit}. */
    void abandon();

    /** Whether nothing is going on in the background any more: the checkpoint stands, was abandoned or has failed. */
    boolean isDone();

    /** Why it could not be written, or null. */
    Throwable failure();

    /** What has been added so far, as it lies in the file. */
    long length();
}
