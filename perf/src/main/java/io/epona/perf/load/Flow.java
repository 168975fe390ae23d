package io.epona.perf.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps what is underway within a limit: a provider that takes messages faster than it delivers them would be measured at
 * filling its memory, and later its disk. For the threads of all producers.
 */
final class Flow {
    /** Summing up all counters for every message would cost more than it helps. */
    private static final int CHECK_INTERVAL = 16;

    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final long limit;
    private final double deliveriesPerMessage;
    private final List<Ledger> sent;
    private final List<Receipts> received;

    /** @param limit messages underway; 0: no limit */
    Flow(long limit, double deliveriesPerMessage, List<Ledger> sent, List<Receipts> received) {
        this.limit = limit;
        this.deliveriesPerMessage = deliveriesPerMessage;
        this.sent = sent;
        this.received = received;
    }

    /** Waits until there is room, or this thread is interrupted. */
    void await(long sequence) {
        if (limit == 0 || sequence % CHECK_INTERVAL != 0) {
            return;
        }
        while (underway() >= limit && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Messages sent and not yet received by all who should. */
    long underway() {
        // The receipts first: what is received in between must not make it look as if more came than went.
        long deliveries = received.stream().mapToLong(Receipts::received).sum();
        return sent.stream().mapToLong(Ledger::sentCount).sum() - (long) (deliveries / deliveriesPerMessage);
    }
}
