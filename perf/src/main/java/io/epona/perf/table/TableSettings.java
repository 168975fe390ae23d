package io.epona.perf.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a table is measured.
 *
 * @param rows which rows: numbers or ids; none: all
 * @param peers whom Epona is compared to, the one whose half rate is used first
 * @param rounds runs of each in each row
 * @param warmupS seconds at the start of each run that are not measured
 * @param durationS seconds that are
 * @param rates rates of open loops by row, instead of half of the peer's maximum
 * @param data where brokers keep their files
 * @param out where results go
 */
public record TableSettings(
        List<String> rows,
        List<String> peers,
        int rounds,
        double warmupS,
        double durationS,
        Map<String, Double> rates,
        Path data,
        Path out) {
    /** Copies what it is given. */
    public TableSettings {
        rows = List.copyOf(rows);
        peers = List.copyOf(peers);
        rates = Map.copyOf(rates);
    }

    /** A command that measures a row with a provider. */
    List<String> command(Row row, String provider, String label, List<String> further) {
        List<String> command = new ArrayList<>(List.of(row.command(), "--provider", provider));
        command.addAll(List.of("--data", data.toString(), "--duration", Double.toString(durationS)));
        if (row.command().equals(Row.RUN)) {
            command.addAll(List.of("--warmup", Double.toString(warmupS), "--label", label));
        } else {
            command.addAll(List.of("--settle", Double.toString(warmupS)));
        }
        command.addAll(row.arguments());
        command.addAll(further);
        return command;
    }
}
