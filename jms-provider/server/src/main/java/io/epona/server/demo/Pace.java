package io.epona.server.demo;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The times at which a producer intends to send: evenly spaced, whether or not it keeps up, so that a send that had to
 * wait for the one before it counts from when it was due. Confined to one thread.
 */
final class Pace {
    private static final long MAX_PARK_NS = 50_000_000;

    private final long intervalNs;
    private long dueNs = System.nanoTime();

    /** @param intervalNs 0: each send is due at once */
    Pace(long intervalNs) {
        this.intervalNs = intervalNs;
    }

    /**
     * Waits until the next send is due.
     *
     * @return the time at which it was due
     */
    long awaitNext(BooleanSupplier isRunning) {
        if (intervalNs == 0) {
            return System.nanoTime();
        }
        long now = System.nanoTime();
        while (now - dueNs < 0 && isRunning.getAsBoolean()) {
            LockSupport.parkNanos(Math.min(dueNs - now, MAX_PARK_NS));
            now = System.nanoTime();
        }
        long due = dueNs;
        dueNs += intervalNs;
        return due;
    }
}
