package io.epona.journal;

import io.epona.buffer.NioBuffer;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Looks at places of a segment file where records may be. Not thread-safe; allocates only for longer records. */
final class RecordScanner {
    private final FileWindow window = new FileWindow();
    private final RecordChecksum checksum;
    private long segmentBase;
    private long position;
    private int index;
    private int suspectLength;
    private String reason;

    RecordScanner(long journalId) {
        checksum = new RecordChecksum(journalId);
    }

    void open(DiskFile file, long newSegmentBase) {
        window.open(file);
        segmentBase = newSegmentBase;
    }

    /**
     * Looks for a whole and valid record.
     *
     * @param limit up to which it may reach
     * @return the length of the record, or 0 if there is none, for the {@link #reason()}
     */
    int find(long newPosition, long limit) throws IOException {
        position = newPosition;
        reason = null;
        suspectLength = 0;
        if (limit - position < RecordFormat.HEADER_LENGTH) {
            return none("no room for a record");
        }
        index = window.require(position - segmentBase, RecordFormat.HEADER_LENGTH);
        int bodyLength = RecordFormat.bodyLength(window.view(), index);
        if (RecordFormat.type(window.view(), index) == 0) {
            return none("no record");
        }
        if (bodyLength < 0
                || bodyLength > RecordFormat.MAX_BODY_LENGTH
                || RecordFormat.recordLength(bodyLength) > limit - position) {
            return none("length is out of range: length=" + bodyLength);
        }
        int length = RecordFormat.recordLength(bodyLength);
        if (hasValidChecksum(length)) {
            return length;
        }
        suspectLength = length;
        return none("checksum does not match");
    }

    private boolean hasValidChecksum(int length) throws IOException {
        index = window.require(position - segmentBase, length);
        ByteBuffer bytes = window.bytes();
        int expected = bytes.getInt(index + RecordFormat.CRC_OFFSET);
        int actual = checksum.compute(bytes, index, length, position);
        bytes.clear();
        return expected == actual;
    }

    private int none(String newReason) {
        reason = newReason;
        return 0;
    }

    /** Why the last place looked at holds no record. */
    String reason() {
        return reason;
    }

    /** How long the record at the last place says it is, if all that speaks against it is its checksum; else 0. */
    int suspectLength() {
        return suspectLength;
    }

    boolean isBatch() {
        return RecordFormat.type(window.view(), index) == RecordFormat.TYPE_BATCH;
    }

    short type() {
        return RecordFormat.type(window.view(), index);
    }

    boolean endsGroup() {
        return RecordFormat.endsGroup(window.view(), index);
    }

    /** Of a batch: up to where all had been synced when it was written. */
    long syncedPosition() {
        return window.view().getLong(index + RecordFormat.SYNCED_POSITION_OFFSET);
    }

    void point(RecordView view) {
        view.point(window.view(), index, position);
    }

    /**
     * Looks through a range in which anything may be for valid batches, at every place where one could start, and for the
     * records that follow them. Only what says of itself that it is as short as a batch is checked wherever it may be, so
     * that the work stays in proportion to the range.
     *
     * @return what was found
     */
    Remains search(long start, long limit) throws IOException {
        long highestClaim = Remains.NO_CLAIM;
        long contentEnd = start;
        long validEnd = start;
        for (long at = start; at < limit; at += Long.BYTES) {
            int word = window.require(at - segmentBase, Long.BYTES);
            NioBuffer view = window.view();
            if (view.getLong(word) == 0) {
                continue;
            }
            contentEnd = at + Long.BYTES;
            boolean mayBeBatch =
                    RecordFormat.bodyLength(view, word) == RecordFormat.BATCH_LENGTH - RecordFormat.HEADER_LENGTH;
            if (mayBeBatch && find(at, limit) != 0 && isBatch()) {
                highestClaim = Math.max(highestClaim, syncedPosition());
                validEnd = at < validEnd ? validEnd : chainEnd(at, limit);
            }
        }
        return new Remains(highestClaim, contentEnd, validEnd);
    }

    /** Where the valid records end that follow one another from a position on. */
    private long chainEnd(long start, long limit) throws IOException {
        long at = start;
        for (int length = find(at, limit); length != 0; length = find(at, limit)) {
            at += length;
        }
        return at;
    }

    /**
     * Where the records end that follow one another from a position on if one that is damaged is taken along, unless that
     * is one from an earlier use of the file.
     *
     * @param formerBase where the segment was then
     */
    long tornEnd(long start, long limit, long formerBase) throws IOException {
        long at = chainEnd(start, limit);
        if (suspectLength == 0 || !RecordFormat.isPlausible(window.view(), index) || isStale(formerBase)) {
            return at;
        }
        return chainEnd(at + suspectLength, limit);
    }

    private boolean isStale(long formerBase) {
        ByteBuffer bytes = window.bytes();
        int expected = bytes.getInt(index + RecordFormat.CRC_OFFSET);
        int actual = checksum.compute(bytes, index, suspectLength, formerBase + (position - segmentBase));
        bytes.clear();
        return expected == actual;
    }

    /**
     * What is left of the log behind its end.
     *
     * @param highestClaim the highest position that a valid batch claims as synced, or {@link #NO_CLAIM}
     * @param contentEnd where the last word that is not zero ends
     * @param validEnd where the last record ends that was found to be valid
     */
    record Remains(long highestClaim, long contentEnd, long validEnd) {
        static final long NO_CLAIM = -1;
    }
}
