package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The lock that guards a session, of the link and of the JMS API alike, and what its threads wait for. It is held for short
 * while only, never while application code runs.
 */
public final class SessionMonitor {
    private static final long NO_LIMIT_NS = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private Failure failure;
    private boolean isReachable;
    private long reachableSinceNs;

    /**
     * What a call waits for.
     *
     * @param timeoutMs 0 for no limit
     * @param countsOutages whether the time without a connection counts; its limit is otherwise that of the resume
     * @param onTimeout the code of the exception when the time has passed
     * @param onFailure the code of the exception when the connection fails for good; null for that of the failure
     * @param what for the exception's text
     */
    record Wait(int timeoutMs, boolean countsOutages, ErrorCode onTimeout, ErrorCode onFailure, Supplier<String> what) {
        /** Until it is there or the connection fails. */
        static Wait unlimited(String what) {
            return new Wait(0, false, ErrorCode.OUTCOME_UNKNOWN, null, () -> what);
        }
    }

    public void lock() {
        lock.lock();
    }

    public void unlock() {
        lock.unlock();
    }

    /** Waits until something may have changed for a consumer: a delivery, start, stop, close, failure. */
    public void awaitArrival() throws InterruptedException {
        arrived.await();
    }

    /** As {@link #awaitArrival()}, for a time at most; returns what is left of it, not positive if it has passed. */
    public long awaitArrival(long timeoutNs) throws InterruptedException {
        return arrived.awaitNanos(timeoutNs);
    }

    /** To be called by whoever changes what {@link #awaitArrival} waits for. */
    public void signalArrival() {
        arrived.signalAll();
    }

    void signalAnswer() {
        answered.signalAll();
    }

    void setReachable(boolean reachable) {
        isReachable = reachable;
        reachableSinceNs = System.nanoTime();
        answered.signalAll();
    }

    void fail(Failure reason) {
        failure = reason;
        answered.signalAll();
        arrived.signalAll();
    }

    /** Throws if the connection has failed for good. */
    public void checkAlive() throws JMSException {
        if (failure != null) {
            throw failure.toException();
        }
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Waits until the condition holds, which the waiting thread evaluates with the lock held. */
    void await(BooleanSupplier isDone, Wait wait) throws JMSException {
        long startNs = System.nanoTime();
        while (!isDone.getAsBoolean()) {
            if (failure != null) {
                throw failed(wait);
            }
            long remainingNs = remainingNs(startNs, wait);
            if (remainingNs <= 0) {
                long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                String problem =
                        wait.onTimeout() == ErrorCode.SEND_TIMED_OUT ? "broker has no room: " : "no answer in time: ";
                throw JmsErrors.of(wait.onTimeout(), problem + wait.what().get() + " waitedMs=" + waitedMs);
            }
            try {
                answered.awaitNanos(remainingNs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw JmsErrors.of(
                        ErrorCode.INTERRUPTED, "interrupted: " + wait.what().get(), e);
            }
        }
    }

    private JMSException failed(Wait wait) {
        if (wait.onFailure() == null) {
            return failure.toException();
        }
        String text = "connection failed before the answer came: " + wait.what().get() + " reason=" + failure.text();
        return JmsErrors.of(wait.onFailure(), text, failure.toException());
    }

    private long remainingNs(long startNs, Wait wait) {
        if (wait.timeoutMs() == 0) {
            return NO_LIMIT_NS;
        }
        long timeoutNs = TimeUnit.MILLISECONDS.toNanos(wait.timeoutMs());
        if (!isReachable && !wait.countsOutages()) {
            return timeoutNs;
        }
        long nowNs = System.nanoTime();
        long sinceNs = wait.countsOutages() ? nowNs - startNs : Math.min(nowNs - startNs, nowNs - reachableSinceNs);
        return timeoutNs - sinceNs;
    }
}
