package io.epona.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import io.epona.server.cli.EponaCli;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a broker at random moments while clients send and receive, starts it again, and holds the ledger against what
 * the clients were promised. {@code -Depona.seed=…} repeats the moments, as far as a machine does the same thing twice.
 */
class KillSystemTest {
    private static final int ROUNDS = Integer.getInteger("epona.killRounds", 10);
    private static final int KILLS_PER_ROUND = 2;
    /** So small that the journal rolls, reclaims and writes checkpoints all the time. */
    private static final List<String> SMALL_SEGMENTS = List.of("--segment-length", "262144");

    private static final int STREAMS_PER_ROUND = 100;
    private static final int MAX_LOAD_MS = 800;
    private static final int BODY_LENGTH = 256;
    private static final int BATCH = 10;
    private static final long RESUME_LIMIT_MS = 30_000;

    private static final String FIRST = "queue://kill.1";
    private static final String SECOND = "queue://kill.2";
    private static final String NEWS = "topic://kill.news";

    private final long seed = Long.getLong("epona.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    private BrokerProcess.Launch launch;
    private BrokerProcess broker;

    @AfterEach
    void endBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldKeepEveryPromiseWhenItsBrokerIsKilled(TestReporter reporter)
            throws IOException, InterruptedException, JMSException {
        reporter.publishEntry("seed", Long.toString(seed));
        launch = new BrokerProcess.Launch(EponaCli.class.getName(), directory, FreePort.find(), SMALL_SEGMENTS);
        broker = BrokerProcess.start(launch).awaitReady();
        DurableListener.subscribe(newLoad(0), NEWS);
        for (int round = 0; round < ROUNDS; round++) {
            kill(round);
        }
        assertEquals(0, broker.terminate().orElse(-1), () -> "broker did not stop in good order: " + broker.output());
    }

    private void kill(int round) throws IOException, InterruptedException {
        Load load = newLoad(round * STREAMS_PER_ROUND);
        Crew crew = startCrew(load);
        crew.awaitBegun();
        for (int kill = 0; kill < KILLS_PER_ROUND; kill++) {
            Waiting.await(crew::hasFailed, random.nextInt(MAX_LOAD_MS));
            restartBroker(load.outage());
        }
        broker.awaitReady();
        Waiting.await(() -> load.outage().isOver() || crew.hasFailed(), RESUME_LIMIT_MS);
        crew.stopProducers();
        crew.drain();
        crew.stopConsumers();
        Findings findings = load.ledger().check();
        String state = "seed=" + seed + " round=" + round + " " + findings + " failures=" + crew.failures();
        assertEquals(List.of(), crew.failures(), state);
        assertTrue(findings.isClean(), state);
        assertTrue(load.outage().isOver(), () -> "nothing confirmed or delivered after the restart: " + state);
    }

    /** The next kill may strike the new broker at any moment, while it recovers or while clients resume too. */
    private void restartBroker(Outage outage) throws IOException {
        outage.brokerKilled(System.nanoTime());
        broker.kill();
        if (random.nextInt(4) == 0) {
            // The log alone must do as well.
            Files.deleteIfExists(directory.resolve("journal").resolve("checkpoint.epc"));
        }
        outage.brokerRestarted(System.nanoTime());
        broker = BrokerProcess.start(launch);
    }

    private Load newLoad(int firstStreamId) {
        Outage outage = new Outage();
        return new Load(
                new EponaConnectionFactory("epona://127.0.0.1:" + launch.port()),
                new Ledger(firstStreamId),
                outage,
                new SendLatencies(outage),
                BODY_LENGTH,
                0,
                BATCH);
    }

    private static Crew startCrew(Load load) {
        Crew crew = new Crew(load.ledger());
        crew.startConsumer("auto", new AutoConsumer(load, FIRST));
        crew.startConsumer("transacted", new TransactedConsumer(load, SECOND));
        crew.startConsumer("durable", new DurableListener(load, NEWS));
        List<String> all = List.of(FIRST, SECOND, NEWS);
        crew.startProducer("blocking", new BlockingProducer(load, load.streams("blocking", all)));
        List<String> queues = List.of(FIRST, SECOND);
        crew.startProducer("batches-1", new TransactedProducer(load, load.streams("batches-1", queues)));
        crew.startProducer("batches-2", new TransactedProducer(load, load.streams("batches-2", all)));
        return crew;
    }
}
