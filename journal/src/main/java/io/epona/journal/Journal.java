package io.epona.journal;

import org.agrona.MutableDirectBuffer;

/**
 * An append-only log of opaque records, addressed by 64-bit positions.
 *
 * <p>One thread, the owner, calls every method except {@link #durablePosition()}, {@link #syncedPosition()} and
 * {@link #isFull()}, which any thread may call. No method but {@link #flushHere} and {@link #close()} waits for the disk
 * to sync. Records are appended in groups: a group is one record or several, and recovers whole or not at all. An appended
 * record is in memory only; it is durable once {@link #durablePosition()} is greater than its position. The durable
 * position always lies between two groups.
 *
 * <p>The owner says which records it still needs ({@link #retain}, {@link #release}), copies those that stand in the way
 * from the oldest segment to the head, and drops the segment ({@link #dropBefore}). What remains must be enough to recover
 * from. A checkpoint ({@link #beginCheckpoint}) spares recovery the records before it.
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
     * Hands the complete groups appended so far to the writer, which makes them durable as soon as the disk is free: once
     * they have reached at least this level. Called once at the end of a duty cycle. Never blocks.
     */
    void flush(DurabilityLevel level);

    /**
     * As {@link #flush}, but writes and syncs on the caller's thread if the disk is idle and has been quick, which spares
     * two thread hand-overs: for an owner that has nothing better to do than to wait. Blocks for one sync at most.
     *
     * @return whether all complete groups are durable now; if so, the listener is not told
     */
    boolean flushHere(DurabilityLevel level);

    /** End of what has been appended: every record so far lies before this position, every later one at or after it. */
    long appendPosition();

    /** All records before this position have reached the level that they were flushed with. Any thread. */
    long durablePosition();

    /** All groups before this position have been synced, whatever they were flushed with. Any thread. */
    long syncedPosition();

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

    /**
     * Counts a record as needed. Several references may keep one record; the journal only adds up.
     *
     * @param position of a record in the log
     * @param length what the caller counts for it, the same when it is released
     */
    void retain(long position, int length);

    /** Takes back one {@link #retain}. */
    void release(long position, int length);

    /** What has been retained and not released, in all segments. */
    long liveLength();

    /** From the start of the oldest segment to the append position. */
    long logLength();

    /** Length of the segments made from now on. */
    int segmentLength();

    /** Where the oldest segment starts. */
    long oldestPosition();

    /** Where the oldest segment ends and the next starts; {@link #oldestPosition()} if it is the newest as well. */
    long oldestEndPosition();

    /** Whether anything in the oldest segment is retained. */
    boolean isOldestRetained();

    /**
     * Drops the segments that end at or before a position, oldest first, in the background, once all that has been
     * appended up to this call is synced, whatever level it was flushed with. They can no longer be read from this call
     * on, and nothing in them may be retained. Never blocks. If the disk refuses, they are kept until it does not.
     *
     * @throws IllegalStateException if a record in one of them is retained
     */
    void dropBefore(long position);

    /**
     * Walks the records from a position on, which is that of a record or where a segment starts or ends; reads in long
     * stretches, past the cache of {@link #read}.
     *
     * @param limit no record at or beyond it is returned; at most {@link #appendPosition()}
     */
    JournalCursor cursor(long position, long limit);

    /**
     * Whether the disk has no room for another segment, so that the owner should take in no new messages. Appends still
     * work as long as a reserve lasts. Any thread.
     */
    boolean isFull();

    /** Where the journal is, how much space it has and how much it wants, for error messages. May ask the disk. */
    String describeSpace();

    /**
     * Starts a checkpoint of the state as it is at the append position, which must lie between two groups. The state may
     * change while it is written: recovery hands over all records from here on again.
     *
     * @throws IllegalStateException if a group is open, or the last checkpoint is not done
     */
    CheckpointWriter beginCheckpoint();

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
