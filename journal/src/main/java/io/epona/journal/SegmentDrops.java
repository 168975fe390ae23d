package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes segments out of the log, oldest first: keeps some to be written over and deletes the others. The directory is
 * synced after each, so that a crash leaves no gap between those that remain, and before anything in a kept one changes,
 * so that it never comes back as a segment. What the disk refuses is tried again later. Used by the pipeline's thread
 * alone.
 */
final class SegmentDrops {
    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentDrops.class);
    private static final int ZEROS_LENGTH = 1024 * 1024;
    /** A log that grows is synced for its own sake meanwhile, and a sync for nothing else holds its writer up. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * So many wait rather than are deleted, which can take a disk as long as to write them: a log that grows fast will
     * soon write over them.
     */
    private static final int SURPLUS_LIMIT = 3;

    private final Disk disk;
    private final JournalConfig config;
    private final SparePool pool;
    private final LongConsumer syncRequest;
    private final ArrayDeque<Dropped> waiting = new ArrayDeque<>();
    /** The oldest of those that wait has lost its name, but a crash might still give it back. */
    private boolean isRenamed;

    private String spareName;
    private long warnedBase = -1;

    /** @param syncRequest has the log synced up to a position */
    SegmentDrops(Disk disk, JournalConfig config, SparePool pool, LongConsumer syncRequest) {
        this.disk = disk;
        this.config = config;
        this.pool = pool;
        this.syncRequest = syncRequest;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void add(Dropped segment) {
        waiting.add(segment);
    }

    /**
     * Drops what may go by now.
     *
     * @param syncedPosition how far the log has been synced
     * @param isUrgent whether all that may go has to go at once
     * @return after how many nanoseconds to try again, or {@link SegmentReserve#NOTHING_TO_DO}
     */
    long step(long syncedPosition, boolean isUrgent) {
        while (!waiting.isEmpty() && waiting.peek().syncTarget <= syncedPosition) {
            long leftNs = isUrgent || isKept(waiting.peek()) || waiting.size() > SURPLUS_LIMIT ? 0 : patienceNs();
            if (leftNs > 0) {
                return leftNs;
            }
            if (!tryDrop()) {
                return SegmentReserve.RETRY_NS;
            }
        }
        return waiting.isEmpty() ? SegmentReserve.NOTHING_TO_DO : awaitSync(isUrgent);
    }

    /** Recycles a segment that may go by now, if there is no recycled one left: that is quicker than a new file. */
    void refill(long syncedPosition) {
        if (pool.recycledCount() == 0
                && !waiting.isEmpty()
                && waiting.peek().syncTarget <= syncedPosition
                && isKept(waiting.peek())) {
            tryDrop();
        }
    }

    private boolean tryDrop() {
        try {
            drop(waiting.peek());
            waiting.remove();
            return true;
        } catch (IOException e) {
            warn(waiting.peek(), e);
            return false;
        }
    }

    private long awaitSync(boolean isUrgent) {
        long leftNs = isUrgent ? 0 : patienceNs();
        if (leftNs > 0) {
            return leftNs;
        }
        syncRequest.accept(waiting.peek().syncTarget);
        return SegmentReserve.NOTHING_TO_DO;
    }

    /** How long the oldest of those that wait may still do so. */
    private long patienceNs() {
        return waiting.peek().droppedAtNs + PATIENCE_NS - System.nanoTime();
    }

    /** Once a segment, however often it is tried again. */
    private void warn(Dropped segment, IOException cause) {
        if (segment.base != warnedBase) {
            warnedBase = segment.base;
            LOGGER.warn(
                    "segment cannot be dropped, will try again: directory={} segment={}",
                    disk,
                    SegmentHeader.fileName(segment.base),
                    cause);
        }
    }

    private void drop(Dropped segment) throws IOException {
        if (!isRenamed) {
            spareName = isKept(segment) ? pool.nextName() : null;
            if (spareName != null) {
                disk.rename(SegmentHeader.fileName(segment.base), spareName);
            } else {
                disk.delete(SegmentHeader.fileName(segment.base));
            }
            isRenamed = true;
        }
        disk.sync();
        isRenamed = false;
        if (spareName != null) {
            recycle(segment);
        }
    }

    private boolean isKept(Dropped segment) {
        return segment.length == config.segmentLength() && pool.recycledCount() < config.spareSegments();
    }

    private void recycle(Dropped segment) throws IOException {
        try (DiskFile file = disk.open(spareName)) {
            // The rest may be a hole, and a spare must not need space; nor is there anything left of an earlier use
            // then.
            clear(file, (int) (segment.recordEnd - segment.base), segment.length);
        } catch (IOException e) {
            LOGGER.warn("spare segment cannot be written: directory={} file={}", disk, spareName, e);
            disk.delete(spareName);
            return;
        }
        pool.add(new SparePool.Spare(spareName, segment.base));
        SparePool.Spare surplus = pool.takeSurplus(Math.max(config.spareSegments(), SegmentReserve.COUNT));
        if (surplus != null) {
            disk.delete(surplus.name());
        }
    }

    private static void clear(DiskFile file, int from, int to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(Math.min(ZEROS_LENGTH, to - from));
        for (int offset = from; offset < to; offset += zeros.capacity()) {
            file.write(offset, zeros.clear().limit(Math.min(zeros.capacity(), to - offset)));
            file.force();
        }
    }

    /**
     * A segment that is to go.
     *
     * @param recordEnd where its records end
     * @param syncTarget how far the log must be synced first
     * @param droppedAtNs when it was given up, by {@link System#nanoTime()}
     */
    record Dropped(long base, int length, long recordEnd, long syncTarget, long droppedAtNs) {}
}
