package io.epona.server.demo;

import io.epona.jms.EponaConnectionFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The showcase: four producers and four consumers on four queues, over TCP, to a broker in a process of its own that is
 * killed halfway with SIGKILL and started again on the same directory and port. Clients go on by themselves. At the end
 * a ledger says whether anything was lost, doubled or reordered.
 *
 * <p>Single use. {@link #run} blocks; {@link #close} may be called from another thread while it does, ends the broker
 * and removes its directory.
 */
public final class Demo implements AutoCloseable {
    static final int PRODUCERS = 4;
    static final int BATCH = 20;
    static final List<String> QUEUES = List.of("queue://demo.1", "queue://demo.2", "queue://demo.3", "queue://demo.4");

    private static final long RESUME_LIMIT_MS = 60_000;
    private static final long TICK_MS = 1_000;

    private final DemoSettings settings;
    private final DemoReport report;
    private final Ledger ledger = new Ledger();
    private final Outage outage = new Outage();
    private final SendLatencies latencies = new SendLatencies(outage);
    private final Path directory;
    private BrokerProcess broker;
    private boolean isClosed;

    /** @throws IOException if there is no room for a temporary directory */
    public Demo(DemoSettings settings, PrintWriter out) throws IOException {
        this.settings = settings;
        directory = Files.createTempDirectory("epona-demo-");
        report = new DemoReport(out, ledger);
    }

    /**
     * Runs the showcase and prints what happens.
     *
     * @return whether everything confirmed arrived, once and in order, and no worker failed
     * @throws IOException if the broker cannot be started
     */
    public boolean run() throws IOException, InterruptedException {
        BrokerProcess.Launch launch =
                new BrokerProcess.Launch(settings.mainClass(), directory, FreePort.find(), List.of());
        String uri = startBroker(launch);
        report.begin(settings, broker, directory);
        Crew crew = startCrew(uri);
        crew.awaitBegun();
        long halfMs = settings.duration().toMillis() / 2;
        work(crew, halfMs);
        killBroker();
        startBroker(launch);
        report.event("broker started again on the same directory: pid=" + broker.pid() + ", ready in "
                + broker.readyMs() + " ms");
        Waiting.await(() -> outage.isOver() || crew.hasFailed(), RESUME_LIMIT_MS);
        work(crew, halfMs);
        report.event("producers stop, consumers take what is left");
        crew.stopProducers();
        report.sendingEnded();
        crew.drain();
        crew.stopConsumers();
        return report(crew);
    }

    @Override
    public synchronized void close() throws IOException {
        isClosed = true;
        if (broker != null) {
            broker.close();
        }
        if (settings.isKept()) {
            report.event("data kept in " + directory);
        } else {
            Directories.delete(directory);
        }
    }

    private boolean report(Crew crew) {
        List<String> failures = new ArrayList<>(crew.failures());
        if (!outage.isOver()) {
            failures.add("clients did not resume: waitedMs=" + RESUME_LIMIT_MS);
        }
        Findings findings = ledger.check();
        report.end(findings, latencies, outage, failures);
        return findings.isClean() && failures.isEmpty();
    }

    private Crew startCrew(String uri) {
        long intervalNs = settings.ratePerSecond() == 0 ? 0 : PRODUCERS * 1_000_000_000L / settings.ratePerSecond();
        Load load = new Load(
                new EponaConnectionFactory(uri), ledger, outage, latencies, settings.bodyLength(), intervalNs, BATCH);
        Crew crew = new Crew(ledger);
        for (int i = 0; i < QUEUES.size(); i++) {
            String queue = QUEUES.get(i);
            String name = "consumer-" + (i + 1);
            crew.startConsumer(name, i % 2 == 0 ? new AutoConsumer(load, queue) : new TransactedConsumer(load, queue));
        }
        for (int i = 0; i < PRODUCERS; i++) {
            String name = "producer-" + (i + 1);
            List<SentStream> streams = load.streams(name, QUEUES);
            crew.startProducer(
                    name, i % 2 == 0 ? new BlockingProducer(load, streams) : new TransactedProducer(load, streams));
        }
        return crew;
    }

    private void work(Crew crew, long durationMs) throws InterruptedException {
        long endNs = System.nanoTime() + durationMs * 1_000_000;
        long remainingMs = durationMs;
        while (remainingMs > 0 && !Waiting.await(crew::hasFailed, Math.min(TICK_MS, remainingMs))) {
            report.progress();
            remainingMs = (endNs - System.nanoTime()) / 1_000_000;
        }
    }

    private void killBroker() {
        outage.brokerKilled(System.nanoTime());
        broker.kill();
        report.event("broker killed with SIGKILL: pid=" + broker.pid());
    }

    private String startBroker(BrokerProcess.Launch launch) throws IOException, InterruptedException {
        BrokerProcess started;
        synchronized (this) {
            if (isClosed) {
                throw new IOException("demo was interrupted");
            }
            outage.brokerRestarted(System.nanoTime());
            started = BrokerProcess.start(launch);
            broker = started;
        }
        return started.awaitReady().uri();
    }
}
