package io.epona.server.demo;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long confirmed sends took, in nanoseconds; those that had to wait for a killed broker apart from the
 * others. Thread-safe.
 */
final class SendLatencies {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Outage outage;
    private final Histogram steady = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
    private final Histogram interrupted = new ConcurrentHistogram(SIGNIFICANT_DIGITS);

    SendLatencies(Outage outage) {
        this.outage = outage;
    }

    void record(long startNs, long endNs) {
        (outage.covers(startNs, endNs) ? interrupted : steady).recordValue(Math.max(0, endNs - startNs));
    }

    /** Of sends while the broker was there. */
    Histogram steady() {
        return steady;
    }

    /** Of sends that the kill interrupted, or that were due before the new broker confirmed the first one. */
    Histogram interrupted() {
        return interrupted;
    }
}
