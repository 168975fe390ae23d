package io.epona.server.demo;

import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A thread that runs one producer or consumer until it is told to stop, and keeps what it failed with. */
final class Worker {
    /** What a worker does: opens its connection, then asks before each step whether it may go on, and closes it. */
    interface Job {
        void run(BooleanSupplier isRunning) throws JMSException;
    }

    private final Thread thread;
    private volatile boolean isRunning = true;
    private volatile boolean hasBegun;
    private volatile Exception failure;

    private Worker(String name, Job job) {
        thread = new Thread(() -> work(job), name);
        thread.setDaemon(true);
    }

    static Worker start(String name, Job job) {
        Worker worker = new Worker(name, job);
        worker.thread.start();
        return worker;
    }

    /** Whether its connection stands: from now on, losing it is the client's business. */
    boolean hasBegun() {
        return hasBegun;
    }

    /** Asks the worker to end after what it is doing. */
    void stop() {
        isRunning = false;
    }

    /** Waits for the end. A worker that does not end in time counts as failed. */
    void join(long timeoutMs) throws InterruptedException {
        TimeUnit.MILLISECONDS.timedJoin(thread, timeoutMs);
        if (thread.isAlive()) {
            failure = new IllegalStateException("worker did not end: waitedMs=" + timeoutMs);
        }
    }

    String name() {
        return thread.getName();
    }

    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    private boolean mayGoOn() {
        hasBegun = true;
        return isRunning;
    }

    private void work(Job job) {
        try {
            job.run(this::mayGoOn);
        } catch (JMSException | RuntimeException e) {
            failure = e;
        }
    }
}
