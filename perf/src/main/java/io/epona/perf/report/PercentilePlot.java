package io.epona.perf.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Latency by percentile, both axes logarithmic: the further to the right, the rarer. */
final class PercentilePlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 170;
    private static final int TOP = 20;
    private static final int BOTTOM = 40;
    private static final int TICKS_PER_HALF = 5;
    private static final int LEGEND_LINE = 18;
    private static final String GREY = "#ddd";
    private static final List<String> PERCENTILES = List.of("0", "90", "99", "99.9", "99.99", "99.999", "99.9999");

    private final List<String> names;
    private final List<Histogram> histograms;
    private final int decadesRight;
    private final int lowDecade;
    private final int highDecade;

    /** @param histograms none of them empty */
    PercentilePlot(List<String> names, List<Histogram> histograms) {
        this.names = names;
        this.histograms = histograms;
        long count =
                histograms.stream().mapToLong(Histogram::getTotalCount).max().orElse(1);
        decadesRight = (int) Math.min(PERCENTILES.size() - 1, Math.max(1, Math.ceil(Math.log10(count))));
        lowDecade = (int) Math.floor(Math.log10(histograms.stream()
                .mapToLong(h -> Math.max(1, h.getMinValue()))
                .min()
                .orElse(1)));
        highDecade = (int) Math.max(
                lowDecade + 1,
                Math.ceil(Math.log10(histograms.stream()
                        .mapToLong(Histogram::getMaxValue)
                        .max()
                        .orElse(1))));
    }

    String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT);
        for (int decade = 0; decade <= decadesRight; decade++) {
            double x = x(decade);
            svg.line(x, TOP, x, HEIGHT - BOTTOM, GREY)
                    .label(x, HEIGHT - BOTTOM + LEGEND_LINE, "middle", PERCENTILES.get(decade) + " %");
        }
        for (int decade = lowDecade; decade <= highDecade; decade++) {
            double y = y(Math.pow(10, decade));
            svg.line(LEFT, y, WIDTH - RIGHT, y, GREY).label(LEFT - 6, y + 4, "end", Figures.ms(Math.pow(10, decade)));
        }
        svg.label(LEFT, TOP - 6, "end", "ms");
        for (int i = 0; i < histograms.size(); i++) {
            int y = TOP + (i + 1) * LEGEND_LINE;
            svg.polyline(points(histograms.get(i)), Svg.colour(i))
                    .bar(WIDTH - RIGHT + 12, y - 10, 12, 12, Svg.colour(i))
                    .label(WIDTH - RIGHT + 30, y, "start", names.get(i));
        }
        return svg.end();
    }

    private List<double[]> points(Histogram histogram) {
        List<double[]> points = new ArrayList<>();
        for (HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF)) {
            double rest = 1 - value.getPercentileLevelIteratedTo() / 100;
            double decade = rest <= 0 ? decadesRight : Math.min(decadesRight, -Math.log10(rest));
            points.add(new double[] {x(decade), y(Math.max(1, value.getValueIteratedTo()))});
        }
        return points;
    }

    private double x(double decade) {
        return LEFT + decade * (WIDTH - LEFT - RIGHT) / decadesRight;
    }

    private double y(double ns) {
        double share = (Math.log10(ns) - lowDecade) / (highDecade - lowDecade);
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }
}
