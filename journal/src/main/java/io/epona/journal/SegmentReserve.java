package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@value #COUNT} spare segments ready, so that a disk that fills up can still take acknowledgements and what
 * reclaim copies; fills new files with zeros for that, a step at a time. The one that has been named as the next segment
 * counts as well: what matters is how many can be begun without room. Used by the pipeline's thread alone, except for
 * {@link #isFull()}.
 */
final class SegmentReserve {
    static final int COUNT = 2;

    /**
     * A spare in the making. One that a crash leaves behind is made one again if it is as long as it has to be, and
     * needs no room; else it is deleted.
     */
    static final String PREPARED_FILE = "prepared.tmp";

    /** There is nothing to do until something happens. */
    static final long NOTHING_TO_DO = Long.MAX_VALUE;

    static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentReserve.class);
    private static final long BUSY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int STEP_LENGTH = 1024 * 1024;
    private static final int MARGIN_FRACTION = 8;

    private final Disk disk;
    private final int segmentLength;
    private final SparePool pool;
    private final ByteBuffer zeros;
    private DiskFile filling;
    private int filledLength;
    /** There is a whole file that has to be filled again. */
    private boolean isWholeFileLeft;

    private IOException lastFailure;
    private volatile boolean isFull;

    /** @param isWholeFileLeft whether recovery has left {@link #PREPARED_FILE}, as long as a segment */
    SegmentReserve(Disk disk, int segmentLength, SparePool pool, boolean isWholeFileLeft) {
        this.isWholeFileLeft = isWholeFileLeft;
        this.disk = disk;
        this.segmentLength = segmentLength;
        this.pool = pool;
        zeros = ByteBuffer.allocateDirect(Math.min(STEP_LENGTH, segmentLength));
        isFull = pool.count() <= COUNT && !hasRoom(1);
    }

    boolean isFull() {
        return isFull;
    }

    /** How much has to be usable for another segment. */
    long requiredSpace() {
        return segmentLength + segmentLength / MARGIN_FRACTION;
    }

    /** Whether so many segments would find room. Any thread. */
    boolean hasRoom(int segments) {
        try {
            return disk.usableSpace() >= (long) (segments - 1) * segmentLength + requiredSpace();
        } catch (IOException e) {
            LOGGER.warn("usable space cannot be told: directory={}", disk, e);
            return true;
        }
    }

    /** Why the last attempt to make a spare failed, or null. */
    IOException lastFailure() {
        return lastFailure;
    }

    /**
     * Does a bit of what is to be done.
     *
     * @param isDiskBusy whether to leave the disk to others if that can wait
     * @return after how many nanoseconds to go on, or {@link #NOTHING_TO_DO}
     */
    long step(boolean isDiskBusy) {
        if (filling == null) {
            boolean isComplete = pool.count() >= COUNT;
            if (!isComplete || pool.count() == COUNT) {
                setFull(!hasRoom(1));
            } else {
                setFull(false);
            }
            if (isFull && !isWholeFileLeft) {
                lastFailure = new IOException("No room for another segment");
                return RETRY_NS;
            }
            if (isComplete) {
                return isFull ? RETRY_NS : NOTHING_TO_DO;
            }
        }
        if (isDiskBusy) {
            return BUSY_NS;
        }
        try {
            fill();
            return 0;
        } catch (IOException e) {
            if (!isFull) {
                LOGGER.warn(
                        "segment cannot be prepared: directory={} length={} filledLength={}",
                        disk,
                        segmentLength,
                        filledLength,
                        e);
            }
            lastFailure = e;
            // Anything else than a want of space is found out by the writer, when it needs the segment.
            setFull(!hasRoom(1) || isOutOfSpace(e));
            discard();
            return RETRY_NS;
        }
    }

    /** There are quotas and reserved blocks that the usable space does not tell of. */
    private static boolean isOutOfSpace(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    private void setFull(boolean isNowFull) {
        if (isNowFull != isFull) {
            isFull = isNowFull;
            if (isNowFull) {
                LOGGER.warn("disk is full: directory={} spares={} required={}", disk, pool.count(), requiredSpace());
            } else {
                LOGGER.info("disk has room again: directory={} spares={}", disk, pool.count());
            }
        }
    }

    /** Writes and forces zeros, so that no sync of what is written over them has to change metadata. */
    private void fill() throws IOException {
        if (filling == null) {
            filling = disk.open(PREPARED_FILE);
            filledLength = 0;
        }
        zeros.clear().limit(Math.min(zeros.capacity(), segmentLength - filledLength));
        filledLength += zeros.remaining();
        filling.write(filledLength - zeros.remaining(), zeros);
        // Bit by bit, so that a sync of the writer never stands behind a whole segment.
        filling.force();
        if (filledLength == segmentLength) {
            filling.close();
            filling = null;
            isWholeFileLeft = false;
            String name = pool.nextName();
            disk.rename(PREPARED_FILE, name);
            disk.sync();
            pool.add(new SparePool.Spare(name, SegmentHeader.NO_FORMER));
            lastFailure = null;
        }
    }

    /** Leaves a whole file to the next start, since there may be no room for another then. */
    void close() {
        if (isWholeFileLeft) {
            closeFile();
        } else {
            discard();
        }
    }

    private void closeFile() {
        try {
            if (filling != null) {
                filling.close();
                filling = null;
            }
        } catch (IOException e) {
            LOGGER.warn("prepared segment cannot be closed: directory={} file={}", disk, PREPARED_FILE, e);
        }
    }

    /** Gives up the file that is being filled. */
    private void discard() {
        closeFile();
        isWholeFileLeft = false;
        try {
            if (disk.list().contains(PREPARED_FILE)) {
                disk.delete(PREPARED_FILE);
            }
        } catch (IOException e) {
            LOGGER.warn("prepared segment cannot be deleted: directory={} file={}", disk, PREPARED_FILE, e);
        }
    }
}
