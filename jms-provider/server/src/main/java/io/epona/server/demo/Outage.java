package io.epona.server.demo;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When the broker was last killed, and when its clients noticed that it is back. Times are those of
 * {@link System#nanoTime()}; 0 stands for "not yet". Thread-safe.
 */
final class Outage {
    private final AtomicLong firstConfirmNs = new AtomicLong();
    private final AtomicLong firstDeliveryNs = new AtomicLong();
    private volatile long killedNs;
    private volatile long restartedNs;

    void brokerKilled(long nowNs) {
        restartedNs = 0;
        firstConfirmNs.set(0);
        firstDeliveryNs.set(0);
        killedNs = nowNs;
    }

    /** The old broker has ended, so whatever is confirmed from now on was confirmed by the new one. */
    void brokerRestarted(long nowNs) {
        restartedNs = nowNs;
    }

    void confirmed(long nowNs) {
        if (firstConfirmNs.get() == 0 && isAfterRestart(nowNs)) {
            firstConfirmNs.compareAndSet(0, nowNs);
        }
    }

    /** What was sent before may have been prefetched before, so it proves nothing. */
    void delivered(long sentNs, long nowNs) {
        if (firstDeliveryNs.get() == 0 && isAfterRestart(sentNs)) {
            firstDeliveryNs.compareAndSet(0, nowNs);
        }
    }

    /** Whether a send had to wait for the broker to come back. */
    boolean covers(long startNs, long endNs) {
        long firstConfirm = firstConfirmNs.get();
        return killedNs != 0 && endNs - killedNs > 0 && (firstConfirm == 0 || startNs - firstConfirm < 0);
    }

    boolean isOver() {
        return firstConfirmNs.get() != 0 && firstDeliveryNs.get() != 0;
    }

    /** Nanoseconds from the kill to the first send that the new broker confirmed. */
    long resumeNs() {
        return firstConfirmNs.get() - killedNs;
    }

    /** Nanoseconds from the kill to the first delivery of a message that the new broker took. */
    long deliveryNs() {
        return firstDeliveryNs.get() - killedNs;
    }

    private boolean isAfterRestart(long timeNs) {
        long restarted = restartedNs;
        return restarted != 0 && timeNs - restarted > 0;
    }
}
