package io.epona.perf.report;

import io.epona.perf.result.LatencySummary;
import io.epona.perf.result.RunResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One figure of a result.
 *
 * @param name what it is called, with its unit
 * @param isRate whether more is better
 * @param value the figure in its own unit: messages a second, or nanoseconds; 0 if the result has none
 */
public record Metric(String name, boolean isRate, ToDoubleFunction<RunResult> value) {
    /** All that is compared. */
    public static List<Metric> all() {
        return Stream.of(
                        Stream.of(
                                new Metric("sent/s", true, r -> r.rates().sentPerS()),
                                new Metric("received/s", true, r -> r.rates().receivedPerS()),
                                new Metric("drained/s", true, r -> r.rates().drainedPerS())),
                        latencies("send", RunResult::sends),
                        latencies("end to end", RunResult::deliveries))
                .flatMap(metrics -> metrics)
                .toList();
    }

    private static Stream<Metric> latencies(String name, Function<RunResult, LatencySummary> of) {
        return Stream.of(
                new Metric(name + " p50, ms", false, r -> of.apply(r).p50Ns()),
                new Metric(name + " p90, ms", false, r -> of.apply(r).p90Ns()),
                new Metric(name + " p99, ms", false, r -> of.apply(r).p99Ns()),
                new Metric(name + " p99.9, ms", false, r -> of.apply(r).p999Ns()),
                new Metric(name + " max, ms", false, r -> of.apply(r).maxNs()));
    }

    /** The figure of a result, for a table. */
    public String text(RunResult result) {
        return text(value.applyAsDouble(result));
    }

    /** Such a figure, for a table. */
    public String text(double figure) {
        return isRate ? Figures.rate(figure) : Figures.ms(figure);
    }

    /** How many times the figure of the baseline it is; not a number if there is none. */
    public double ratio(RunResult result, RunResult baseline) {
        return value.applyAsDouble(result) / value.applyAsDouble(baseline);
    }
}
