package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.util.List;

/**
 * Reads a log from its start to where it ends, hands over the records of complete groups, and refuses the log if what
 * comes later shows that it should not have ended there. Changes nothing.
 */
final class LogScan {
    private static final int NO_GROUP = -1;

    private final Disk disk;
    private final List<SegmentHeader> segments;
    private final RecordHandler onRecord;
    private final RecordHandler onBatch;
    private final RecordScanner scanner;
    private final RecordView view = new RecordView();
    private RecordScanner groupScanner;
    private long groupStart = NO_GROUP;
    private int groupSegment;
    private boolean endsWithClaim;
    private int endSegment;
    private long endPosition;
    private long contentEnd;
    private long tornEnd;
    private long highestClaim = RecordScanner.Remains.NO_CLAIM;

    LogScan(Disk disk, List<SegmentHeader> segments, RecordHandler onRecord) {
        this(disk, segments, onRecord, batch -> {});
    }

    /** @param onBatch is given the journal's own records, in order with the others */
    LogScan(Disk disk, List<SegmentHeader> segments, RecordHandler onRecord, RecordHandler onBatch) {
        this.disk = disk;
        this.segments = segments;
        this.onRecord = onRecord;
        this.onBatch = onBatch;
        scanner = new RecordScanner(journalId());
    }

    private long journalId() {
        return segments.get(0).journalId();
    }

    /** Index of the segment in which the log ends. */
    int endSegment() {
        return endSegment;
    }

    /** Where the last complete group ends. */
    long endPosition() {
        return endPosition;
    }

    /** Where the last byte that is not zero ends in that segment; {@link #endPosition()} if nothing was torn. */
    long contentEnd() {
        return contentEnd;
    }

    /**
     * Where in that segment ends what may have been written behind the end of the log; {@link #endPosition()} if nothing
     * was. In a segment that has been another before, {@link #contentEnd()} tells nothing of the kind.
     */
    long tornEnd() {
        return tornEnd;
    }

    /** Whether the last record claims all before it as synced. */
    boolean endsWithClaim() {
        return endsWithClaim;
    }

    /** Where the group begins that the last run could not complete; {@code elsewhere} if there is none. */
    long incompleteGroup(long elsewhere) {
        return groupStart == NO_GROUP ? elsewhere : groupStart;
    }

    void run() throws IOException, JournalCorruptException {
        run(0, segments.get(0).firstRecordPosition());
    }

    /** Begins in the middle of the log, at the first record of a group. */
    void run(int firstSegment, long start) throws IOException, JournalCorruptException {
        groupStart = NO_GROUP;
        endsWithClaim = false;
        int index = firstSegment;
        long position;
        String reason;
        do {
            SegmentHeader segment = segments.get(index);
            try (DiskFile file = disk.openToRead(segment.fileName())) {
                scanner.open(file, segment.basePosition());
                position = scanSegment(index, Math.max(start, segment.firstRecordPosition()), recordLimit(index));
            }
            reason = position < recordLimit(index) ? scanner.reason() : null;
            index++;
        } while (index < segments.size() && reason == null);
        endSegment = groupStart == NO_GROUP ? index - 1 : groupSegment;
        endPosition = groupStart == NO_GROUP ? position : groupStart;
        searchClaims(index - 1, position, reason);
    }

    /**
     * Whether complete groups follow one another from a position to another, both between two groups. Hands over what it
     * meets, as {@link #run(int, long)} does.
     */
    boolean reaches(int firstSegment, long start, long end) throws IOException, JournalCorruptException {
        long position = start;
        for (int index = firstSegment; position < end && index < segments.size(); index++) {
            SegmentHeader segment = segments.get(index);
            long limit = Math.min(recordLimit(index), end);
            try (DiskFile file = disk.openToRead(segment.fileName())) {
                scanner.open(file, segment.basePosition());
                position = scanSegment(index, Math.max(start, segment.firstRecordPosition()), limit);
            }
            if (position < limit) {
                return false;
            }
        }
        return position >= end && groupStart == NO_GROUP;
    }

    /** Where the records of a segment have to end. */
    long recordLimit(int index) {
        return index + 1 < segments.size()
                ? segments.get(index + 1).previousEnd()
                : segments.get(index).nextBasePosition();
    }

