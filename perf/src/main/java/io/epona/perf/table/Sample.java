package io.epona.perf.table;

import io.epona.perf.report.Metric;
import io.epona.perf.result.Fields;
import io.epona.perf.result.Json;
import io.epona.perf.result.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one run: rates a second, latencies in milliseconds, and others in the unit that is part of their name.
 *
 * @param mark why they are not to be quoted; empty if they are
 */
record Sample(Map<String, Double> figures, String mark) {
    private static final double NS_PER_MS = 1e6;

    /** A run that brought no result. */
    static Sample failed(String reason) {
        return new Sample(Map.of(), reason);
    }

    /** Reads the result that the command wrote. */
    static Sample read(String command, Path file) throws IOException {
        Fields fields = new Fields(file.toString(), Json.readFile(file));
        return command.equals(Row.RUN) ? of(RunResult.of(fields)) : ofFootprint(fields);
    }

    static Sample of(RunResult result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Metric metric : Metric.all()) {
            double value = metric.value().applyAsDouble(result);
            figures.put(metric.name(), metric.isRate() ? value : value / NS_PER_MS);
        }
        return new Sample(figures, result.mark());
    }

    private static Sample ofFootprint(Fields fields) {
        Fields all = fields.object("figures");
        Map<String, Double> figures = new LinkedHashMap<>();
        all.map().keySet().forEach(name -> figures.put(name, all.number(name)));
        return new Sample(figures, "");
    }
}
