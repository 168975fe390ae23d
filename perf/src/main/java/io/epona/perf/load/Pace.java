package io.epona.perf.load;

import java.util.concurrent.locks.LockSupport;

/** When a producer sends its next message. Used by the producer's thread. */
interface Pace {
    /**
     * Waits until the next message is due. An interrupt ends the wait.
     *
     * @return the time at which it was meant to be sent, from which its latencies count, as of {@link System#nanoTime}
     */
    long awaitNext();

    /**
     * As soon as the last one has been confirmed, or accepted.
     *
     * @param startNs time of the first message
     */
    static Pace closedLoop(long startNs) {
        return () -> {
            long nowNs = System.nanoTime();
            if (nowNs - startNs >= 0) {
                return nowNs;
            }
            awaitTime(startNs);
            return System.nanoTime();
        };
    }

    /**
     * On a schedule that does not wait for the provider: who is late sends at once, and the lateness is in the latencies.
     *
     * @param startNs time of the first message
     * @param ratePerS messages a second
     */
    static Pace openLoop(long startNs, double ratePerS) {
        return new Pace() {
            private long count;

            @Override
            public long awaitNext() {
                long dueNs = startNs + (long) (count++ * (1e9 / ratePerS));
                awaitTime(dueNs);
                return dueNs;
            }
        };
    }

    private static void awaitTime(long timeNs) {
        long leftNs = timeNs - System.nanoTime();
        while (leftNs > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(leftNs);
            leftNs = timeNs - System.nanoTime();
        }
    }
}
