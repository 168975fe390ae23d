package io.epona.perf.cli;

import io.epona.perf.report.Comparison;
import io.epona.perf.report.HtmlReport;
import io.epona.perf.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts results beside each other. */
@Command(
        name = "compare",
        sortOptions = false,
        description = "Puts results beside each other: each figure with its ratio to that of the first result, and a"
                + " page with plots.")
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "2..*", description = "Results of runs; the first is the baseline.")
    private List<Path> files;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            defaultValue = "perf-compare.html",
            description = "Where the page goes, a single file (default: ${DEFAULT-VALUE}).")
    private Path html;

    @Override
    public Integer call() throws IOException {
        List<RunResult> results = new ArrayList<>();
        for (Path file : files) {
            results.add(RunResult.read(file));
        }
        spec.commandLine().getOut().print(Comparison.table(results).text());
        Files.writeString(html, HtmlReport.page(results));
        spec.commandLine().getOut().println("page: " + html);
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
