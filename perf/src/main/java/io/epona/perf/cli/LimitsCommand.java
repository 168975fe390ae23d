package io.epona.perf.cli;

import io.epona.perf.machine.Limits;
import io.epona.perf.machine.Machine;
import io.epona.perf.report.Figures;
import io.epona.perf.report.TextTable;
import io.epona.perf.result.Json;
import io.epona.perf.result.LatencySummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the machine can do at best. */
@Command(
        name = "limits",
        sortOptions = false,
        description = "Measures what no broker on this machine can beat: syncing the disk, writing it, and a round trip"
                + " over loopback TCP and over pipes.")
final class LimitsCommand implements Callable<Integer> {
    private static final int MS_PER_S = 1000;
    private static final int KIBI = 1024;
    private static final double MEGA = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The directory whose disk is measured (default: the temporary directory).")
    private Path data = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--duration",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds for each of the measurements (default: ${DEFAULT-VALUE}).")
    private double durationS;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go, too.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        Limits limits = new Limits(data, Math.round(durationS * MS_PER_S));
        Map<String, Object> found = new LinkedHashMap<>();
        TextTable table = new TextTable("limit, ms", "count", "p50", "p90", "p99", "p99.9", "max");
        add(table, found, "fdatasync of 1 KiB", limits.sync(KIBI));
        add(table, found, "fdatasync of 64 KiB", limits.sync(64 * KIBI));
        add(table, found, "loopback round trip of 1 KiB", limits.loopback());
        add(table, found, "pipe round trip of 1 KiB", limits.pipe());
        double bytesPerS = limits.sequentialBytesPerS();
        found.put("sequentialBytesPerS", bytesPerS);
        spec.commandLine().getOut().print(table.text());
        spec.commandLine().getOut().println("sequential write: " + Figures.rate(bytesPerS / MEGA) + " MB/s");
        spec.commandLine().getOut().flush();
        if (json != null) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("format", "epona-perf-limits/1");
            map.put("limits", found);
            map.put("machine", Machine.describe(data));
            Files.createDirectories(json.toAbsolutePath().getParent());
            Files.writeString(json, Json.write(map));
        }
        return ExitCode.DONE;
    }

    private static void add(TextTable table, Map<String, Object> found, String name, Histogram histogram) {
        LatencySummary summary = LatencySummary.of(histogram);
        found.put(name, summary.shortMap());
        table.add(List.of(
                name,
                Long.toString(summary.count()),
                Figures.ms(summary.p50Ns()),
                Figures.ms(summary.p90Ns()),
                Figures.ms(summary.p99Ns()),
                Figures.ms(summary.p999Ns()),
                Figures.ms(summary.maxNs())));
    }
}
