package io.epona.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects a figure per round and prints medians with their spread. */
final class BenchmarkFigures {
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    void add(String name, double value) {
        figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    double median(String name) {
        List<Double> values = new ArrayList<>(figures.get(name));
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    /** One figure as a multiple of another, by their medians. */
    void printRatio(String name, String of) {
        System.out.printf(Locale.ROOT, "%-58s %10.2f x %s%n", name, median(name) / median(of), of);
    }

    void print() {
        figures.forEach((name, values) -> System.out.printf(
                Locale.ROOT,
                "%-58s median %,12.3f  min %,12.3f  max %,12.3f  rounds %d%n",
                name,
                median(name),
                Collections.min(values),
                Collections.max(values),
                values.size()));
    }
}
