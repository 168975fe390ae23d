package io.epona.perf.report;

import io.epona.perf.result.RunResult;
import java.util.List;

/** Messages a second as bars. */
final class RateBars {
    private static final int WIDTH = 760;
    private static final int LEFT = 170;
    private static final int RIGHT = 110;
    private static final int BAR = 22;
    private static final int GAP = 8;

    private RateBars() {}

    static String svg(List<RunResult> results, Metric metric) {
        double most = results.stream().mapToDouble(metric.value()).max().orElse(1);
        Svg svg = new Svg(WIDTH, GAP + results.size() * (BAR + GAP));
        for (int i = 0; i < results.size(); i++) {
            RunResult result = results.get(i);
            double y = GAP + i * (BAR + GAP);
            double width = (WIDTH - LEFT - RIGHT) * metric.value().applyAsDouble(result) / Math.max(most, 1e-9);
            svg.label(LEFT - GAP, y + BAR - 6, "end", result.label())
                    .bar(LEFT, y, width, BAR, Svg.colour(i))
                    .label(LEFT + width + GAP, y + BAR - 6, "start", metric.text(result) + " " + result.mark());
        }
        return svg.end();
    }
}
