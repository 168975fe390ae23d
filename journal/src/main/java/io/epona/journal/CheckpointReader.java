package io.epona.journal;

/** Gives the blocks of a checkpoint back, as they were written. All of it has been verified. Not thread-safe. */
public interface CheckpointReader {
    /**
     * Goes on to the next block.
     *
     * @param block is pointed at it; valid until the next call
     * @return false if there is none
     */
    boolean next(CheckpointBlock block);

    /** The records from this position on follow. */
    long position();

    /** Length of the whole checkpoint, as it lies in the file. */
    long length();
}
