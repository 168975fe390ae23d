package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that the log goes on in when its newest segment is full. It has a forced header and the segment's name, both
 * synced, before anything is written to it: so a roll waits for no sync, and no crash leaves a file under the name of a
 * spare with records in it whose positions the log will use again.
 *
 * <p>The header says that the segment has not begun. At most one file says so, the newest: the next one is not named before
 * the header of the newest segment, which is written over when that begins, is durable.
 *
 * <p>The writer calls {@link #begin}; {@link #urgent} and {@link #allow} may be called by any thread, all else by the
 * pipeline's.
 */
final class NextSegment {
    /** A segment that is not worth filling with zeros first, while it gets its header. */
    static final String HOLE_FILE = "hole.tmp";

    private static final Logger LOGGER = LoggerFactory.getLogger(NextSegment.class);

    /**
     * With so much room a segment need not be allocated before it is used: what the newest still takes, this one, and what
     * others write meanwhile.
     */
    private static final int AMPLE_SEGMENTS = 5;

    private final Disk disk;
    private final JournalConfig config;
    private final SparePool pool;
    private final SegmentReserve reserve;
    private final Runnable wakePipeline;

    // Guarded by this
    private SegmentHeader header;
    private boolean isAllowed = true;
    private DiskFile file;
    private SparePool.Spare spare;
    private boolean isUrgent;
    private boolean hasGivenUp;
    private boolean hasEnded;
    private IOException failure;

    /** @param wakePipeline has {@link #step} called soon */
    NextSegment(
            Disk disk,
            JournalConfig config,
            SparePool pool,
            SegmentReserve reserve,
            SegmentHeader newest,
            Runnable wakePipeline) {
        this.disk = disk;
        this.config = config;
        this.pool = pool;
        this.reserve = reserve;
        this.wakePipeline = wakePipeline;
        header = following(newest);
    }

    private SegmentHeader following(SegmentHeader newest) {
        return newest.next(config.clock().millis(), config.segmentLength());
    }

    /** What the writer waits for, or null. */
    synchronized SegmentHeader urgent() {
        return isUrgent ? header : null;
    }

    /** The header of the newest segment is durable. */
    void allow() {
        synchronized (this) {
            isAllowed = true;
        }
        wakePipeline.run();
    }

    /**
     * Writer: begins the segment, and waits for its file if need be. The header is written, not forced: until it is
     * durable, no record behind it is.
     */
    DiskFile begin(SegmentHeader begun) throws IOException {
        DiskFile taken;
        long formerBase;
        synchronized (this) {
            if (file == null) {
                await();
            }
            if (begun.basePosition() != header.basePosition()) {
                throw new IllegalStateException(
                        "another segment is prepared: expected=" + begun.fileName() + " prepared=" + header.fileName());
            }
            taken = file;
            formerBase = spare == null ? SegmentHeader.NO_FORMER : spare.formerBase();
            header = following(begun);
            isAllowed = false;
            release();
        }
        // The reserve has one less now.
        wakePipeline.run();
        try {
            // If someone has taken the files away since it was named, nobody may be told that anything there is
            // durable.
            disk.openToRead(begun.fileName()).close();
            taken.write(0, begun.of(formerBase).encode());
        } catch (IOException e) {
            close(taken);
            throw e;
        }
        return taken;
    }

    private void release() {
        file = null;
        spare = null;
        pool.name(null);
    }

    private void await() throws IOException {
        isUrgent = true;
        hasGivenUp = false;
        wakePipeline.run();
        try {
            while (file == null && !hasGivenUp && !hasEnded) {
                wait(TimeUnit.NANOSECONDS.toMillis(SegmentReserve.RETRY_NS));
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted while a segment was prepared: directory=" + disk, e);
        } finally {
            isUrgent = false;
        }
        if (file == null) {
            throw new IOException(
                    "cannot prepare a segment: directory=" + disk + " length=" + config.segmentLength()
                            + " usableSpace=" + disk.usableSpace(),
                    failure == null ? reserve.lastFailure() : failure);
        }
    }

    /** The header of the newest segment may be lost, so there will be no other. */
    synchronized void refuse(IOException cause) {
        failure = cause;
        hasGivenUp = true;
        notifyAll();
    }

    /** There is no more to be done for a writer that waits. */
    synchronized void giveUp(SegmentHeader urgent) {
        // If it has got that, it may wait for another by now.
        if (urgent == header) {
            hasGivenUp = true;
            notifyAll();
        }
    }

    /**
     * Prepares the file, if there is anything to make it of.
     *
     * @param isDiskBusy whether there is no time to fill one with zeros, or to put one that was in the place of a hole
     * @return after how many nanoseconds to try again, or {@link SegmentReserve#NOTHING_TO_DO}
     */
    long step(boolean isDiskBusy) {
        SegmentHeader wanted;
        SparePool.Spare taken;
        DiskFile hole = null;
        boolean isAwaited;
        synchronized (this) {
            isAwaited = isUrgent;
            boolean isGoodEnough = file != null && (spare != null || isDiskBusy || isUrgent);
            if (isGoodEnough || !isAllowed) {
                return SegmentReserve.NOTHING_TO_DO;
            }
            taken = pool.take();
            if (taken != null) {
                // From here on the writer would have to wait, so nothing is done to a segment that has begun.
                hole = file;
                release();
            }
            if (file != null || taken == null && !isDiskBusy && !isUrgent) {
                return SegmentReserve.NOTHING_TO_DO;
            }
            wanted = header;
        }
        try {
            prepare(wanted, taken, hole);
            return SegmentReserve.NOTHING_TO_DO;
        } catch (IOException e) {
            return fail(wanted, e, isAwaited);
        }
    }

    private void prepare(SegmentHeader wanted, SparePool.Spare taken, DiskFile hole) throws IOException {
        if (hole != null) {
            hole.close();
        }
        if (taken != null) {
            publish(commission(disk.open(taken.name()), taken.name(), wanted.of(taken.formerBase())), taken);
        } else if (reserve.hasRoom(AMPLE_SEGMENTS)) {
            publish(commission(createHole(disk, config.segmentLength()), HOLE_FILE, wanted), null);
        }
    }

    /**
     * The journal has not failed before it needs the segment. A writer that waits has given up only after an attempt that
     * was made for it, and was not the first.
     *
     * @return after how many nanoseconds to try again
     */
    private synchronized long fail(SegmentHeader wanted, IOException cause, boolean isAwaited) {
        boolean isFirst = failure == null;
        if (isFirst) {
            LOGGER.warn("next segment cannot be prepared: directory={} segment={}", disk, wanted.fileName(), cause);
        }
        failure = cause;
        if (isFirst || isUrgent && !isAwaited) {
            return 0;
        }
        hasGivenUp = true;
        notifyAll();
        return SegmentReserve.RETRY_NS;
    }

    private synchronized void publish(DiskFile newFile, SparePool.Spare newSpare) {
        file = newFile;
        spare = newSpare;
        pool.name(newSpare);
        failure = null;
        notifyAll();
    }

    /** What cannot be named is given up: nobody knows what is wrong with it. */
    private DiskFile commission(DiskFile newFile, String name, SegmentHeader newHeader) throws IOException {
        try {
            commission(disk, newFile, name, newHeader);
            return newFile;
        } catch (IOException e) {
            close(newFile);
            delete(name);
            delete(newHeader.fileName());
            throw e;
        }
    }

    private void delete(String name) {
        try {
            if (disk.list().contains(name)) {
                disk.delete(name);
            }
        } catch (IOException e) {
            LOGGER.warn("prepared segment cannot be deleted: directory={} file={}", disk, name, e);
        }
    }

    private void close(DiskFile closed) {
        try {
            closed.close();
        } catch (IOException e) {
            LOGGER.warn("prepared segment cannot be closed: directory={}", disk, e);
        }
    }

    /** Creates a file as long as a segment that takes no space yet. */
    static DiskFile createHole(Disk disk, int length) throws IOException {
        DiskFile hole = disk.open(HOLE_FILE);
        hole.write(length - 1, ByteBuffer.allocate(1));
        return hole;
    }

    /** Names a file as a segment, after its header has been forced, so that none is ever seen without. */
    static void commission(Disk disk, DiskFile file, String name, SegmentHeader header) throws IOException {
        file.write(0, header.encode());
        file.force();
        disk.rename(name, header.fileName());
        disk.sync();
    }

    /** Makes a spare of it again, since the journal is closed and nothing was written to it; deletes a hole. */
    void giveBack() {
        DiskFile left;
        SparePool.Spare leftSpare;
        String name;
        synchronized (this) {
            left = file;
            leftSpare = spare;
            name = header.fileName();
            release();
        }
        if (left == null) {
            return;
        }
        close(left);
        try {
            if (leftSpare == null) {
                disk.delete(name);
            } else {
                disk.rename(name, leftSpare.name());
            }
            disk.sync();
        } catch (IOException e) {
            // Recovery does it as well.
            LOGGER.warn("next segment cannot be given back: directory={} file={}", disk, name, e);
        }
    }

    /** Lets go of the file, if it is still there; nothing will be prepared any more. */
    synchronized void end() {
        hasEnded = true;
        if (file != null) {
            close(file);
            release();
        }
        notifyAll();
    }
}
