package io.epona.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Many appenders at once, as a broker has them: one thread stands for the transport and serves all connections, each of
 * which has up to a window of records under way; it hands them through a ring to the owner of the journal, which appends
 * what has gathered, flushes, and goes on. What has become durable is confirmed by the transport's thread. A
 * segment that the log has left is dropped as soon as it is full, so that from the third on segments are recycled, unless
 * none may be kept.
 */
final class AppenderBenchmark {
    private static final int RING_LENGTH = 1 << 15;
    /** A broker's loop takes a bounded amount from its sockets before it flushes. */
    private static final int CYCLE = 128;

    private final SegmentJournal journal;
    private final int recordLength;
    private final int appenders;
    private final int window;
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicReference<Thread> transport = new AtomicReference<>();
    private final long[] positions = new long[RING_LENGTH];
    private final Thread owner = new Thread(this::own, "owner");
    private volatile boolean isEnding;

    AppenderBenchmark(SegmentJournal journal, int recordLength, int appenders, int window) {
        this.journal = journal;
        this.recordLength = recordLength;
        this.appenders = appenders;
        this.window = window;
    }

    /** The journal's listener is to call this. */
    void onDurable() {
        LockSupport.unpark(transport.get());
    }

    /** @return records per second, from the first offered to the last confirmed */
    double run(long count) throws Exception {
        transport.set(Thread.currentThread());
        owner.start();
        long limit = (long) appenders * window;
        long confirmed = 0;
        long startNs = System.nanoTime();
        while (confirmed < count) {
            long next = Math.min(Math.min(count, confirmed + limit), confirmed + RING_LENGTH);
            if (next > offered.get()) {
                offered.set(next);
                LockSupport.unpark(owner);
            }
            long durable = journal.durablePosition();
            long before = confirmed;
            while (confirmed < taken.get() && positions[(int) (confirmed % RING_LENGTH)] < durable) {
                confirmed++;
            }
            if (confirmed == before) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        isEnding = true;
        LockSupport.unpark(owner);
        owner.join();
        return count / seconds;
    }

    private void own() {
        long done = 0;
        while (!isEnding) {
            long end = offered.get();
            if (done == end) {
                LockSupport.parkNanos(1_000_000);
                continue;
            }
            end = Math.min(end, done + CYCLE);
            for (; done < end; done++) {
                positions[(int) (done % RING_LENGTH)] = append(done);
            }
            taken.set(done);
            journal.flush(DurabilityLevel.FSYNC);
            while (journal.oldestEndPosition() > journal.oldestPosition()
                    && journal.oldestEndPosition() <= journal.durablePosition()) {
                journal.dropBefore(journal.oldestEndPosition());
            }
        }
    }

    private long append(long value) {
        var buffer = journal.claim(1, 1, recordLength);
        buffer.setMemory(journal.claimOffset(), recordLength, (byte) value);
        return journal.commit(true);
    }
}
