package io.epona.perf.load;

import io.epona.perf.result.Rates;
import io.epona.perf.result.Verification;
import org.HdrHistogram.Histogram;

/**
 * What a run found.
 *
 * @param rates messages a second
 * @param sends latencies until messages were confirmed, in nanoseconds
 * @param deliveries latencies until messages were received, in nanoseconds; empty if a backlog was drained
 * @param verification whether all arrived once and in order
 */
public record LoadOutcome(Rates rates, Histogram sends, Histogram deliveries, Verification verification) {}
