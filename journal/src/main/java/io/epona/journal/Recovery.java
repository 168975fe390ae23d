package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a log whatever a crash has left of it. All that the scan may refuse it refuses before anything is changed.
 *
 * <p>What lies behind the last complete group is zeroed before the log goes on there: were it left, a later crash could
 * tear the log exactly where old and valid records go on, and those would come back from the dead. In a file that was
 * another segment before, no one can tell what is torn from what is older, so all of it is zeroed.
 */
final class Recovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);
    private static final int ZEROS_LENGTH = 1024 * 1024;
    private static final List<String> TEMPORARY_FILES = List.of(
            SegmentReserve.PREPARED_FILE, NextSegment.HOLE_FILE, SyncProbe.FILE, CheckpointFormat.TEMPORARY_FILE);

    private final Disk disk;
    private final JournalConfig config;
    private final RecoveryHandler handler;
    private final SetAside setAside;

    Recovery(Disk disk, JournalConfig config, RecoveryHandler handler) {
        this.disk = disk;
        this.config = config;
        this.handler = handler;
        setAside = new SetAside(disk);
    }

    RecoveredLog run() throws IOException, JournalOpenException {
        SegmentListing listing = new SegmentListing(disk);
        List<SegmentHeader> segments = listing.load();
        if (segments.isEmpty()) {
            clearFiles(listing, List.of());
            return create();
        }
        long startNs = System.nanoTime();
        CheckpointRecovery checkpoint = new CheckpointRecovery(disk, segments, handler);
        LogScan scan = checkpoint.run();
        if (scan == null) {
            long start = segments.get(0).basePosition();
            long end = segments.get(segments.size() - 1).nextBasePosition();
            scan = new LogScan(disk, segments, new RecoveryProgress(disk, start, end, handler));
            scan.run();
        }
        LOGGER.info(
                "journal read: directory={} segments={} startPosition={} endPosition={} tookMs={}",
                disk,
                segments.size(),
                checkpoint.startPosition(),
                scan.endPosition(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
        if (checkpoint.isUnusable()) {
            setAside.rename(CheckpointFormat.FILE);
        }
        List<SparePool.Spare> spares =
                SparePool.find(disk, config.segmentLength(), segments.get(0).journalId());
        clearFiles(listing, spares);
        return heal(segments, scan, spares);
    }

    private void clearFiles(SegmentListing listing, List<SparePool.Spare> spares) throws IOException {
        if (listing.headlessFile() != null) {
            LOGGER.info("segment without header set aside: directory={} segment={}", disk, listing.headlessFile());
            setAside.rename(listing.headlessFile());
        }
        if (listing.next() != null) {
            clearNext(listing);
        }
        List<String> kept =
                new ArrayList<>(spares.stream().map(SparePool.Spare::name).toList());
        if (isWhole(SegmentReserve.PREPARED_FILE)) {
            kept.add(SegmentReserve.PREPARED_FILE);
        }
        for (String name : disk.list()) {
            boolean isTemporary = TEMPORARY_FILES.contains(name) || SparePool.isFileName(name);
            if (isTemporary && !kept.contains(name)) {
                disk.delete(name);
            }
        }
    }

    /**
     * A segment that had not begun is taken out before anything is appended, or the log might go on there over what an
     * unsynced write has left. It is made a spare again once it has been filled with zeros: a disk that is full may have no
     * room for another.
     */
    private void clearNext(SegmentListing listing) throws IOException {
        String name = listing.next().fileName();
        if (listing.holdsNextRecords()) {
            LOGGER.info("segment that had not begun set aside: directory={} segment={}", disk, name);
            setAside.rename(name);
        } else {
            disk.rename(name, SegmentReserve.PREPARED_FILE);
        }
    }

    private boolean isWhole(String name) throws IOException {
        if (!disk.list().contains(name)) {
            return false;
        }
        try (DiskFile file = disk.openToRead(name)) {
            return file.length() == config.segmentLength();
        }
    }

    private RecoveredLog create() throws IOException {
        SegmentHeader header = SegmentHeader.create(
                new SecureRandom().nextLong(), 0, config.clock().millis(), config.segmentLength());
        DiskFile file = NextSegment.createHole(disk, config.segmentLength());
        try {
            if (config.level() == DurabilityLevel.FSYNC) {
                // Really there, so that no sync of what is written over them has to change metadata.
                fill(file, 0, config.segmentLength());
            }
            NextSegment.commission(disk, file, NextSegment.HOLE_FILE, header);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        LOGGER.info("journal created: directory={} segmentLength={}", disk, config.segmentLength());
        return new RecoveredLog(List.of(header), file, header.firstRecordPosition(), false, List.of(), false);
    }

    private RecoveredLog heal(List<SegmentHeader> segments, LogScan scan, List<SparePool.Spare> spares)
            throws IOException {
        // The newest first, so that a crash in between leaves no gap.
        for (int index = segments.size() - 1; index > scan.endSegment(); index--) {
            String name = segments.get(index).fileName();
            LOGGER.info("segment of an incomplete group set aside: directory={} segment={}", disk, name);
            setAside.rename(name);
        }
        forceUnsynced(segments, scan.endSegment());
        SegmentHeader last = segments.get(scan.endSegment());
        DiskFile file = disk.open(last.fileName());
        try {
            clearTail(file, last, scan);
            fill(file, file.length(), last.segmentLength());
            // What the dead process wrote but did not sync is about to be called durable.
            file.force();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        disk.sync();
        LOGGER.info(
                "journal recovered: directory={} segments={} endPosition={}",
                disk,
                scan.endSegment() + 1,
                scan.endPosition());
        return new RecoveredLog(
                List.copyOf(segments.subList(0, scan.endSegment() + 1)),
                file,
                scan.endPosition(),
                scan.endsWithClaim(),
                spares,
                isWhole(SegmentReserve.PREPARED_FILE));
    }

    /** What the dead process left to be synced in the background is about to be called durable as well. */
    private void forceUnsynced(List<SegmentHeader> segments, int last) throws IOException {
        long syncedPosition = segments.get(last).syncedPosition();
        for (SegmentHeader segment : segments.subList(0, last)) {
            if (segment.nextBasePosition() > syncedPosition) {
                try (DiskFile file = disk.open(segment.fileName())) {
                    file.force();
                }
            }
        }
    }

    private void clearTail(DiskFile file, SegmentHeader segment, LogScan scan) throws IOException {
        long offset = scan.endPosition() - segment.basePosition();
        long length = scan.tornEnd() - scan.endPosition();
        if (length > 0) {
            String copy = setAside.copy(file, segment.fileName(), offset, length);
            LOGGER.info(
                    "torn tail set aside: directory={} segment={} offset={} length={} copy={}",
                    disk,
                    segment.fileName(),
                    offset,
                    length,
                    copy);
        }
        fill(file, offset, Math.max(scan.contentEnd(), scan.tornEnd()) - segment.basePosition());
    }

    private static void fill(DiskFile file, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(ZEROS_LENGTH);
        for (long offset = from; offset < to; offset += zeros.capacity()) {
            file.write(offset, zeros.clear().limit((int) Math.min(zeros.capacity(), to - offset)));
        }
    }
}
