package io.epona.broker.core;

/** The event loop that owns the core. */
public interface BrokerLoop {
    /** Runs a task on the loop after a time. */
    Timer schedule(long delayMs, Runnable task);

    /** Has another duty cycle follow this one. */
    void requestCycle();

    /** A task that is due later. */
    @FunctionalInterface
    interface Timer {
        /** Makes sure that it does not run any more. */
        void cancel();
    }
}
