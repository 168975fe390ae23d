package io.epona.perf.load;

import org.HdrHistogram.Histogram;

/** Hears how a run goes. Called by the thread of the run, which it must not hold up. */
@FunctionalInterface
public interface Watcher {
    /** About a second has passed. */
    void onTick(Tick tick);

    /** What the producers and consumers are at. */
    enum Stage {
        WARM_UP,
        MEASURING,
        DRAINING
    }

    /**
     * What happened since the last tick.
     *
     * @param stage where the run is
     * @param elapsedMs milliseconds since the first message
     * @param sentPerS messages confirmed a second
     * @param receivedPerS messages received a second
     * @param underway messages sent and not yet received
     * @param sends latencies of sends, in nanoseconds; valid during the call
     * @param deliveries latencies from end to end, likewise
     */
    record Tick(
            Stage stage,
            long elapsedMs,
            double sentPerS,
            double receivedPerS,
            long underway,
            Histogram sends,
            Histogram deliveries) {}
}
