package io.epona.journal;

import java.time.InstantSource;
import org.agrona.MutableDirectBuffer;

/**
 * Gives records their positions and lays them out in memory, as the segments on disk will hold them. Used by the owner
 * alone; never blocks.
 *
 * <p>The first group after a flush is preceded by a batch record, whose content the writer fills in. The end of each
 * segment keeps room for one more, so that a journal can always be closed in good order.
 */
final class RecordAppender {
    private final HotTail hotTail;
    private final SegmentCatalog catalog;
    private final int segmentLength;
    private final InstantSource clock;
    private WriteBuffer buffer;
    private long segmentBase;
    private long segmentLimit;
    private long appendPosition;
    private long completePosition;
    private long batchPosition;
    private long timestampMs;
    private int claimedLength;
    private int claimOffset;

    /** Continues a log at its end, which is within its newest segment. */
    RecordAppender(JournalConfig config, HotTail hotTail, SegmentCatalog catalog, long endPosition) {
        this.hotTail = hotTail;
        this.catalog = catalog;
        segmentLength = config.segmentLength();
        clock = config.clock();
        enter(catalog.newestBase(), catalog.newestLength());
        appendPosition = endPosition;
        completePosition = endPosition;
        batchPosition = endPosition;
        buffer = hotTail.add(segmentBase, endPosition, 0, endPosition);
    }

    private void enter(long base, int length) {
        segmentBase = base;
        segmentLimit = base + length - RecordFormat.BATCH_LENGTH;
    }

    MutableDirectBuffer claim(int type, int version, int length, long durablePosition) {
        if (completePosition == batchPosition && appendPosition == completePosition) {
            startBatch(durablePosition);
        }
        int recordLength = RecordFormat.recordLength(length);
        reserve(recordLength, durablePosition);
        start(type, version, length);
        claimedLength = recordLength;
        return buffer.view();
    }

    private void startBatch(long durablePosition) {
        timestampMs = clock.millis();
        reserve(RecordFormat.BATCH_LENGTH, durablePosition);
        start(RecordFormat.TYPE_BATCH, 0, RecordFormat.BATCH_LENGTH - RecordFormat.HEADER_LENGTH);
        append(RecordFormat.BATCH_LENGTH);
    }

    private void start(int type, int version, int length) {
        int offset = buffer.offset(appendPosition);
        RecordFormat.start(buffer.view(), offset, type, version, length);
        RecordFormat.putTimestampMs(buffer.view(), offset, timestampMs);
        claimOffset = offset + RecordFormat.HEADER_LENGTH;
    }

    private void append(int length) {
        buffer.advance(length);
        appendPosition += length;
    }

    private void reserve(int length, long durablePosition) {
        if (appendPosition + length > segmentLimit) {
            roll();
            buffer = hotTail.add(segmentBase, appendPosition, length, durablePosition);
        } else if (buffer.remaining() < length) {
            buffer = hotTail.add(segmentBase, appendPosition, length, durablePosition);
        }
    }

    private void roll() {
        enter(catalog.newestBase() + catalog.newestLength(), segmentLength);
        catalog.add(segmentBase, segmentLength, segmentBase + SegmentHeader.LENGTH, appendPosition);
        appendPosition = segmentBase + SegmentHeader.LENGTH;
    }

    long commit(boolean endsGroup) {
        long position = appendPosition;
        if (endsGroup) {
            RecordFormat.putEndsGroup(buffer.view(), claimOffset - RecordFormat.HEADER_LENGTH);
        }
        append(claimedLength);
        claimedLength = 0;
        if (endsGroup) {
            completePosition = appendPosition;
        }
        return position;
    }

    boolean isClaimed() {
        return claimedLength != 0;
    }

    int claimOffset() {
        return claimOffset;
    }

    long appendPosition() {
        return appendPosition;
    }

    /** Whether records were appended of a group that is not complete. */
    boolean isGroupOpen() {
        // A batch record in front of the group is not part of it, but only a claim puts one there.
        return appendPosition != completePosition;
    }

    /** End of the last complete group. */
    long completePosition() {
        return completePosition;
    }

    /** The next group starts a batch. */
    void endBatch() {
        batchPosition = completePosition;
    }

    int maxRecordLength() {
        int room = segmentLength - SegmentHeader.LENGTH - RecordFormat.BATCH_LENGTH - RecordFormat.HEADER_LENGTH;
        return Math.min(RecordFormat.MAX_BODY_LENGTH, room);
    }
}
