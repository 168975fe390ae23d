package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moves of a message and a row together, while the broker, the process that moves, or both are killed at random times:
 * afterwards each move is on both sides or on neither.
 *
 * <p>{@code -Depona.transfer.seed=N} repeats one run, {@code -Depona.transfer.runs=N} does so many.
 */
class TransferCrashSystemTest {
    private static final int MOVE_COUNT = 1_000;
    private static final int MAX_KILL_DELAY_MS = 1_500;
    private static final int KILL_COUNT = 2;
    private static final long LIMIT_MS = 1_000;

    @TempDir
    private Path directory;

    private int port;
    private CliProcess broker;

    @Test
    void shouldHaveEachMoveOnBothSidesOrOnNeither() throws Exception {
        int runs = Integer.getInteger("epona.transfer.runs", 1);
        for (int run = 0; run < runs; run++) {
            long seed = Long.getLong("epona.transfer.seed", run + 1L);
            System.out.println("seed=" + seed);
            run(new Random(seed), Files.createDirectory(directory.resolve("run-" + run)), "seed=" + seed);
        }
    }

    private void run(Random random, Path place, String seed) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        startBroker(place);
        String uri = "epona://127.0.0.1:" + port;
        try {
            fill(uri);
            for (int kill = 0; kill < KILL_COUNT; kill++) {
                killSomething(random, place, uri);
            }
            check(uri, place, seed);
        } finally {
            broker.close();
        }
    }

    private void startBroker(Path place) throws IOException, InterruptedException {
        broker = CliProcess.start("run", "--data", place.resolve("data").toString(), "--port", Integer.toString(port));
        broker.awaitReady();
    }

    private static void fill(String uri) throws Exception {
        try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue(Mover.IN));
            for (int i = 0; i < MOVE_COUNT; i++) {
                producer.send(session.createTextMessage(id(i)));
            }
            session.commit();
        }
    }

    private static String id(int number) {
        return String.format("%04d", number);
    }

    private void killSomething(Random random, Path place, String uri) throws Exception {
        boolean isBrokerDead;
        try (CliProcess mover = CliProcess.startClass(TransferProcess.class.getName(), uri, place.toString(), "move")) {
            mover.awaitLine(TransferProcess.MOVED);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MAX_KILL_DELAY_MS)));
            int victim = random.nextInt(3);
            if (victim != 0) {
                broker.close();
            }
            if (victim == 1) {
                // The process that moves lives, and finds the broker that comes back.
                startBroker(place);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MAX_KILL_DELAY_MS)));
            }
            isBrokerDead = victim == 2;
        }
        if (isBrokerDead) {
            startBroker(place);
        }
    }

    private static void check(String uri, Path place, String seed) throws Exception {
        try (CliProcess recovery =
                CliProcess.startClass(TransferProcess.class.getName(), uri, place.toString(), "recover")) {
            assertEquals(0, recovery.exitCode(), () -> seed + " stderr=" + recovery.err());
            List<String> rows = recovery.out().stream()
                    .filter(line -> line.startsWith("row "))
                    .map(line -> line.substring(4))
                    .sorted()
                    .toList();
            try (XAConnection connection = new EponaXAConnectionFactory(uri).createXAConnection()) {
                connection.start();
                XAResource resource = connection.createXASession().getXAResource();
                assertEquals(0, resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length, seed);
                Session session = connection.createSession();
                List<String> moved = drain(session, Mover.OUT);
                List<String> left = drain(session, Mover.IN);
                assertEquals(rows, moved, seed);
                TreeSet<String> all = new TreeSet<>(moved);
                all.addAll(left);
                assertEquals(
                        IntStream.range(0, MOVE_COUNT)
                                .mapToObj(TransferCrashSystemTest::id)
                                .toList(),
                        List.copyOf(all),
                        seed);
                assertEquals(MOVE_COUNT, moved.size() + left.size(), seed + ": moved and still there");
                System.out.println(seed + " moved=" + moved.size() + " left=" + left.size());
            }
        }
    }

    /** The broker waits for a killed consumer for a while, so does this. */
    private static List<String> drain(Session session, String queue) throws Exception {
        List<String> texts = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            long limitMs = 8 * LIMIT_MS;
            for (Message next = consumer.receive(limitMs); next != null; next = consumer.receive(limitMs)) {
                texts.add(((TextMessage) next).getText());
                limitMs = LIMIT_MS;
            }
        }
        texts.sort(null);
        return texts;
    }
}
