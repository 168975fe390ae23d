package io.epona.perf.load;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/** What one producer sent. Thread-safe: with a CompletionListener the provider's threads report to it. */
final class Ledger {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private final BitSet inDoubt = new BitSet();

    /** The next message was handed to the provider. */
    void sent() {
        sent.lazySet(sent.get() + 1);
    }

    /** So many messages were confirmed. */
    void confirmed(int count) {
        confirmed.addAndGet(count);
    }

    /** The provider said neither yes nor no: this message may arrive or not. */
    void inDoubt(long sequence) {
        synchronized (inDoubt) {
            inDoubt.set((int) sequence);
        }
    }

    long sentCount() {
        return sent.get();
    }

    long confirmedCount() {
        return confirmed.get();
    }

    boolean isInDoubt(long sequence) {
        synchronized (inDoubt) {
            return inDoubt.get((int) sequence);
        }
    }

    long inDoubtCount() {
        synchronized (inDoubt) {
            return inDoubt.cardinality();
        }
    }
}
