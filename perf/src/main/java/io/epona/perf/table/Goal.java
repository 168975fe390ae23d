package io.epona.perf.table;

import io.epona.perf.report.Figures;
import java.util.Locale;

/**
 * What a figure is to reach.
 *
 * @param figure its name
 * @param kind what it is compared to
 * @param bound the ratio, or for {@link Kind#AT_MOST} the figure itself
 */
record Goal(String figure, Kind kind, double bound) {
    /** What a figure is compared to. */
    enum Kind {
        /** At most so many times that of the peer. */
        RATIO_AT_MOST,
        /** At least so many times that of the peer. */
        RATIO_AT_LEAST,
        /** At most this, whatever the peer's. */
        AT_MOST,
        /** At most so many times a sync of the disk and a round trip. */
        SYNC_AND_ROUND_TRIP,
        /** At most so many times a round trip. */
        ROUND_TRIP
    }

    /**
     * The physical limits of the machine.
     *
     * @param syncMs median of syncing a kibibyte, in milliseconds
     * @param roundTripMs median of a round trip over loopback, likewise
     */
    record Floor(double syncMs, double roundTripMs) {}

    static Goal ratioAtMost(String figure, double bound) {
        return new Goal(figure, Kind.RATIO_AT_MOST, bound);
    }

    static Goal ratioAtLeast(String figure, double bound) {
        return new Goal(figure, Kind.RATIO_AT_LEAST, bound);
    }

    /** The figure in terms of what it is compared to. */
    double measure(double own, double peer, Floor floor) {
        return switch (kind) {
            case RATIO_AT_MOST, RATIO_AT_LEAST -> own / peer;
            case AT_MOST -> own;
            case SYNC_AND_ROUND_TRIP -> own / (floor.syncMs() + floor.roundTripMs());
            case ROUND_TRIP -> own / floor.roundTripMs();
        };
    }

    boolean isReached(double measure) {
        return kind == Kind.RATIO_AT_LEAST ? measure >= bound : measure <= bound;
    }

    String text() {
        String number = bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound);
        return switch (kind) {
            case RATIO_AT_MOST -> "<= " + number + " x";
            case RATIO_AT_LEAST -> ">= " + number + " x";
            case AT_MOST -> "<= " + number;
            case SYNC_AND_ROUND_TRIP -> "<= " + number + " x (sync + round trip)";
            case ROUND_TRIP -> "<= " + number + " x round trip";
        };
    }

    String text(double measure) {
        return Figures.ratio(measure) + (kind == Kind.AT_MOST ? "" : " x");
    }
}
