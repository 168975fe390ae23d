package io.epona.perf.report;

import java.util.Locale;

/** How numbers are written, everywhere alike. */
public final class Figures {
    private static final double NS_PER_MS = 1e6;

    private Figures() {}

    /** Nanoseconds as milliseconds, with three significant digits. */
    public static String ms(double ns) {
        return significant(ns / NS_PER_MS);
    }

    /** A rate, with separators of thousands. */
    public static String rate(double perS) {
        return String.format(Locale.ROOT, perS < 100 ? "%.1f" : "%,.0f", perS);
    }

    /** A ratio. */
    public static String ratio(double ratio) {
        return Double.isFinite(ratio) ? significant(ratio) : "-";
    }

    /** Three digits that say something. */
    public static String significant(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }
}
