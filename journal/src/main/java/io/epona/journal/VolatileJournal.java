package io.epona.journal;

import io.epona.buffer.NioBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A journal that keeps nothing, for a broker that lives in memory alone. Positions advance as elsewhere, and all complete
 * groups are durable, such as they are, when {@link #flush} returns: the listener is called by it, on the owner's
 * thread.
 */
public final class VolatileJournal implements Journal {
    private final DurabilityListener listener;
    private final NioBuffer buffer = NioBuffer.growable(4096);
    private long appendPosition = SegmentHeader.LENGTH;
    private long completePosition = appendPosition;
    private volatile long durablePosition = appendPosition;
    private long liveLength;
    private int claimedLength;
    private boolean isClosed;

    /** A journal that tells the listener whenever it is flushed with something new. */
    public VolatileJournal(DurabilityListener listener) {
        this.listener = listener;
    }

    @Override
    public MutableDirectBuffer claim(int type, int version, int length) {
        if (isClosed) {
            throw new IllegalStateException("journal is closed");
        }
        if (claimedLength != 0) {
            throw new IllegalStateException("a record is claimed already: position=" + appendPosition);
        }
        if (type < 1
                || type > RecordFormat.MAX_TYPE
                || version < 0
                || version > RecordFormat.MAX_VERSION
                || length < 0
                || length > maxRecordLength()) {
            throw new IllegalArgumentException(
                    "argument is out of range: type=" + type + " version=" + version + " length=" + length);
        }
        buffer.checkLimit(length);
        claimedLength = RecordFormat.recordLength(length);
        return buffer;
    }

    @Override
    public int claimOffset() {
        return 0;
    }

    @Override
    public long commit(boolean endsGroup) {
        if (claimedLength == 0) {
            throw new IllegalStateException("no record is claimed: position=" + appendPosition);
        }
        long position = appendPosition;
        appendPosition += claimedLength;
        claimedLength = 0;
        if (endsGroup) {
            completePosition = appendPosition;
        }
        return position;
    }

    /** Whatever the level: there is no disk. */
    @Override
    public void flush(DurabilityLevel level) {
        if (durablePosition != completePosition) {
            durablePosition = completePosition;
            listener.onDurable(completePosition);
        }
    }

    @Override
    public boolean flushHere(DurabilityLevel level) {
        flush(level);
        return true;
    }

    @Override
    public long appendPosition() {
        return appendPosition;
    }

    @Override
    public long durablePosition() {
        return durablePosition;
    }

    @Override
    public long syncedPosition() {
        return durablePosition;
    }

    /** Never: nothing waits for anything. */
    @Override
    public boolean isSaturated() {
        return false;
    }

    /** @throws IllegalStateException always: nothing is kept */
    @Override
    public void read(long position, RecordView view) {
        throw new IllegalStateException("journal keeps nothing: position=" + position);
    }

    @Override
    public void retain(long position, int length) {
        liveLength += length;
    }

    @Override
    public void release(long position, int length) {
        liveLength -= length;
    }

    @Override
    public long liveLength() {
        return liveLength;
    }

    /** Always 0: nothing is kept. */
    @Override
    public long logLength() {
        return 0;
    }

    /** As long as a record may be: there are no segments. */
    @Override
    public int segmentLength() {
        return RecordFormat.MAX_BODY_LENGTH;
    }

    /** The append position: there is nothing to drop. */
    @Override
    public long oldestPosition() {
        return appendPosition;
    }

    @Override
    public long oldestEndPosition() {
        return appendPosition;
    }

    @Override
    public boolean isOldestRetained() {
        return false;
    }

    /** Does nothing: nothing is kept. */
    @Override
    public void dropBefore(long position) {
        // Every record was dropped when it was appended.
    }

    /** A walk that ends where it starts. */
    @Override
    public JournalCursor cursor(long position, long limit) {
        return new JournalCursor() {
            @Override
            public boolean next(RecordView view) {
                return false;
            }

            @Override
            public long position() {
                return limit;
            }
        };
    }

    /** Never: there is no disk. */
    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public String describeSpace() {
        return "directory=none usableSpace=" + Long.MAX_VALUE + " required=0";
    }

    /** A checkpoint that goes nowhere. */
    @Override
    public CheckpointWriter beginCheckpoint() {
        return new NoCheckpoint();
    }

    @Override
    public int maxRecordLength() {
        return RecordFormat.MAX_BODY_LENGTH;
    }

    @Override
    public void close() {
        if (!isClosed) {
            flush(DurabilityLevel.FSYNC);
            isClosed = true;
        }
    }
}
