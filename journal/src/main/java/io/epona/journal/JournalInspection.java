package io.epona.journal;

import io.epona.journal.disk.DirectoryDisk;
import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a journal without owning it: takes no lock and writes nothing, so it may be used on a journal that is open, or on
 * a copy of its files. It sees the segments that were there when it was opened; if old ones are dropped meanwhile, it goes
 * on with the oldest that is left. Where recovery would refuse a damaged log this reports the place and reads on behind it.
 *
 * <p>Not thread-safe. Its methods block while files are read.
 */
public final class JournalInspection {
    private static final int LIST_ATTEMPTS = 10;

    private final Disk disk;
    private final RecordView view = new RecordView();
    private List<SegmentHeader> segments;
    private String headlessFile;
    /** Behind the last record that the visitor was given. */
    private long nextPosition;

    private JournalInspection(Disk disk) {
        this.disk = disk;
    }

    /**
     * Reads the headers of the segments.
     *
     * @throws JournalCorruptException if a header is damaged or a segment is missing
     * @throws JournalOpenException if there is no journal, or one of an unknown version
     */
    public static JournalInspection open(Path directory) throws IOException, JournalOpenException {
        return open(new DirectoryDisk(directory));
    }

    static JournalInspection open(Disk disk) throws IOException, JournalOpenException {
        JournalInspection inspection = new JournalInspection(disk);
        inspection.list();
        return inspection;
    }

    private void list() throws IOException, JournalOpenException {
        for (int attempt = 1; ; attempt++) {
            List<String> before = names();
            try {
                SegmentListing listing = new SegmentListing(disk);
                segments = listing.load();
                headlessFile = listing.headlessFile();
                break;
            } catch (IOException | JournalOpenException e) {
                // An owner may have dropped a segment between the look at the directory and the one into the file.
                if (attempt == LIST_ATTEMPTS || before.equals(names())) {
                    throw e;
                }
            }
        }
        if (segments.isEmpty()) {
            throw new JournalOpenException("no journal here: directory=" + disk);
        }
    }

    private List<String> names() throws IOException {
        return disk.list().stream().filter(SegmentHeader::isFileName).sorted().toList();
    }

    /** The checkpoint, which is read and checked as a whole, or none. */
    public Optional<JournalCheckpoint> checkpoint() throws IOException {
        try (CheckpointFile file = CheckpointFile.open(disk)) {
            return file == null ? Optional.empty() : Optional.of(describe(file));
        }
    }

    private JournalCheckpoint describe(CheckpointFile file) {
        CheckpointFormat.Header header = file.header();
        if (header == null) {
            return new JournalCheckpoint(file.length(), -1, -1, 0, false, file.defect());
        }
        String defect = file.defect();
        if (defect == null && header.journalId() != segments.get(0).journalId()) {
            defect = "belongs to another journal";
        }
        return new JournalCheckpoint(
                file.length(),
                header.startPosition(),
                header.endPosition(),
                header.createdMs(),
                header.startPosition() < segments.get(0).firstRecordPosition(),
                defect == null ? "" : defect);
    }

    /** Oldest first, at least one. */
    public List<JournalSegment> segments() {
        return segments.stream()
                .map(s -> new JournalSegment(s.fileName(), s.basePosition(), s.segmentLength(), s.createdMs()))
                .toList();
    }

    /** The newest file if it never became a segment; recovery would set it aside. */
    public Optional<String> headlessFile() {
        return Optional.ofNullable(headlessFile);
    }

    /** The segment that a position of this journal lies in. */
    public JournalSegment segmentOf(long position) {
        return segments().get(indexOf(position));
    }

    private int indexOf(long position) {
        int index = segments.size() - 1;
        while (index > 0 && position < segments.get(index).basePosition()) {
            index--;
        }
        return index;
    }

    /**
     * Reads all records, checking each.
     *
     * @return where the log ends
     */
    public JournalEnd read(JournalVisitor visitor) throws IOException {
        nextPosition = segments.get(0).firstRecordPosition();
        LogScan scan = scan(visitor);
        long start = nextPosition;
        while (true) {
            try {
                scan.run(indexOf(start), start);
                return end(scan);
            } catch (JournalCorruptException e) {
                try {
                    start = passDamage(e, scan, visitor);
                } catch (IOException missing) {
                    start = listAgain(missing);
                    scan = scan(visitor);
                }
            } catch (IOException missing) {
                start = listAgain(missing);
                scan = scan(visitor);
            }
        }
    }

