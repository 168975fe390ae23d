package io.epona.tck.support;

/** The wall clock that the provider, which is in this JVM, stamps messages with. */
public final class TestClock {
    private TestClock() {}

    /** Milliseconds since the epoch. */
    public static long nowMs() {
        return System.currentTimeMillis();
    }
}
