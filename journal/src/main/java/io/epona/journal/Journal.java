package io.epona.journal;

import org.agrona.MutableDirectBuffer;

/**
 * An append-only log of opaque records, addressed by 64-bit positions.
 *
 * <p>One thread, the owner, calls every method except {@link #durablePosition()}, which any thread may call. No method
 * but {@link #close()} waits for the disk to sync. Records are appended in groups: a group is one record or several, and
 * recovers whole or not at all. An appended record is in memory only; it is durable once {@link #durablePosition()} is
 * greater than its position. The durable position always lies between two groups.
 *
 * <p>A failed write or sync is final: {@link DurabilityListener#onFailed} is told once, every later append throws
 * {@link JournalFailedException}, and the durable position never moves again.
 */
public interface Journal extends AutoCloseable {
    /**
     * Starts a record at the tail. The caller writes exactly {@code length} bytes at {@link #claimOffset()} of the
     * returned buffer and then calls {@link #commit} before anything else. Never blocks.
     *
     * @param type what the record is, known to the caller alone, 1 to 32767
     * @param version of the schema that encodes the body, 0 to 65535
     * @param length of the body, 0 to {@link #maxRecordLength()}
     * @return the buffer to write the body into, valid until {@link #commit}
     * @throws IllegalArgumentException if an argument is out of its range
     * @throws JournalFailedException if the journal has failed
     */
    MutableDirectBuffer claim(int type, int version, int length);

    /** Offset in the buffer that {@link #claim} returned at which the body starts. */
    int claimOffset();

    /**
     * Ends the record that was claimed.
     *
     * @param endsGroup false if further records belong to the same group
     * @return the position of the record
     */
    long commit(boolean endsGroup);

    /**
     * Hands the complete groups appended so far to the writer, which writes and syncs them as soon as the disk is free.
     * Called once at the end of a duty cycle. Never blocks.
     */
    void flush();

    /** End of what has been appended: every record so far lies before this position, every later one at or after it. */
    long appendPosition();

    /** All records before this position have been synced (or, at level {@code OS}, written). Any thread. */
    long durablePosition();

    /** Whether so much waits for the disk that the caller should stop taking in new work until the next sync. */
    boolean isSaturated();

    /**
     * Reads a record that was committed, from memory if it was appended recently, else through the page cache.
     *
     * @param position as {@link #commit} or recovery gave it
     * @param view is pointed at the record's body; valid until the next call of any method of this journal
     * @throws IllegalArgumentException if the position is outside the log
     * @throws JournalFailedException if the record cannot be read or its checksum does not match
     */
    void read(long position, RecordView view);

    /** Length of the longest body that {@link #claim} accepts. */
    int maxRecordLength();

    /**
     * Makes all complete groups durable, marks the journal as closed in good order, and releases its files. A group that
     * was not completed is dropped.
     *
     * @throws JournalFailedException if the journal has failed, now or before; its files are released nevertheless
     */
    @Override
    void close();
}
