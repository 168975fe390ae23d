package io.epona.perf.cli;

import io.epona.perf.provider.Target;
import io.epona.perf.report.Figures;
import io.epona.perf.report.TextTable;
import io.epona.perf.result.LatencySummary;
import io.epona.perf.result.RunResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the highest rate that a provider keeps within a bound. */
@Command(
        name = "find-max",
        sortOptions = false,
        description =
                "Finds the highest rate at which the p99 of the latencies stays within a bound: doubles the rate of"
                        + " --rate until it does not, then halves the interval. Each rate is a run of its own; --warmup and"
                        + " --duration are of each.")
final class FindMaxCommand implements Callable<Integer> {
    private static final double NS_PER_MS = 1e6;
    private static final double DEFAULT_START = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Mixin
    private WorkloadOptions workload;

    @Option(
            names = "--p99",
            paramLabel = "MS",
            required = true,
            description = "The bound of the p99, in milliseconds: from end to end, or of sends with --backlog.")
    private double boundMs;

    @Option(
            names = "--precision",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "How near the found rate is to one that is too high (default: ${DEFAULT-VALUE}).")
    private double precision;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the result of the best run goes.")
    private Path json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        TextTable table = new TextTable("rate, /s", "sent, /s", "p50, ms", "p99, ms", "");
        RateSearch search = new RateSearch(start(), precision);
        RunResult best = null;
        try (Target opened = target.open()) {
            List<String> arguments = spec.commandLine().getParseResult().originalArgs();
            Measurement measurement = new Measurement(opened, workload.isXa(), target.data(), arguments);
            while (!search.isDone()) {
                double rate = search.next();
                RunResult result = measurement.run(
                        workload.toWorkload(rate), opened.name() + " at " + Figures.rate(rate) + "/s", List.of());
                boolean isGood = isWithinBound(result);
                search.report(isGood);
                best = isGood ? result : best;
                table.add(row(rate, result, isGood));
                spec.commandLine().getErr().println(String.join("  ", row(rate, result, isGood)));
                spec.commandLine().getErr().flush();
            }
        }
        out.print(table.text());
        out.println("highest rate with p99 <= " + boundMs + " ms: " + Figures.rate(search.highest()) + "/s");
        out.flush();
        if (json != null && best != null) {
            best.writeTo(json);
        }
        return best == null ? ExitCode.FAILED : ExitCode.DONE;
    }

    private double start() throws CommandException {
        double asked = workload.toWorkload().sending().ratePerS();
        return asked > 0 ? asked : DEFAULT_START;
    }

    private static LatencySummary bounded(RunResult result) {
        return result.deliveries().count() > 0 ? result.deliveries() : result.sends();
    }

    private boolean isWithinBound(RunResult result) {
        return result.isQuotable() && bounded(result).p99Ns() <= boundMs * NS_PER_MS;
    }

    private List<String> row(double rate, RunResult result, boolean isGood) {
        return List.of(
                Figures.rate(rate),
                Figures.rate(result.rates().sentPerS()),
                Figures.ms(bounded(result).p50Ns()),
                Figures.ms(bounded(result).p99Ns()),
                isGood ? "" : result.mark().isEmpty() ? "TOO SLOW" : result.mark());
    }
}
