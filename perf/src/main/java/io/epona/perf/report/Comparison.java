package io.epona.perf.report;

import io.epona.perf.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Results beside each other, each with its ratio to the first. */
public final class Comparison {
    private Comparison() {}

    /** The table: a row for each figure that any of the results has. */
    public static TextTable table(List<RunResult> results) {
        String[] heads = Stream.concat(Stream.of(""), results.stream().map(RunResult::label))
                .toArray(String[]::new);
        TextTable table = new TextTable(heads);
        RunResult baseline = results.get(0);
        for (Metric metric : Metric.all()) {
            if (results.stream().allMatch(result -> metric.value().applyAsDouble(result) == 0)) {
                continue;
            }
            List<String> cells = new ArrayList<>(List.of(metric.name()));
            for (RunResult result : results) {
                String ratio = " (" + Figures.ratio(metric.ratio(result, baseline)) + ")";
                cells.add(metric.text(result) + (result == baseline ? "" : ratio));
            }
            table.add(cells);
        }
        List<String> marks = new ArrayList<>(List.of("verified"));
        results.forEach(result -> marks.add(result.mark().isEmpty() ? "yes" : result.mark()));
        table.add(marks);
        return table;
    }
}
