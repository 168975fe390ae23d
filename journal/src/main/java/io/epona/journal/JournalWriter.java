package io.epona.journal;

import io.epona.journal.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes and syncs what the owner publishes: all that has gathered, if it is not very much, is one batch, and what gathers
 * meanwhile is the next.
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

    /**
     * A batch ends where about so much has been written. A longer one would not be quicker for its length, and those who
     * wait for its beginning can hand in more while the rest is on its way to the disk.
     */
    private static final int BATCH_LENGTH = 1024 * 1024;

    private final Thread thread = new Thread(this, "epona-journal-writer");
    private final ReentrantLock writing = new ReentrantLock();
    private final SegmentPipeline pipeline;
    private final DurabilityListener listener;
    private final InstantSource clock;
    private final int segmentLength;
    private final BatchSealer sealer;
    private final long journalId;

    private final PublishedPositions published;
    /** Up to where what was published has to be synced, possibly a little ahead of it. */
    private volatile long syncTarget;

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

    private boolean endsWithClaim;
    /** Running averages of what a batch took that was synced, and of one that was not. */
    private long averageSyncNs = QUICK_NS;

    private long averageWriteNs = QUICK_NS;

    JournalWriter(
            JournalConfig config,
            RecoveredLog log,
            SegmentPipeline pipeline,
            WriteBuffer first,
            DurabilityListener listener) {
        this.pipeline = pipeline;
        this.listener = listener;
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
        // An owner that ends without closing has crashed, and is recovered from as such.
        thread.setDaemon(true);
        published = new PublishedPositions(writePosition);
        syncTarget = writePosition;
        durablePosition = writePosition;
    }

    void start() {
        thread.start();
    }

    /** Wakes the thread if it waits for work. */
    void wake() {
        if (isParked) {
            LockSupport.unpark(thread);
        }
    }

    /** Owner: hands over all before a position, which lies between two groups. */
    void publish(long position, DurabilityLevel level) {
        if (level == DurabilityLevel.FSYNC) {
            // First, so that nobody who sees the position takes it for one that need not be synced.
            syncTarget = position;
        }
        published.add(position);
        wake();
    }

    /**
     * Owner: writes all before a position and makes it durable, as the thread would, unless that is under way already or
     * the disk has been slow.
     *
     * @return false if nothing was done
     */
    boolean writeHere(long position, DurabilityLevel level) {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            boolean isSynced = level == DurabilityLevel.FSYNC || isSyncDue(position);
            long averageNs = isSynced ? averageSyncNs : averageWriteNs;
            // Where a buffer ends a segment may, and to begin the next one can take long.
            if (failure != null || averageNs > QUICK_NS || head.next() != null || pipeline.isRetiring()) {
                return false;
            }
            if (level == DurabilityLevel.FSYNC) {
                syncTarget = position;
            }
            published.add(position);
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
        return published.last();
    }

    long durablePosition() {
        return durablePosition;
    }

    /** Up to where a sync was asked for with what was published. */
    long syncTarget() {
        return syncTarget;
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
        long target;
        writing.lock();
        try {
            long done = durablePosition;
            target = published.take(done, done + BATCH_LENGTH);
            if (failure != null || target == done && !isSyncDue(target)) {
                return;
            }
            doWork(target);
        } finally {
            writing.unlock();
        }
        // Not under the lock: the owner, who hears it, may want to write the next batch itself.
        listener.onDurable(target);
    }

    private boolean hasWork() {
        long last = published.last();
        return last != durablePosition || isSyncDue(last);
    }

    /** Whether something before a position waits to be synced. */
    private boolean isSyncDue(long position) {
        long synced = pipeline.syncedGroupsPosition();
        long requested = pipeline.requestedPosition();
        return Math.min(syncTarget, position) > synced || requested > synced && requested <= position;
    }

    /** @return false if the journal has failed, or is being closed and nothing is left to write */
    private boolean awaitWork() {
        while (!hasWork() && failure == null) {
            if (isClosing) {
                // Once more: the owner publishes before it closes.
                return hasWork();
            }
            isParked = true;
            // The owner publishes first and looks at isParked second, so one of the two sees the other.
            if (!hasWork() && !isClosing && failure == null) {
                LockSupport.park(this);
            }
            isParked = false;
        }
        return failure == null;
    }

    private void doWork(long target) throws IOException {
        long startNs = System.nanoTime();
        long start = durablePosition;
        boolean isSynced = isSyncDue(target);
        endsWithClaim &= writePosition == target;
        while (writePosition < target) {
            // The successor first: the end of a buffer is final, and visible, only if it has one.
            WriteBuffer next = head.next();
            long limit = next == null ? target : Math.min(target, head.endPosition());
            if (limit > writePosition) {
                write(limit, isSynced);
            }
            if (next != null && limit == head.endPosition()) {
                head = next;
                writePosition = next.basePosition();
            }
        }
        if (isSynced) {
            pipeline.awaitRetired();
            // A failed force is never retried: the kernel may have dropped the dirty pages, and a second force could
            // report success for bytes that were lost.
            file.force();
            pipeline.onSynced(target, target);
        }
        durablePosition = target;
        measure(startNs, target - start, isSynced);
    }

    private void measure(long startNs, long length, boolean isSynced) {
        long nowNs = System.nanoTime();
        if (isSynced) {
            averageSyncNs += (nowNs - startNs - averageSyncNs) / AVERAGE_WEIGHT;
        } else {
            averageWriteNs += (nowNs - startNs - averageWriteNs) / AVERAGE_WEIGHT;
        }
        pipeline.onBatch(length, nowNs);
    }

    private void write(long limit, boolean isSynced) throws IOException {
        if (head.segmentBase() != segmentBase) {
            roll(head.segmentBase(), isSynced);
        }
        int offset = head.offset(writePosition);
        int end = head.offset(limit);
        ByteBuffer bytes = head.bytes();
        sealer.seal(bytes, offset, end, writePosition, pipeline.syncedPosition());
        file.write(writePosition - segmentBase, bytes.limit(end).position(offset));
        writePosition = limit;
        endPosition = limit;
    }

    private void roll(long newBase, boolean isSynced) throws IOException {
        if (isSynced) {
            pipeline.awaitRetired();
            file.force();
            pipeline.onSynced(endPosition, durablePosition);
        }
        DiskFile finished = file;
        file = pipeline.begin(new SegmentHeader(
                journalId,
                newBase,
                endPosition,
                pipeline.syncedPosition(),
                clock.millis(),
                segmentLength,
                SegmentHeader.NO_FORMER,
                SegmentHeader.LENGTH));
        segmentBase = newBase;
        if (!isSynced) {
            pipeline.settle(file);
        }
        if (pipeline.syncedPosition() >= endPosition) {
            finished.close();
        } else {
            pipeline.retire(finished, endPosition, durablePosition);
        }
    }

    /** Ends the log with a batch that claims all before it as synced, so that any later damage shows as such. */
    private void claimAll() throws IOException {
        if (!endsWithClaim) {
            pipeline.awaitRetired();
            if (pipeline.syncedPosition() < endPosition) {
                file.force();
            }
            ByteBuffer claim = sealer.sealClaim(endPosition, clock.millis());
            file.write(endPosition - segmentBase, claim);
            file.force();
        }
        pipeline.onSynced(endPosition, endPosition);
    }

    private void fail(Throwable cause) {
        JournalFailedException e = new JournalFailedException(
                "write or sync failed: segment=" + SegmentHeader.fileName(segmentBase) + " durablePosition="
                        + durablePosition,
                cause);
        failure = e;
        listener.onFailed(e);
        pipeline.abort();
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
