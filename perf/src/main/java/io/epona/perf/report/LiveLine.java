package io.epona.perf.report;

import io.epona.perf.load.Watcher;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Prints a line a second while a run goes on. */
public final class LiveLine implements Watcher {
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final double MS_PER_S = 1000;

    private final PrintWriter out;

    /** @param out where to; flushed after each line */
    public LiveLine(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void onTick(Tick tick) {
        String stage =
                switch (tick.stage()) {
                    case WARM_UP -> "warm-up";
                    case MEASURING -> "measure";
                    case DRAINING -> "drain";
                };
        out.println(String.format(
                Locale.ROOT,
                "%5.0f s %-7s  sent %9s/s  received %9s/s  underway %7d  send %s  end-to-end %s",
                tick.elapsedMs() / MS_PER_S,
                stage,
                Figures.rate(tick.sentPerS()),
                Figures.rate(tick.receivedPerS()),
                Math.max(0, tick.underway()),
                latency(tick.sends()),
                latency(tick.deliveries())));
        out.flush();
    }

    private static String latency(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? "-"
                : "p50 " + Figures.ms(histogram.getValueAtPercentile(MEDIAN)) + " p99 "
                        + Figures.ms(histogram.getValueAtPercentile(TAIL)) + " ms";
    }
}
