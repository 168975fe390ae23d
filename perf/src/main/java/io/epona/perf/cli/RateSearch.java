package io.epona.perf.cli;

/** Finds the highest rate that is good, supposing that what is too high for one rate is so for every higher one. */
final class RateSearch {
    /** Below this share of the first rate there is nothing to be found. */
    private static final double LOWEST_SHARE = 0.01;

    private static final double HIGHEST = 5e7;

    private final double precision;
    private final double lowest;
    private double good;
    private double bad = Double.POSITIVE_INFINITY;
    private double next;

    /** @param precision how near good and bad must be in the end, as a share of the good one */
    RateSearch(double first, double precision) {
        this.precision = precision;
        next = first;
        lowest = first * LOWEST_SHARE;
    }

    boolean isDone() {
        return bad - good <= good * precision || bad <= lowest || good >= HIGHEST;
    }

    double next() {
        return next;
    }

    /** Says whether the last {@link #next} was good. */
    void report(boolean isGood) {
        if (isGood) {
            good = next;
        } else {
            bad = next;
        }
        if (Double.isInfinite(bad)) {
            next = good * 2;
        } else {
            next = (good + bad) / 2;
        }
    }

    /** The highest rate that was good; 0: none was. */
    double highest() {
        return good;
    }
}
