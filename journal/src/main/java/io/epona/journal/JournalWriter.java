package io.epona.journal;

import io.epona.journal.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes and syncs what the owner publishes: all that has gathered is one batch, and what gathers meanwhile is the next.
 *
 * <p>The owner calls {@link #publish}, {@link #writeHere}, {@link #close} and the volatile getters; all else belongs to
 * who holds the lock, which is the writer thread unless the owner writes by itself. The thread parks when there is nothing
 * to write. Bytes before the published position belong to the writer, those behind it
 * to the owner; {@link WriteBuffer#next()} and the published position are the only hand-over.
 */
final class JournalWriter implements Runnable {
    /** A sync that takes no longer is worth waiting for rather than waking another thread for. */
    private static final long QUICK_NS = 300_000;

    private static final int AVERAGE_WEIGHT = 8;

    private final Thread thread = new Thread(this, "epona-journal-writer");
    private final ReentrantLock writing = new ReentrantLock();
    private final SegmentPipeline pipeline;
    private final DurabilityLevel level;
    private final DurabilityListener listener;
    private final InstantSource clock;
    private final int segmentLength;
    private final BatchSealer sealer;
    private final long journalId;

    private volatile long publishedPosition;
    private volatile long durablePosition;
    private volatile boolean isParked;
    private volatile boolean isClosing;
    private volatile JournalFailedException failure;

    private WriteBuffer head;
    private DiskFile file;
    private long segmentBase;
    /** Where the next byte goes; differs from {@link #endPosition} while the writer is between two segments. */
    private long writePosition;
    /** End of the records written. */
    private long endPosition;

    private long syncedPosition;
    private boolean endsWithClaim;
    /** Running average of what a batch took. */
    private long averageNs = QUICK_NS;

    JournalWriter(
            JournalConfig config,
            RecoveredLog log,
            SegmentPipeline pipeline,
            WriteBuffer first,
            DurabilityListener listener) {
        this.pipeline = pipeline;
        this.listener = listener;
        level = config.level();
        clock = config.clock();
        segmentLength = config.segmentLength();
        journalId = log.newest().journalId();
        sealer = new BatchSealer(journalId);
        head = first;
        file = log.file();
        segmentBase = log.newest().basePosition();
        endsWithClaim = log.endsWithClaim();
        writePosition = log.endPosition();
        endPosition = writePosition;
        syncedPosition = writePosition;
        // An owner that ends without closing has crashed, and is recovered from as such.
        thread.setDaemon(true);
        publishedPosition = writePosition;
        durablePosition = writePosition;
    }

    void start() {
        thread.start();
    }

    /** Owner: hands over all before a position, which lies between two groups. */
    void publish(long position) {
        publishedPosition = position;
        if (isParked) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Owner: writes and syncs all before a position, as the thread would, unless that is under way already or the disk has
     * been slow.
     *
     * @return false if nothing was done
     */
    boolean writeHere(long position) {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            // Where a buffer ends a segment may, and to begin the next one can take long.
            if (failure != null || averageNs > QUICK_NS || head.next() != null) {
                return false;
            }
            publishedPosition = position;
            doWork(position);
            return true;
        } catch (IOException | RuntimeException | AssertionError e) {
            fail(e);
            LockSupport.unpark(thread);
            return false;
        } finally {
            writing.unlock();
        }
    }

    long publishedPosition() {
        return publishedPosition;
    }

    long durablePosition() {
        return durablePosition;
    }

    /** Why the writer has stopped, or null. */
    JournalFailedException failure() {
        return failure;
    }

    /** Owner: makes durable all that was published, marks the log as closed in good order, and ends the thread. */
    void close() {
        isClosing = true;
        LockSupport.unpark(thread);
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // Giving up the files under a thread that still writes them would be worse than to close late.
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (awaitWork()) {
                writePublished();
            }
            if (failure == null) {
                claimAll();
                file.close();
                pipeline.close();
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void writePublished() throws IOException {
        writing.lock();
        try {
            long target = publishedPosition;
            if (target != durablePosition && failure == null) {
                doWork(target);
                listener.onDurable(target);
            }
        } finally {
            writing.unlock();
        }
    }

    /** @return false if the journal has failed, or is being closed and nothing is left to write */
    private boolean awaitWork() {
        while (publishedPosition == durablePosition && failure == null) {
            if (isClosing) {
                // Once more: the owner publishes before it closes.
                return publishedPosition != durablePosition;
            }
            isParked = true;
            // The owner publishes first and looks at isParked second, so one of the two sees the other.
            if (publishedPosition == durablePosition && !isClosing && failure == null) {
                LockSupport.park(this);
            }
            isParked = false;
        }
        return failure == null;
    }

    private void doWork(long target) throws IOException {
        long startNs = System.nanoTime();
        endsWithClaim = false;
        while (writePosition < target) {
            // The successor first: the end of a buffer is final, and visible, only if it has one.
            WriteBuffer next = head.next();
            long limit = next == null ? target : Math.min(target, head.endPosition());
            if (limit > writePosition) {
                write(limit);
            }
            if (next != null && limit == head.endPosition()) {
                head = next;
                writePosition = next.basePosition();
            }
        }
        if (level == DurabilityLevel.FSYNC) {
            // A failed force is never retried: the kernel may have dropped the dirty pages, and a second force could
            // report success for bytes that were lost.
            file.force();
            syncedPosition = target;
        }
        durablePosition = target;
        averageNs += (System.nanoTime() - startNs - averageNs) / AVERAGE_WEIGHT;
    }

    private void write(long limit) throws IOException {
        if (head.segmentBase() != segmentBase) {
            roll(head.segmentBase());
        }
        int offset = head.offset(writePosition);
        int end = head.offset(limit);
        ByteBuffer bytes = head.bytes();
        sealer.seal(bytes, offset, end, writePosition, syncedPosition());
        file.write(writePosition - segmentBase, bytes.limit(end).position(offset));
        writePosition = limit;
        endPosition = limit;
    }

    private long syncedPosition() {
        return Math.max(syncedPosition, pipeline.retiredPosition());
    }

    private void roll(long newBase) throws IOException {
        if (level == DurabilityLevel.FSYNC) {
            file.force();
            file.close();
            syncedPosition = endPosition;
        } else {
            pipeline.retire(file, endPosition);
        }
        file = pipeline.begin(
                new SegmentHeader(journalId, newBase, endPosition, syncedPosition(), clock.millis(), segmentLength));
        segmentBase = newBase;
    }

    /** Ends the log with a batch that claims all before it as synced, so that any later damage shows as such. */
    private void claimAll() throws IOException {
        if (endsWithClaim) {
            return;
        }
        pipeline.awaitRetired();
        if (level != DurabilityLevel.FSYNC) {
            file.force();
        }
        ByteBuffer claim = sealer.sealClaim(endPosition, clock.millis());
        file.write(endPosition - segmentBase, claim);
        file.force();
    }

    private void fail(Throwable cause) {
        JournalFailedException e = new JournalFailedException(
                "write or sync failed: segment=" + SegmentHeader.fileName(segmentBase) + " durablePosition="
                        + durablePosition,
                cause);
        failure = e;
        listener.onFailed(e);
        close(pipeline, e);
        close(file, e);
    }

    private static void close(Closeable resource, JournalFailedException failure) {
        try {
            resource.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
