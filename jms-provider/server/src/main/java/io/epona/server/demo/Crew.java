package io.epona.server.demo;

import java.util.ArrayList;
import java.util.List;

/** Producers and consumers on one load, and the order in which they end. Confined to one thread. */
final class Crew {
    private static final long JOIN_LIMIT_MS = 90_000;
    /** Consumers are given up when they get nothing for so long although something is missing. */
    private static final long STALL_LIMIT_MS = 15_000;
    /** After the last expected message, how long a doubled one has to show itself. */
    private static final long QUIET_MS = 300;

    private final Ledger ledger;
    private final List<Worker> producers = new ArrayList<>();
    private final List<Worker> consumers = new ArrayList<>();

    Crew(Ledger ledger) {
        this.ledger = ledger;
    }

    void startProducer(String name, Worker.Job job) {
        producers.add(Worker.start(name, job));
    }

    void startConsumer(String name, Worker.Job job) {
        consumers.add(Worker.start(name, job));
    }

    /** Waits until every worker has connected: a client hides the loss of a connection, not that there never was one. */
    void awaitBegun() throws InterruptedException {
        Waiting.await(() -> hasBegun(producers) && hasBegun(consumers) || hasFailed(), JOIN_LIMIT_MS);
    }

    private static boolean hasBegun(List<Worker> workers) {
        return workers.stream().allMatch(Worker::hasBegun);
    }

    boolean hasFailed() {
        return !failures().isEmpty();
    }

    void stopProducers() throws InterruptedException {
        stop(producers);
    }

    /** Waits until all that was confirmed is consumed and nothing more comes, or until nothing comes for too long. */
    void drain() throws InterruptedException {
        boolean isMoving = true;
        while (isMoving) {
            long count = ledger.settlementCount();
            long limitMs = ledger.isDrained() ? QUIET_MS : STALL_LIMIT_MS;
            isMoving = Waiting.await(() -> ledger.settlementCount() != count, limitMs);
        }
    }

    void stopConsumers() throws InterruptedException {
        stop(consumers);
    }

    /** What ended workers that were not asked to end. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (List<Worker> workers : List.of(producers, consumers)) {
            for (Worker worker : workers) {
                worker.failure().ifPresent(e -> failures.add(worker.name() + ": " + e));
            }
        }
        return failures;
    }

    private static void stop(List<Worker> workers) throws InterruptedException {
        workers.forEach(Worker::stop);
        for (Worker worker : workers) {
            worker.join(JOIN_LIMIT_MS);
        }
    }
}
