package io.epona.perf.table;

import io.epona.perf.table.Goal.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All rows of the table. */
public final class Rows {
    private static final String SENT = "sent/s";
    private static final String RECEIVED = "received/s";
    private static final String HEAP = "heap per queue, bytes";

    private static final List<Row> ALL = List.of(
            Row.of(
                    "1",
                    "durable blocking send, 1 producer",
                    "--backlog",
                    Goal.ratioAtMost("send p50, ms", 0.6),
                    Goal.ratioAtMost("send p99, ms", 0.6),
                    new Goal("send p50, ms", Kind.SYNC_AND_ROUND_TRIP, 1.25)),
            Row.of("2", "durable, window 256, 1 producer, 1 consumer", "--window 256", Goal.ratioAtLeast(RECEIVED, 3)),
            Row.of(
                    "3",
                    "durable blocking, 64 producers, 64 consumers, one queue",
                    "--producers 64 --consumers 64",
                    Goal.ratioAtLeast(RECEIVED, 3),
                    Goal.ratioAtMost("send p99, ms", 1)),
            Row.of("4", "non-persistent, 1 producer, 1 consumer", "--non-persistent", Goal.ratioAtLeast(RECEIVED, 3)),
            Row.openLoop(
                    "5",
                    "non-persistent open loop at half of the peer's maximum",
                    "--non-persistent",
                    Goal.ratioAtMost("end to end p50, ms", 0.5),
                    Goal.ratioAtMost("end to end p99.9, ms", 0.2),
                    new Goal("end to end p50, ms", Kind.ROUND_TRIP, 3)),
            Row.openLoop(
                    "6",
                    "durable open loop, 4 producers, at half of the peer's maximum",
                    "--producers 4",
                    Goal.ratioAtMost("end to end p50, ms", 0.5),
                    Goal.ratioAtMost("end to end p99.9, ms", 0.3)),
            Row.of("7-10", "transacted batches of 10", "--batch 10", Goal.ratioAtLeast(RECEIVED, 3)),
            Row.of("7-100", "transacted batches of 100", "--batch 100", Goal.ratioAtLeast(RECEIVED, 3)),
            Row.of(
                    "8-persistent",
                    "topic, 1 producer to 50 subscribers, persistent",
                    "--topic --consumers 50",
                    Goal.ratioAtLeast(RECEIVED, 3)),
            Row.of(
                    "8-nonpersistent",
                    "topic, 1 producer to 50 subscribers, non-persistent",
                    "--topic --consumers 50 --non-persistent",
                    Goal.ratioAtLeast(RECEIVED, 3)),
            new Row(
                    "9-rate",
                    "messages spread over queues, beside one queue (durable, window 256)",
                    Row.RUN,
                    // Several, because a broker may limit the consumers of one connection.
                    List.of("--window", "256", "--consumers", "10"),
                    List.of(),
                    queues(),
                    List.of(Goal.ratioAtLeast(SENT, 0.8), Goal.ratioAtLeast(RECEIVED, 0.8))),
            new Row(
                    "9-heap",
                    "heap of an idle queue, 10,000 queues",
                    Row.FOOTPRINT,
                    List.of("--queues", "10000"),
                    List.of(),
                    Map.of(),
                    List.of(new Goal(HEAP, Kind.AT_MOST, 2048))),
            new Row(
                    "10",
                    "start of an empty broker, idle CPU, idle memory",
                    Row.FOOTPRINT,
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of(
                            Goal.ratioAtMost("start, ms", 0.3),
                            new Goal("idle CPU, %", Kind.AT_MOST, 0.5),
                            Goal.ratioAtMost("idle memory, MiB", 0.5))));

    private Rows() {}

    /** The baseline first. */
    private static Map<String, List<String>> queues() {
        Map<String, List<String>> variants = new LinkedHashMap<>();
        for (int count : new int[] {1, 10_000, 50_000}) {
            variants.put(
                    "epona, " + count + (count == 1 ? " queue" : " queues"),
                    List.of("--queues", Integer.toString(count)));
        }
        return variants;
    }

    /**
     * The rows that are meant.
     *
     * @param selections numbers or ids; none: all rows
     * @throws IllegalArgumentException if one of them means no row
     */
    static List<Row> selected(List<String> selections) {
        if (selections.isEmpty()) {
            return ALL;
        }
        for (String selection : selections) {
            if (ALL.stream().noneMatch(row -> row.isMeantBy(selection))) {
                throw new IllegalArgumentException("no such row: row=" + selection + " known="
                        + ALL.stream().map(Row::id).collect(Collectors.joining(",")));
            }
        }
        return ALL.stream()
                .filter(row -> selections.stream().anyMatch(row::isMeantBy))
                .toList();
    }

    /** All rows with their ids, one a line. */
    public static String describe() {
        return ALL.stream()
                .map(row -> String.format("%-16s %s", row.id(), row.work()))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
