package io.epona.journal;

import io.epona.journal.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes and syncs what the owner publishes: all that has gathered is one batch, and what gathers meanwhile is the next.
 *
 * <p>The owner calls {@link #publish}, {@link #close} and the volatile getters; all else is the writer thread's. The
 * thread parks when there is nothing to write. Bytes before the published position belong to the writer, those behind it
 * to the owner; {@link WriteBuffer#next()} and the published position are the only hand-over.
 */
final class JournalWriter implements Runnable {
    private final Thread thread = new Thread(this, "epona-journal-writer");
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
                doWork(publishedPosition);
            }
            claimAll();
            file.close();
            pipeline.close();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** @return false if the journal is being closed and nothing is left to write */
    private boolean awaitWork() {
        while (publishedPosition == durablePosition) {
            if (isClosing) {
                // Once more: the owner publishes before it closes.
                return publishedPosition != durablePosition;
            }
            isParked = true;
            // The owner publishes first and looks at isParked second, so one of the two sees the other.
            if (publishedPosition == durablePosition && !isClosing) {
                LockSupport.park(this);
            }
            isParked = false;
        }
        return true;
    }

    private void doWork(long target) throws IOException {
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
        listener.onDurable(target);
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
