package io.epona.perf.table;

import io.epona.perf.machine.Limits;
import io.epona.perf.machine.Machine;
import io.epona.perf.machine.RunClock;
import io.epona.perf.result.Json;
import io.epona.perf.table.Goal.Floor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures the rows of the table, one after the other, all contenders of a row in turn. For one thread. */
public final class TableRun {
    /** Whose goals these are. */
    static final String OWN = "epona";

    private static final long FLOOR_MS = 2_000;
    private static final int MESSAGE_LENGTH = 1024;
    private static final double MEDIAN = 50;
    private static final double NS_PER_MS = 1e6;

    private final TableSettings settings;
    private final Runner runner;
    private final Consumer<String> progress;
    private final FloorProbe probe;

    /** Measures the limits of the machine. */
    @FunctionalInterface
    interface FloorProbe {
        Floor measure() throws IOException;
    }

    /**
     * @param mainClass the harness's program, which each run starts
     * @param progress hears what is being done, in lines
     */
    public TableRun(TableSettings settings, String mainClass, Consumer<String> progress) {
        this(settings, new ProcessRunner(mainClass), progress, () -> floorOf(settings.data()));
    }

    TableRun(TableSettings settings, Runner runner, Consumer<String> progress, FloorProbe probe) {
        this.probe = probe;
        this.settings = settings;
        this.runner = runner;
        this.progress = progress;
    }

    /**
     * Measures; stores the result of each run, {@code table.json} and {@code table.md}.
     *
     * @return the table in Markdown
     * @throws IllegalArgumentException if a row is selected that does not exist
     */
    public String run() throws IOException, InterruptedException {
        List<Row> rows = Rows.selected(settings.rows());
        Files.createDirectories(settings.out());
        Files.createDirectories(settings.data());
        Floor floor = probe.measure();
        progress.accept("limits: syncMs=" + floor.syncMs() + " roundTripMs=" + floor.roundTripMs());
        List<RowOutcome> outcomes = new ArrayList<>();
        String report = "";
        for (Row row : rows) {
            outcomes.add(measure(withRate(row)));
            // After each row, so that a table that is stopped half-way is not lost.
            report = TableReport.markdown(outcomes, floor, settings);
            Files.writeString(settings.out().resolve("table.md"), report);
            Files.writeString(settings.out().resolve("table.json"), Json.write(toMap(outcomes, floor)));
        }
        return report;
    }

    private static Floor floorOf(Path directory) throws IOException {
        Limits limits = new Limits(directory, FLOOR_MS);
        return new Floor(
                limits.sync(MESSAGE_LENGTH).getValueAtPercentile(MEDIAN) / NS_PER_MS,
                limits.loopback().getValueAtPercentile(MEDIAN) / NS_PER_MS);
    }

    private Map<String, Object> toMap(List<RowOutcome> outcomes, Floor floor) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", "epona-perf-table/1");
        map.put("writtenAt", RunClock.timestamp());
        map.put("rounds", settings.rounds());
        map.put("warmupS", settings.warmupS());
        map.put("durationS", settings.durationS());
        map.put("limits", Map.of("syncMs", floor.syncMs(), "roundTripMs", floor.roundTripMs()));
        map.put("machine", Machine.describe(settings.data()));
        map.put("rows", outcomes.stream().map(RowOutcome::toMap).toList());
        return map;
    }

    /** The row at the rate that was given for it, or at half of what the first peer does in a closed loop. */
    private Row withRate(Row row) throws IOException, InterruptedException {
        if (row.halfRateOf().isEmpty()) {
            return row;
        }
        Double given = settings.rates().get(row.id());
        if (given != null) {
            return row.atRate(given);
        }
        String peer = settings.peers().isEmpty() ? OWN : settings.peers().get(0);
        Sample most = runner.run(
                settings.command(row, peer, peer + " at most", List.of()),
                settings.out().resolve("row" + row.id() + "-maximum-" + peer + ".json"));
        double rate = most.figures().getOrDefault("received/s", 0.0) / 2;
        progress.accept("row " + row.id() + ": half of what " + peer + " does: ratePerS=" + rate);
        return row.atRate(rate);
    }

    private RowOutcome measure(Row row) throws IOException, InterruptedException {
        Map<String, List<String>> contenders = contenders(row);
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        contenders.keySet().forEach(label -> samples.put(label, new ArrayList<>()));
        List<String> order = new ArrayList<>(contenders.keySet());
        for (int round = 1; round <= settings.rounds(); round++) {
            for (String label : order) {
                String provider = row.variants().isEmpty() ? label : OWN;
                Sample sample = runner.run(
                        settings.command(row, provider, label, contenders.get(label)), file(row, label, round));
                samples.get(label).add(sample);
                progress.accept("row " + row.id() + " round " + round + " " + label + ": " + shown(row, sample));
            }
            // Who goes first changes, so that what gets slower over time, or quicker, hits all alike.
            Collections.reverse(order);
        }
        return new RowOutcome(row, samples);
    }

    private Map<String, List<String>> contenders(Row row) {
        if (!row.variants().isEmpty()) {
            return row.variants();
        }
        Map<String, List<String>> contenders = new LinkedHashMap<>();
        contenders.put(OWN, List.of());
        settings.peers().forEach(peer -> contenders.put(peer, List.of()));
        return contenders;
    }

    private Path file(Row row, String label, int round) {
        String name = "row" + row.id() + "-" + label.replaceAll("\\W+", "-") + "-" + round + ".json";
        return settings.out().resolve(name);
    }

    private static String shown(Row row, Sample sample) {
        StringBuilder text = new StringBuilder();
        row.goals().stream()
                .map(Goal::figure)
                .distinct()
                .forEach(figure -> text.append(figure)
                        .append(' ')
                        .append(new Spread(sample.figures().getOrDefault(figure, Double.NaN), 0, 0, 1).text(figure))
                        .append("  "));
        return text.append(sample.mark()).toString().strip();
    }
}
