package io.epona.perf.cli;

import io.epona.perf.machine.RunClock;
import io.epona.perf.table.Rows;
import io.epona.perf.table.TableRun;
import io.epona.perf.table.TableSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the table of the documentation. */
@Command(
        name = "table",
        sortOptions = false,
        description =
                "Measures the rows of the table in the manual: Epona and its peers in turn, several times, each run"
                        + " in processes of its own, and prints medians, spreads and ratios.")
final class TableCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final double WARMUP_S = 10;
    private static final double DURATION_S = 20;
    private static final double QUICK_WARMUP_S = 1;
    private static final double QUICK_DURATION_S = 2;

    @Spec
    private CommandSpec spec;

    @Option(names = "--rows", split = ",", description = "Rows, such as 1,2,7-10 (default: all); --list names them.")
    private List<String> rows = new ArrayList<>();

    @Option(names = "--list", description = "Names the rows and does nothing else.")
    private boolean isList;

    @Option(
            names = "--peers",
            split = ",",
            defaultValue = "artemis-best,artemis",
            description = "Whom Epona is compared to; rates of open loops are half of what the first can do (default:"
                    + " ${DEFAULT-VALUE}).")
    private List<String> peers;

    @Option(names = "--rounds", description = "Runs of each contender in each row (default: 5, or 1 with --quick).")
    private Integer rounds;

    @Option(names = "--warmup", paramLabel = "S", description = "Seconds that are not measured (default: 10).")
    private Double warmupS;

    @Option(names = "--duration", paramLabel = "S", description = "Seconds that are (default: 20).")
    private Double durationS;

    @Option(names = "--quick", description = "One short round, to see whether it works; the figures say nothing.")
    private boolean isQuick;

    @Option(
            names = "--rate",
            paramLabel = "ROW=RATE",
            description = "Rate of an open loop, instead of half of the peer's maximum; may be repeated.")
    private Map<String, Double> rates = new LinkedHashMap<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where brokers keep their files (default: the temporary directory).")
    private Path data = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go (default: a new directory in perf-results).")
    private Path out;

    @Override
    public Integer call() throws Exception {
        PrintWriter printer = spec.commandLine().getOut();
        if (isList) {
            printer.println(Rows.describe());
            printer.flush();
            return ExitCode.DONE;
        }
        PrintWriter err = spec.commandLine().getErr();
        Path target = out == null ? Path.of("perf-results", RunClock.fileStamp() + "-table") : out;
        TableSettings settings = new TableSettings(
                rows,
                peers,
                rounds != null ? rounds : isQuick ? 1 : ROUNDS,
                warmupS != null ? warmupS : isQuick ? QUICK_WARMUP_S : WARMUP_S,
                durationS != null ? durationS : isQuick ? QUICK_DURATION_S : DURATION_S,
                rates,
                data,
                target);
        try {
            String table = new TableRun(settings, PerfCli.class.getName(), line -> {
                        err.println(line);
                        err.flush();
                    })
                    .run();
            printer.print(table);
            printer.println("results: " + target);
            printer.flush();
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
