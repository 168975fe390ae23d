package io.epona.perf.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The latencies of a run, from when each message was meant to be sent: until it was confirmed, and until it was received.
 * Only messages meant to be sent within the measured span count. For all threads; the two {@code take} methods for one.
 */
final class Latencies {
    private static final int DIGITS = 3;

    private final Recorder sends = new Recorder(DIGITS);
    private final Recorder deliveries = new Recorder(DIGITS);
    private final Histogram allSends = new Histogram(DIGITS);
    private final Histogram allDeliveries = new Histogram(DIGITS);
    private volatile long startNs;
    private volatile long endNs;
    private Histogram recycledSends;
    private Histogram recycledDeliveries;

    /** From now on messages meant to be sent from {@code start} on and before {@code end} count; none did so far. */
    void measure(long start, long end) {
        startNs = start;
        endNs = end;
    }

    /** A message was confirmed. */
    void confirmed(long intendedNs, long nowNs) {
        record(sends, intendedNs, nowNs);
    }

    /** A message was received. */
    void received(long intendedNs, long nowNs) {
        record(deliveries, intendedNs, nowNs);
    }

    private void record(Recorder recorder, long intendedNs, long nowNs) {
        if (intendedNs - startNs >= 0 && intendedNs - endNs < 0) {
            recorder.recordValue(Math.max(0, nowNs - intendedNs));
        }
    }

    /** What has been recorded since the last call; valid until the next one. */
    Histogram takeSends() {
        recycledSends = sends.getIntervalHistogram(recycledSends);
        allSends.add(recycledSends);
        return recycledSends;
    }

    /** As {@link #takeSends}. */
    Histogram takeDeliveries() {
        recycledDeliveries = deliveries.getIntervalHistogram(recycledDeliveries);
        allDeliveries.add(recycledDeliveries);
        return recycledDeliveries;
    }

    /** All that has been taken. */
    Histogram allSends() {
        return allSends;
    }

    /** All that has been taken. */
    Histogram allDeliveries() {
        return allDeliveries;
    }
}
