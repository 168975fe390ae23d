package io.epona.perf.table;

import io.epona.perf.report.Figures;
import java.util.List;

/**
 * One figure over several runs.
 *
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param least the least
 * @param most the greatest
 * @param count how many there were
 */
record Spread(double median, double least, double most, int count) {
    /** The spread of a figure over the samples that have it. */
    static Spread of(List<Sample> samples, String figure) {
        double[] sorted = samples.stream()
                .filter(sample -> sample.figures().containsKey(figure))
                .mapToDouble(sample -> sample.figures().get(figure))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** Median and range, for a table. */
    String text(String figure) {
        if (count == 0) {
            return "-";
        }
        boolean isRate = figure.endsWith("/s");
        String middle = isRate ? Figures.rate(median) : Figures.significant(median);
        String low = isRate ? Figures.rate(least) : Figures.significant(least);
        String high = isRate ? Figures.rate(most) : Figures.significant(most);
        return count == 1 ? middle : middle + " (" + low + " to " + high + ")";
    }
}
