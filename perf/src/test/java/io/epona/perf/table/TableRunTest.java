package io.epona.perf.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.perf.result.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRunTest {
    @TempDir
    Path directory;

    private final List<List<String>> commands = new ArrayList<>();

    /** Figures that each run has, by provider; a second run of the same has twice as much. */
    private final Map<String, Double> figures = Map.of("epona", 400.0, "peer", 100.0, "other", 300.0);

    private String run(List<String> rows, int rounds, Map<String, Double> rates, String mark) throws Exception {
        TableSettings settings = new TableSettings(
                rows, List.of("peer", "other"), rounds, 1, 2, rates, directory, directory.resolve("out"));
        return new TableRun(
                        settings,
                        (arguments, json) -> {
                            commands.add(arguments);
                            String provider = arguments.get(arguments.indexOf("--provider") + 1);
                            long earlier = commands.stream()
                                    .filter(command -> command.equals(arguments))
                                    .count();
                            double value = figures.get(provider) * earlier;
                            return new Sample(
                                    Map.of(
                                            "received/s", value,
                                            "sent/s", value,
                                            "end to end p50, ms", value,
                                            "end to end p99.9, ms", value,
                                            "heap per queue, bytes", value),
                                    mark);
                        },
                        line -> {},
                        () -> new Goal.Floor(0.1, 200))
                .run();
    }

    private static String line(String table, String... words) {
        return table.lines()
                .filter(line -> List.of(words).stream().allMatch(line::contains))
                .findFirst()
                .orElseThrow(() -> new AssertionError(table));
    }

    @Test
    void shouldCompareMediansOfAllPeers() throws Exception {
        String table = run(List.of("2"), 3, Map.of(), "");

        assertTrue(line(table, "| peer |").contains("800 (400 to 1,200)"), table);
        assertTrue(line(table, "| peer |").contains("| 4.00 x | >= 3 x | reached |"), table);
        assertTrue(line(table, "| other |").contains("| 1.33 x | >= 3 x | missed |"), table);
    }

    @Test
    void shouldLetAnotherOneGoFirstInEachRound() throws Exception {
        run(List.of("2"), 2, Map.of(), "");

        assertEquals(
                List.of("epona", "peer", "other", "other", "peer", "epona"),
                commands.stream().map(command -> command.get(2)).toList());
    }

    @Test
    void shouldTakeHalfOfTheFirstPeersRate() throws Exception {
        run(List.of("5"), 1, Map.of(), "");

        assertTrue(commands.get(0).contains("peer") && !commands.get(0).contains("--rate"), commands.toString());
        assertTrue(
                commands.subList(1, 4).stream()
                        .allMatch(command -> String.join(" ", command).endsWith("--rate 50")),
                commands.toString());
    }

    @Test
    void shouldTakeAGivenRate() throws Exception {
        run(List.of("6"), 1, Map.of("6", 123.0), "");

        assertEquals(3, commands.size());
        assertTrue(
                commands.stream().allMatch(command -> String.join(" ", command).endsWith("--rate 123")),
                commands.toString());
    }

    @Test
    void shouldCompareManyQueuesWithOne() throws Exception {
        String table = run(List.of("9-rate"), 1, Map.of(), "");

        assertEquals(3, commands.size());
        assertTrue(line(table, "epona, 50000 queues", "sent/s").contains("| epona, 1 queue | 400 | 1.00 x |"), table);
    }

    @Test
    void shouldCompareWithTheLimitsOfTheMachine() throws Exception {
        String table = run(List.of("5", "9-heap"), 1, Map.of("5", 1.0), "");

        assertTrue(line(table, "<= 3 x round trip").contains("| limit | - | 2.00 x |"), table);
        assertTrue(line(table, "<= 2048").contains("| 400 | <= 2048 | reached |"), table);
    }

    @Test
    void shouldNotQuoteMarkedRuns() throws Exception {
        String table = run(List.of("4"), 2, Map.of(), "MISSED RATE");

        assertTrue(line(table, "| peer |").contains("reached, not to be quoted"), table);
        assertTrue(table.contains("- row 4, epona: runs not to be quoted: 2 of 2: MISSED RATE"), table);
    }

    @Test
    void shouldStoreTheTable() throws Exception {
        String table = run(List.of("4"), 1, Map.of(), "");

        assertEquals(table, Files.readString(directory.resolve("out/table.md")));
        assertEquals(
                "epona-perf-table/1",
                Json.readFile(directory.resolve("out/table.json")).get("format"));
    }

    @Test
    void shouldNameTheRowsThereAre() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> run(List.of("11"), 1, Map.of(), ""));

        assertTrue(e.getMessage().contains("row=11 known=1,2,3,4,5,6,7-10,7-100"), e.getMessage());
        assertEquals(2, Rows.selected(List.of("7")).size());
        assertEquals(1, Rows.selected(List.of("1")).size());
        assertEquals(13, Rows.selected(List.of()).size());
    }

    @Test
    void shouldTakeTheMiddleOfAnEvenNumberOfRuns() {
        List<Sample> samples =
                List.of(new Sample(Map.of("x", 4.0), ""), new Sample(Map.of("x", 1.0), ""), Sample.failed("no result"));

        assertEquals(new Spread(2.5, 1, 4, 2), Spread.of(samples, "x"));
        assertEquals("-", Spread.of(samples, "y").text("y"));
    }
}
