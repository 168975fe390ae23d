package io.epona.perf.cli;

import io.epona.perf.load.Watcher;
import io.epona.perf.machine.RunClock;
import io.epona.perf.provider.Target;
import io.epona.perf.report.IntervalLog;
import io.epona.perf.report.LiveLine;
import io.epona.perf.report.RunReport;
import io.epona.perf.result.RunResult;
import io.epona.perf.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one workload against one provider. */
@Command(
        name = "run",
        sortOptions = false,
        description = "Runs a workload once, verifies that every message arrived once and in order, and tells the rates"
                + " and latencies.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and verified",
            "1:failed; standard error says why",
            "2:command line not understood",
            "3:not verified: something was lost, doubled, reordered or damaged, or a client failed",
            "4:the rate asked for was missed"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Mixin
    private WorkloadOptions workload;

    @Option(names = "--label", paramLabel = "TEXT", description = "What the run is called (default: the provider).")
    private String label;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Where the result goes; the HdrHistogram log goes beside it, with the ending .hlog (default: a"
                            + " new file in the directory perf-results).")
    private Path json;

    @Option(names = "--quiet", description = "No live line.")
    private boolean isQuiet;

    @Override
    public Integer call() throws Exception {
        Workload work = workload.toWorkload();
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        RunResult result;
        Path file;
        try (Target opened = target.open()) {
            file = json == null ? defaultFile(opened.name()) : json;
            Measurement measurement = new Measurement(opened, workload.isXa(), target.data(), arguments);
            try (IntervalLog log = new IntervalLog(logBeside(file))) {
                List<Watcher> watchers = new ArrayList<>(List.of(log));
                if (!isQuiet) {
                    watchers.add(new LiveLine(spec.commandLine().getErr()));
                }
                result = measurement.run(work, label == null ? opened.name() : label, watchers);
            }
        }
        result.writeTo(file);
        spec.commandLine().getOut().print(RunReport.text(result));
        spec.commandLine().getOut().println("result: " + file);
        spec.commandLine().getOut().flush();
        if (!result.verification().isGood()) {
            return ExitCode.NOT_VERIFIED;
        }
        return result.rates().isMissed() ? ExitCode.MISSED_RATE : ExitCode.DONE;
    }

    private static Path defaultFile(String name) {
        return Path.of("perf-results", RunClock.fileStamp() + "-" + name + ".json");
    }

    private static Path logBeside(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.json$", "");
        return file.toAbsolutePath().resolveSibling(name + ".hlog");
    }
}
