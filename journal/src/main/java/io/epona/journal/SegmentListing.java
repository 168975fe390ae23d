package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds the segments of a journal and checks that their headers make one log. */
final class SegmentListing {
    private static final int FORMAT_VERSION = 3;

    /** A header that is written over just now may be read half old and half new. */
    private static final int READ_ATTEMPTS = 3;

    private final Disk disk;
    private String headlessFile;
    private SegmentHeader next;

    SegmentListing(Disk disk) {
        this.disk = disk;
    }

    /** The newest file, if a crash kept it from becoming a segment; else null. */
    String headlessFile() {
        return headlessFile;
    }

    /** The header of the newest file, if that waits to become a segment; else null. */
    SegmentHeader next() {
        return next;
    }

    /**
     * Whether records were written to the file that waits to become a segment. Then a power loss has taken its header back,
     * and since a sync would have kept that, nothing there was synced.
     */
    boolean holdsNextRecords() throws IOException {
        try (DiskFile file = disk.openToRead(next.fileName())) {
            RecordScanner scanner = new RecordScanner(next.journalId());
            scanner.open(file, next.basePosition());
            long start = next.firstRecordPosition();
            long limit = Math.min(next.nextBasePosition(), next.basePosition() + file.length());
            return scanner.find(start, limit) != 0
                    || scanner.search(start, limit).highestClaim() != RecordScanner.Remains.NO_CLAIM;
        }
    }

    /** Reads all headers; a newest file that is not a segment is left out. Oldest first, possibly none. */
    List<SegmentHeader> load() throws IOException, JournalOpenException {
        List<String> names =
                disk.list().stream().filter(SegmentHeader::isFileName).sorted().toList();
        List<SegmentHeader> segments = new ArrayList<>();
        for (String name : names) {
            byte[] bytes = readHeader(name);
            SegmentHeader previous = segments.isEmpty() ? null : segments.get(segments.size() - 1);
            if (next != null) {
                throw corrupt("segment that had not begun is followed by another: next=" + name, next.fileName());
            }
            if (SegmentHeader.isIntact(bytes)) {
                add(check(name, bytes, previous), segments);
            } else if (name.equals(names.get(names.size() - 1)) && !holdsRecords(name, previous)) {
                headlessFile = name;
            } else {
                throw corrupt("segment header is damaged", name);
            }
        }
        return segments;
    }

    private void add(SegmentHeader header, List<SegmentHeader> segments) throws JournalCorruptException {
        if (header.hasBegun()) {
            segments.add(header);
        } else if (segments.isEmpty()) {
            throw corrupt("segment before the one that had not begun is missing", header.fileName());
        } else {
            next = header;
        }
    }

    private byte[] readHeader(String name) throws IOException {
        byte[] bytes = new byte[SegmentHeader.MAX_LENGTH];
        try (DiskFile file = disk.openToRead(name)) {
            for (int attempt = 0; attempt < READ_ATTEMPTS && !SegmentHeader.isIntact(bytes); attempt++) {
                file.read(0, ByteBuffer.wrap(bytes));
            }
        }
        return bytes;
    }

    private static SegmentHeader check(String name, byte[] bytes, SegmentHeader previous) throws JournalOpenException {
        int version = SegmentHeader.formatVersion(bytes);
        if (version < 1 || version > FORMAT_VERSION) {
            throw new JournalOpenException("journal has an unknown format version: file=" + name + " version=" + version
                    + " known=" + FORMAT_VERSION);
        }
        SegmentHeader header = SegmentHeader.decode(bytes);
        if (!header.fileName().equals(name)) {
            throw corrupt("segment has another's name: expected=" + header.fileName(), name);
        }
        if (header.segmentLength() < header.length()
                || header.basePosition() < 0
                || header.basePosition() > Long.MAX_VALUE - header.segmentLength()) {
            throw corrupt("segment has an impossible length: segmentLength=" + header.segmentLength(), name);
        }
        if (previous != null) {
            checkFollows(header, previous);
        }
        return header;
    }

    private static void checkFollows(SegmentHeader header, SegmentHeader previous) throws JournalCorruptException {
        if (header.journalId() != previous.journalId()) {
            throw corrupt("segment belongs to another journal", header.fileName());
        }
        if (header.basePosition() != previous.nextBasePosition()) {
            throw corrupt(
                    "segment is missing: expected=" + SegmentHeader.fileName(previous.nextBasePosition()),
                    header.fileName());
        }
        if (header.hasBegun()
                && (header.previousEnd() < previous.firstRecordPosition()
                        || header.previousEnd() > previous.nextBasePosition())) {
            throw corrupt(
                    "segment does not continue the one before: previousEnd=" + header.previousEnd(), header.fileName());
        }
    }

    /**
     * Whether a file without a header was a segment once. A header is forced before its file is named, so a crash alone
     * leaves no records behind a missing one.
     */
    private boolean holdsRecords(String name, SegmentHeader previous) throws IOException {
        long base = SegmentHeader.basePosition(name);
        try (DiskFile file = disk.openToRead(name)) {
            RecordScanner scanner = new RecordScanner(previous == null ? 0 : previous.journalId());
            scanner.open(file, base);
            // Without an earlier segment what counts is anything behind the longest header.
            long start = base + (previous == null ? SegmentHeader.LENGTH : SegmentHeader.MIN_LENGTH);
            RecordScanner.Remains remains = scanner.search(start, Math.max(start, base + file.length()));
            // Without an earlier segment the journal's id is unknown, and no record can be checked.
            return previous == null
                    ? remains.contentEnd() > start
                    : remains.highestClaim() != RecordScanner.Remains.NO_CLAIM;
        }
    }

    private static JournalCorruptException corrupt(String reason, String name) {
        return new JournalCorruptException(reason, name, 0, SegmentHeader.basePosition(name));
    }
}