    private LogScan scan(JournalVisitor visitor) {
        return new LogScan(disk, segments, record -> onRecord(record, visitor), batch -> onBatch(batch, visitor));
    }

    /** @return where to go on reading, after segments were dropped under this */
    private long listAgain(IOException cause) throws IOException {
        long oldest = segments.get(0).basePosition();
        try {
            list();
        } catch (JournalOpenException e) {
            cause.addSuppressed(e);
            throw cause;
        }
        if (segments.get(0).basePosition() == oldest) {
            throw cause;
        }
        return Math.max(nextPosition, segments.get(0).firstRecordPosition());
    }

    private void onRecord(RecordView record, JournalVisitor visitor) {
        nextPosition = record.position() + record.recordLength();
        visitor.onRecord(record);
    }

    private void onBatch(RecordView batch, JournalVisitor visitor) {
        nextPosition = batch.position() + batch.recordLength();
        long syncedPosition = batch.buffer().getLong(batch.offset(), ByteOrder.LITTLE_ENDIAN);
        visitor.onBatch(batch, syncedPosition);
    }

    private JournalEnd end(LogScan scan) {
        long tornLength = scan.tornEnd() - scan.endPosition();
        int unusedSegments = segments.size() - 1 - scan.endSegment();
        return new JournalEnd(
                segments.get(scan.endSegment()).fileName(),
                scan.endPosition(),
                scan.endsWithClaim() && tornLength == 0 && unusedSegments == 0,
                tornLength,
                unusedSegments);
    }

    /** @return where to go on reading */
    private long passDamage(JournalCorruptException e, LogScan scan, JournalVisitor visitor) throws IOException {
        int index = indexOf(e.position());
        SegmentHeader segment = segments.get(index);
        long limit = scan.recordLimit(index);
        long groupPosition = scan.incompleteGroup(e.position());
        RecordScanner scanner = new RecordScanner(segment.journalId());
        try (DiskFile file = disk.openToRead(segment.fileName())) {
            scanner.open(file, segment.basePosition());
            boolean isValid = scanner.find(e.position(), limit) != 0;
            if (isValid && scanner.type() >= RecordFormat.TYPE_BATCH) {
                // An open journal was writing it when the scan came by, and has gone on since.
                return groupPosition;
            }
            String reason = isValid ? "record has an unknown type" : scanner.reason();
            int suspectLength = scanner.suspectLength();
            long next = findNext(scanner, e.position(), limit);
            visitor.onDamage(new JournalDamage(reason, e.file(), e.offset(), e.position(), next));
            reportGroup(groupPosition, e.position(), scan, visitor);
            if (suspectLength != 0 && next == e.position() + suspectLength) {
                scanner.find(e.position(), limit);
                scanner.point(view);
                visitor.onLost(view, false);
            }
            return next;
        }
    }

    /** @return the next valid record of the segment; where the next segment begins if there is none */
    private static long findNext(RecordScanner scanner, long damaged, long limit) throws IOException {
        // A record of which only the body is damaged still says where the next one is.
        long neighbour = damaged + scanner.suspectLength();
        if (neighbour > damaged && (neighbour == limit || scanner.find(neighbour, limit) != 0)) {
            return neighbour;
        }
        for (long at = damaged + Long.BYTES; at < limit; at += Long.BYTES) {
            if (scanner.find(at, limit) != 0) {
                return at;
            }
        }
        return limit;
    }

    /** The valid records before the damage whose group has lost the rest. */
    private void reportGroup(long from, long to, LogScan scan, JournalVisitor visitor) throws IOException {
        long position = from;
        for (int index = indexOf(from); index <= indexOf(to); index++) {
            SegmentHeader segment = segments.get(index);
            RecordScanner scanner = new RecordScanner(segment.journalId());
            try (DiskFile file = disk.openToRead(segment.fileName())) {
                scanner.open(file, segment.basePosition());
                position = Math.max(position, segment.firstRecordPosition());
                long limit = Math.min(to, scan.recordLimit(index));
                while (position < limit && scanner.find(position, limit) != 0) {
                    scanner.point(view);
                    visitor.onLost(view, true);
                    position += view.recordLength();
                }
            }
        }
    }
}
