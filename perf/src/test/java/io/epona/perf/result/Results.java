package io.epona.perf.result;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results for tests. */
public final class Results {
    private Results() {}

    /** A good result with two latencies, of which the greater is the maximum. */
    public static RunResult of(String label, double perS, long... latenciesNs) {
        return of(label, new Rates(0, perS, perS, 0, 10), latenciesNs);
    }

    /** A result with these rates. */
    public static RunResult of(String label, Rates rates, long... latenciesNs) {
        Histogram histogram = new Histogram(3);
        for (long ns : latenciesNs) {
            histogram.recordValue(ns);
        }
        LatencySummary summary = LatencySummary.of(histogram);
        return new RunResult(
                label,
                "2026-01-01T00:00:00Z",
                List.of("run", "--provider", "epona"),
                Map.of("preset", "epona"),
                Map.of("producers", 1L),
                Map.of("cpus", 2L),
                rates,
                summary,
                summary,
                new Verification(10, 1, 9, 0, 0, 0, 0, 0, 2, 0, List.of(), List.of()),
                Map.of("cpuPercent", 12.5));
    }
}