    /** @return the limit, or the position at which no valid record is */
    private long scanSegment(int index, long start, long limit) throws IOException, JournalCorruptException {
        long position = start;
        while (position < limit) {
            int length = scanner.find(position, limit);
            if (length == 0) {
                break;
            }
            if (scanner.type() < RecordFormat.TYPE_BATCH) {
                throw corrupt("record has an unknown type: type=" + scanner.type(), index, position);
            }
            endsWithClaim = scanner.isBatch() && scanner.syncedPosition() == position;
            if (scanner.isBatch()) {
                scanner.point(view);
                onBatch.onRecord(view);
            } else {
                onRecord(index, position);
            }
            position += length;
        }
        return position;
    }

    private void onRecord(int index, long position) throws IOException {
        if (!scanner.endsGroup()) {
            if (groupStart == NO_GROUP) {
                groupStart = position;
                groupSegment = index;
            }
        } else if (groupStart == NO_GROUP) {
            scanner.point(view);
            onRecord.onRecord(view);
        } else {
            deliverGroup(index, position);
            groupStart = NO_GROUP;
        }
    }

    /** Reads a group of several records a second time, now that it is known to be complete. */
    private void deliverGroup(int lastSegment, long lastPosition) throws IOException {
        if (groupScanner == null) {
            groupScanner = new RecordScanner(journalId());
        }
        long position = groupStart;
        for (int index = groupSegment; index <= lastSegment; index++) {
            SegmentHeader segment = segments.get(index);
            try (DiskFile file = disk.openToRead(segment.fileName())) {
                groupScanner.open(file, segment.basePosition());
                position = Math.max(position, segment.firstRecordPosition());
                deliver(position, Math.min(lastPosition, recordLimit(index) - 1), segment);
            }
        }
    }

    private void deliver(long from, long last, SegmentHeader segment) throws IOException {
        long position = from;
        while (position <= last) {
            int length = groupScanner.find(position, segment.nextBasePosition());
            if (length == 0) {
                throw new IOException(
                        "record has changed while it was read: file=" + segment.fileName() + " position=" + position);
            }
            groupScanner.point(view);
            onRecord.onRecord(view);
            position += length;
        }
    }

    /**
     * Unsynced writes reach a disk in any order, so valid records behind a damaged one prove nothing; but a batch that
     * says that all was synced beyond the damaged place proves that something durable was lost.
     */
    private void searchClaims(int damagedSegment, long damagedPosition, String reason)
            throws IOException, JournalCorruptException {
        // When this run went on behind damage, an earlier one may have found what is needed.
        if (highestClaim <= damagedPosition) {
            searchBehindEnd();
        }
        if (highestClaim > damagedPosition) {
            throw corrupt(reason + " expected=record syncedPosition=" + highestClaim, damagedSegment, damagedPosition);
        }
        endsWithClaim &= groupStart == NO_GROUP;
    }

    private void searchBehindEnd() throws IOException {
        for (int index = endSegment; index < segments.size(); index++) {
            SegmentHeader segment = segments.get(index);
            long start = index == endSegment ? endPosition : segment.firstRecordPosition();
            try (DiskFile file = disk.openToRead(segment.fileName())) {
                scanner.open(file, segment.basePosition());
                RecordScanner.Remains remains = scanner.search(start, segment.nextBasePosition());
                highestClaim = Math.max(highestClaim, remains.highestClaim());
                if (index == endSegment) {
                    contentEnd = remains.contentEnd();
                    tornEnd = segment.isRecycled() ? tornEnd(segment, remains) : contentEnd;
                } else {
                    highestClaim = Math.max(highestClaim, segment.syncedPosition());
                }
            }
        }
    }

    private long tornEnd(SegmentHeader segment, RecordScanner.Remains remains) throws IOException {
        long end = scanner.tornEnd(endPosition, segment.nextBasePosition(), segment.formerBase());
        return Math.max(end, remains.validEnd());
    }

    private JournalCorruptException corrupt(String reason, int index, long position) {
        SegmentHeader segment = segments.get(index);
        return new JournalCorruptException(reason, segment.fileName(), position - segment.basePosition(), position);
    }
}
