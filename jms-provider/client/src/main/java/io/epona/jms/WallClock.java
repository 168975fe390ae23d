package io.epona.jms;

/** The time of day, for timestamps and expirations. */
final class WallClock {
    private WallClock() {}

    static long nowMs() {
        return System.currentTimeMillis();
    }
}
