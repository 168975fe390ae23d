package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a log whatever a crash has left of it. All that the scan may refuse it refuses before anything is changed.
 *
 * <p>What lies behind the last complete group is zeroed before the log goes on there: were it left, a later crash could
 * tear the log exactly where old and valid records go on, and those would come back from the dead.
 */
final class Recovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);
    private static final int ZEROS_LENGTH = 1024 * 1024;

    private final Disk disk;
    private final JournalConfig config;
    private final RecordHandler onRecord;
    private final SetAside setAside;

    Recovery(Disk disk, JournalConfig config, RecordHandler onRecord) {
        this.disk = disk;
        this.config = config;
        this.onRecord = onRecord;
        setAside = new SetAside(disk);
    }

    RecoveredLog run() throws IOException, JournalOpenException {
        SegmentListing listing = new SegmentListing(disk);
        List<SegmentHeader> segments = listing.load();
        if (segments.isEmpty()) {
            clearFiles(listing);
            return create();
        }
        LogScan scan = new LogScan(disk, segments, onRecord);
        scan.run();
        clearFiles(listing);
        return heal(segments, scan);
    }

    private void clearFiles(SegmentListing listing) throws IOException {
        if (listing.headlessFile() != null) {
            LOGGER.info("segment without header set aside: directory={} segment={}", disk, listing.headlessFile());
            setAside.rename(listing.headlessFile());
        }
        if (disk.list().contains(SegmentPipeline.PREPARED_FILE)) {
            disk.delete(SegmentPipeline.PREPARED_FILE);
        }
    }

    private RecoveredLog create() throws IOException {
        long journalId = new SecureRandom().nextLong();
        SegmentHeader header =
                new SegmentHeader(journalId, 0, 0, 0, config.clock().millis(), config.segmentLength());
        DiskFile file = SegmentPipeline.createZeroed(disk, config, () -> false);
        SegmentPipeline.commission(disk, file, header);
        LOGGER.info("journal created: directory={} segmentLength={}", disk, config.segmentLength());
        return new RecoveredLog(List.of(header), file, header.firstRecordPosition(), false);
    }

    private RecoveredLog heal(List<SegmentHeader> segments, LogScan scan) throws IOException {
        // The newest first, so that a crash in between leaves no gap.
        for (int index = segments.size() - 1; index > scan.endSegment(); index--) {
            String name = segments.get(index).fileName();
            LOGGER.info("segment of an incomplete group set aside: directory={} segment={}", disk, name);
            setAside.rename(name);
        }
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
                scan.endsWithClaim());
    }

    private void clearTail(DiskFile file, SegmentHeader segment, LogScan scan) throws IOException {
        long length = scan.contentEnd() - scan.endPosition();
        if (length > 0) {
            long offset = scan.endPosition() - segment.basePosition();
            String copy = setAside.copy(file, segment.fileName(), offset, length);
            LOGGER.info(
                    "torn tail set aside: directory={} segment={} offset={} length={} copy={}",
                    disk,
                    segment.fileName(),
                    offset,
                    length,
                    copy);
            fill(file, offset, offset + length);
        }
    }

    private static void fill(DiskFile file, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(ZEROS_LENGTH);
        for (long offset = from; offset < to; offset += zeros.capacity()) {
            file.write(offset, zeros.clear().limit((int) Math.min(zeros.capacity(), to - offset)));
        }
    }
}
