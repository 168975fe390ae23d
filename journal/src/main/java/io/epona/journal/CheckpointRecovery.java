package io.epona.journal;

import io.epona.journal.disk.Disk;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers a log from its checkpoint, if there is one that fits. The checkpoint may tell of records up to its end position,
 * so the log must be shown to reach that far before anyone is given the checkpoint: a log that lost its end goes on with
 * other records.
 */
final class CheckpointRecovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointRecovery.class);

    private final Disk disk;
    private final List<SegmentHeader> segments;
    private final RecoveryHandler handler;
    private boolean isUnusable;
    private long startPosition;

    CheckpointRecovery(Disk disk, List<SegmentHeader> segments, RecoveryHandler handler) {
        this.disk = disk;
        this.segments = segments;
        this.handler = handler;
        startPosition = oldest().basePosition();
    }

    private SegmentHeader oldest() {
        return segments.get(0);
    }

    /** Whether the checkpoint is to be set aside: it is damaged, or it would fit a log that grows, and be wrong. */
    boolean isUnusable() {
        return isUnusable;
    }

    /** Where the records start that are handed over. */
    long startPosition() {
        return startPosition;
    }

    /**
     * Hands over the checkpoint and the records that follow.
     *
     * @return the scan that handed them over, or null if all records are to be handed over instead
     */
    LogScan run() throws IOException, JournalCorruptException {
        try (CheckpointFile file = open()) {
            return file == null || !isForThisLog(file) ? null : runFrom(file);
        }
    }

    private CheckpointFile open() {
        try {
            return CheckpointFile.open(disk);
        } catch (IOException e) {
            // Without it all that is lost is time.
            LOGGER.warn("checkpoint cannot be read: directory={}", disk, e);
            isUnusable = true;
            return null;
        }
    }

    private boolean isForThisLog(CheckpointFile file) {
        if (file.defect() != null) {
            refuse(file.defect());
            return false;
        }
        CheckpointFormat.Header header = file.header();
        boolean isOutdated =
                header.journalId() != oldest().journalId() || header.startPosition() < oldest().firstRecordPosition();
        if (isOutdated) {
            LOGGER.info(
                    "checkpoint is not of this log any more: directory={} startPosition={} oldestPosition={}",
                    disk,
                    header.startPosition(),
                    oldest().basePosition());
            return false;
        }
        if (header.startPosition() > header.endPosition()
                || header.endPosition() > segments.get(segments.size() - 1).nextBasePosition()) {
            refuse("log does not reach as far: endPosition=" + header.endPosition());
            return false;
        }
        return true;
    }

    private void refuse(String reason) {
        LOGGER.warn("checkpoint is set aside: directory={} reason={}", disk, reason);
        isUnusable = true;
    }

    private LogScan runFrom(CheckpointFile file) throws IOException, JournalCorruptException {
        long start = file.header().startPosition();
        long end = file.header().endPosition();
        if (!new LogScan(disk, segments, view -> {}).reaches(indexOf(start), start, end)) {
            refuse("log does not reach as far: endPosition=" + end);
            return null;
        }
        if (!handler.onCheckpoint(file)) {
            LOGGER.info("checkpoint was not accepted: directory={} startPosition={}", disk, start);
            return null;
        }
        startPosition = start;
        LogScan scan = new LogScan(disk, segments, handler);
        scan.run(indexOf(start), start);
        return scan;
    }

    private int indexOf(long position) {
        int index = segments.size() - 1;
        while (index > 0 && position < segments.get(index).basePosition()) {
            index--;
        }
        return index;
    }
}
