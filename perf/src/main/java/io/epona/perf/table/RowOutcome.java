package io.epona.perf.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all runs of a row found.
 *
 * @param samples by contender; the first is the one whose goals these are, or with {@code variants} the baseline
 */
record RowOutcome(Row row, Map<String, List<Sample>> samples) {
    List<String> contenders() {
        return List.copyOf(samples.keySet());
    }

    Spread spread(String contender, String figure) {
        return Spread.of(samples.get(contender), figure);
    }

    /** How many runs of a contender are not to be quoted, and why the first of them is not; empty if all are. */
    String marks(String contender) {
        List<String> marks = samples.get(contender).stream()
                .map(Sample::mark)
                .filter(mark -> !mark.isEmpty())
                .toList();
        return marks.isEmpty()
                ? ""
                : marks.size() + " of " + samples.get(contender).size() + ": " + marks.get(0);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("row", row.id());
        map.put("work", row.work());
        map.put("arguments", row.arguments());
        Map<String, Object> all = new LinkedHashMap<>();
        samples.forEach((contender, list) -> all.put(
                contender,
                list.stream()
                        .map(sample -> Map.of("figures", sample.figures(), "mark", sample.mark()))
                        .toList()));
        map.put("samples", all);
        return map;
    }
}
