package io.epona.perf.load;

import io.epona.perf.load.Watcher.Stage;
import io.epona.perf.load.Watcher.Tick;
import java.util.concurrent.TimeUnit;

/** Reads the counters of a run: each second for the watcher, and at the ends of what is measured. */
final class Meter {
    static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);

    private final Crew crew;
    private final Latencies latencies;
    private final Flow flow;
    private final Watcher watcher;
    private final long startNs;
    private Reading last;

    /** The counters at one moment. */
    record Reading(long atNs, long confirmed, long received) {
        double seconds(Reading earlier) {
            return Math.max(1, atNs - earlier.atNs) / 1e9;
        }

        double sentPerS(Reading earlier) {
            return (confirmed - earlier.confirmed) / seconds(earlier);
        }

        double receivedPerS(Reading earlier) {
            return (received - earlier.received) / seconds(earlier);
        }
    }

    Meter(Crew crew, Latencies latencies, Flow flow, Watcher watcher, long startNs) {
        this.crew = crew;
        this.latencies = latencies;
        this.flow = flow;
        this.watcher = watcher;
        this.startNs = startNs;
        last = read();
    }

    Reading read() {
        return new Reading(System.nanoTime(), crew.confirmedCount(), crew.receivedCount());
    }

    /** When the next tick is due. */
    long nextTickNs() {
        return last.atNs() + TICK_NS;
    }

    void tick(Stage stage) {
        Reading now = read();
        watcher.onTick(new Tick(
                stage,
                TimeUnit.NANOSECONDS.toMillis(now.atNs() - startNs),
                now.sentPerS(last),
                now.receivedPerS(last),
                flow.underway(),
                latencies.takeSends(),
                latencies.takeDeliveries()));
        last = now;
    }
}
