package io.epona.perf.report;

import io.epona.perf.result.LatencySummary;
import io.epona.perf.result.RunResult;
import java.util.List;

/** What a run found, for a terminal. */
public final class RunReport {
    private RunReport() {}

    /** Several lines. */
    public static String text(RunResult result) {
        TextTable latencies =
                new TextTable("latency, ms", "count", "mean", "p50", "p90", "p99", "p99.9", "p99.99", "max");
        latencies.add(row("send", result.sends()));
        if (result.deliveries().count() > 0) {
            latencies.add(row("end to end", result.deliveries()));
        }
        var rates = result.rates();
        StringBuilder text = new StringBuilder(result.label()).append('\n');
        text.append("sent ").append(Figures.rate(rates.sentPerS())).append("/s");
        text.append(", received ").append(Figures.rate(rates.receivedPerS())).append("/s");
        text.append(" over ").append(Figures.significant(rates.measuredS())).append(" s");
        if (rates.drainedPerS() > 0) {
            text.append(", backlog drained at ")
                    .append(Figures.rate(rates.drainedPerS()))
                    .append("/s");
        }
        text.append('\n');
        if (rates.isMissed()) {
            text.append("MISSED RATE: the schedule was ")
                    .append(Figures.rate(rates.targetPerS()))
                    .append("/s; the latencies are those of a provider that could not follow\n");
        }
        return text.append(latencies.text())
                .append(result.verification().text())
                .append('\n')
                .toString();
    }

    private static List<String> row(String name, LatencySummary summary) {
        return List.of(
                name,
                Long.toString(summary.count()),
                Figures.ms(summary.meanNs()),
                Figures.ms(summary.p50Ns()),
                Figures.ms(summary.p90Ns()),
                Figures.ms(summary.p99Ns()),
                Figures.ms(summary.p999Ns()),
                Figures.ms(summary.p9999Ns()),
                Figures.ms(summary.maxNs()));
    }
}
