package io.epona.perf.load;

import io.epona.perf.load.Meter.Reading;
import io.epona.perf.load.Watcher.Stage;
import io.epona.perf.provider.Connector;
import io.epona.perf.result.Rates;
import io.epona.perf.workload.Sending;
import io.epona.perf.workload.Span;
import io.epona.perf.workload.Workload;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a workload once against one provider: connects all, warms up, measures, waits for what is underway, and verifies.
 * For one thread and one use.
 */
public final class LoadRun {
    private static final long HEAD_START_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PRODUCER_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    /** So long a second copy of what has all arrived may still be on its way. */
    private static final long LINGER_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Workload workload;
    private final Watcher watcher;
    private final Faults faults = new Faults();
    private final Crew crew;
    private final Flow flow;

    private final Latencies latencies = new Latencies();
    private Meter meter;
    private Reading start;
    private Reading end;
    private double drainedPerS;

    /**
     * @param connector of XA, if the workload is
     * @param number of the run, by which its messages and destinations are told from those of another
     * @param watcher hears each second how it goes
     */
    public LoadRun(Connector connector, Workload workload, int number, Watcher watcher) {
        this.workload = workload;
        this.watcher = watcher;
        RunScope scope = new RunScope(workload, number, "perf_" + Integer.toHexString(number));
        crew = new Crew(connector, scope, faults);
        int limit = workload.span().isBacklog() ? 0 : workload.sending().inFlightLimit();
        flow = new Flow(limit, workload.deliveriesPerMessage(), crew.ledgers(), crew.receipts());
    }

    /**
     * Runs it; returns when all is closed. What throws in the threads of producers and consumers ends the run and is part of
     * the outcome.
     *
     * @throws JMSException if the provider cannot be reached, or refuses what the workload needs
     */
    public LoadOutcome run() throws JMSException, InterruptedException {
        Span span = workload.span();
        try (crew) {
            if (!span.isBacklog()) {
                crew.startConsumers(latencies);
            }
            crew.openProducers(latencies, flow);
            // Connecting thousands of consumers takes its time: the clock starts when all are there.
            long firstNs = System.nanoTime() + HEAD_START_NS;
            produce(firstNs, firstNs + TimeUnit.MILLISECONDS.toNanos(span.warmupMs()));
            drain();
        }
        // What was recorded since the last tick belongs to the run, too.
        meter.tick(Stage.DRAINING);
        return new LoadOutcome(
                rates(),
                latencies.allSends(),
                latencies.allDeliveries(),
                new Verifier(workload, crew.ledgers(), crew.receipts()).verify(faults.texts()));
    }

    private void produce(long firstNs, long measuredNs) throws InterruptedException {
        long endNs = measuredNs + TimeUnit.MILLISECONDS.toNanos(workload.span().durationMs());
        latencies.measure(measuredNs, endNs);
        meter = new Meter(crew, latencies, flow, watcher, firstNs);
        List<Producer> producers = crew.producers();
        CountDownLatch left = new CountDownLatch(producers.size());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < producers.size(); i++) {
            Producer producer = producers.get(i);
            Pace pace = pace(i, firstNs);
            Thread thread = new Thread(() -> send(producer, pace, endNs, left), "perf-producer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        watch(measuredNs, endNs, left);
        if (left.getCount() > 0) {
            threads.forEach(Thread::interrupt);
            if (!left.await(PRODUCER_LIMIT_NS, TimeUnit.NANOSECONDS)) {
                faults.add("run", new JMSException("producers did not end: count=" + left.getCount()));
            }
        }
    }

    private Pace pace(int producer, long firstNs) {
        Sending sending = workload.sending();
        if (!sending.isOpenLoop()) {
            return Pace.closedLoop(firstNs);
        }
        double ratePerS = sending.ratePerS() / sending.producers();
        // The producers take turns instead of sending all at the same moment.
        long offsetNs = (long) (producer * 1e9 / sending.ratePerS());
        return Pace.openLoop(firstNs + offsetNs, ratePerS);
    }

    private void send(Producer producer, Pace pace, long endNs, CountDownLatch left) {
        try {
            producer.run(pace, endNs);
        } catch (JMSException | InterruptedException | RuntimeException e) {
            faults.add("producer", e);
        } finally {
            left.countDown();
        }
    }

    /** Returns when all producers have ended, one of them failed, or they should have ended long ago. */
    private void watch(long measuredNs, long endNs, CountDownLatch left) throws InterruptedException {
        start = meter.read();
        boolean isMeasuring = false;
        long limitNs = endNs + PRODUCER_LIMIT_NS;
        while (true) {
            long nowNs = System.nanoTime();
            if (!isMeasuring && nowNs - measuredNs >= 0) {
                start = meter.read();
                isMeasuring = true;
            }
            if (end == null && nowNs - endNs >= 0) {
                end = meter.read();
            }
            if (nowNs - meter.nextTickNs() >= 0) {
                meter.tick(isMeasuring ? Stage.MEASURING : Stage.WARM_UP);
            }
            if (nowNs - limitNs >= 0 || !faults.isEmpty()) {
                break;
            }
            long nextNs = Math.min(meter.nextTickNs(), end == null ? isMeasuring ? endNs : measuredNs : limitNs);
            if (left.await(Math.max(1, nextNs - nowNs), TimeUnit.NANOSECONDS)) {
                break;
            }
        }
        if (end == null) {
            end = meter.read();
        }
    }

    /** Waits until all that was sent has arrived, or nothing has for a while. */
    private void drain() throws JMSException {
        boolean isBacklog = workload.span().isBacklog();
        Reading first = meter.read();
        if (isBacklog) {
            // Received in its own time: how old a message of the backlog is says nothing.
            crew.startConsumers(null);
        }
        long patienceNs = TimeUnit.MILLISECONDS.toNanos(workload.span().drainMs());
        Reading last = first;
        boolean isComplete = false;
        while (System.nanoTime() - last.atNs() < (isComplete ? LINGER_NS : patienceNs)) {
            LockSupport.parkNanos(POLL_NS);
            if (System.nanoTime() - meter.nextTickNs() >= 0) {
                meter.tick(Stage.DRAINING);
            }
            Reading now = meter.read();
            if (now.received() != last.received()) {
                last = now;
                isComplete = now.received() >= crew.expectedCount();
            } else if (!isComplete && now.received() >= crew.expectedCount()) {
                isComplete = true;
            }
            if (!faults.isEmpty()) {
                break;
            }
        }
        drainedPerS = isBacklog ? last.receivedPerS(first) : 0;
    }

    private Rates rates() {
        return new Rates(
                workload.sending().ratePerS(),
                end.sentPerS(start),
                end.receivedPerS(start),
                drainedPerS,
                end.seconds(start));
    }
}
