package io.epona.server.demo;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that nobody signals. */
final class Waiting {
    private static final long PARK_NS = 2_000_000;

    private Waiting() {}

    /**
     * Waits until the condition holds or the time has passed.
     *
     * @return whether the condition holds
     */
    static boolean await(BooleanSupplier condition, long timeoutMs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long remainingNs = deadlineNs - System.nanoTime();
            if (remainingNs <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(remainingNs, PARK_NS));
        }
        return true;
    }
}
