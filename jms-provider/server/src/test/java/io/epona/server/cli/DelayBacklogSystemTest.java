package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very many messages that wait for their times in a broker with a small heap, which is killed meanwhile. Figures are
 * printed and not judged.
 */
class DelayBacklogSystemTest {
    private static final int COUNT = Integer.getInteger("epona.delayed", 100_000);
    private static final String HEAP = System.getProperty("epona.delayedHeap", "128m");
    private static final int WINDOW = 1024;
    private static final long TIMEOUT_MS = 60_000;
    /** All are sent, and the broker is back, before the first is due. */
    private static final long BASE_DELAY_MS = 8_000 + COUNT / 10;

    private static final int SPREAD_MS = 3_000;

    @TempDir
    private Path directory;

    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private CliProcess start(String port) throws Exception {
        return CliProcess.startWithHeap(
                HEAP, EponaCli.class.getName(), "run", "--data", directory.toString(), "--port", port);
    }

    @Test
    void shouldKeepAllTimesWhenItIsKilled(TestReporter reporter) throws Exception {
        long seed = System.nanoTime();
        reporter.publishEntry("seed", Long.toString(seed));
        long firstDueMs;
        try (CliProcess broker = start("0")) {
            firstDueMs = send(broker.awaitReady(), new Random(seed));
        }
        try (CliProcess broker = start("0")) {
            String uri = broker.awaitReady();
            print(
                    "back before the first is due",
                    "ms",
                    firstDueMs - Clock.systemUTC().millis());
            drain(uri, "seed=" + seed);
            assertEquals(ExitCode.OK, broker.terminate(), broker.err()::toString);
        }
    }

    /** @return when the first is due */
    private long send(String uri, Random random) throws Exception {
        long startNs = System.nanoTime();
        long firstDueMs = Long.MAX_VALUE;
        try (Connection connection = new EponaConnectionFactory(uri).createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("delayed"));
            for (int id = 0; id < COUNT; id++) {
                Message message = session.createMessage();
                message.setIntProperty("id", id);
                producer.setDeliveryDelay(BASE_DELAY_MS + random.nextInt(SPREAD_MS));
                window.acquire();
                producer.send(message, new Release());
                firstDueMs = Math.min(firstDueMs, message.getJMSDeliveryTime());
            }
            window.acquire(WINDOW);
            assertNull(failure.get());
        }
        print("sent", "messages/s", COUNT * 1e9 / (System.nanoTime() - startNs));
        return firstDueMs;
    }

    private static void drain(String uri, String where) throws Exception {
        try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE)) {
            connection.start();
            Queue queue = session.createQueue("delayed");
            MessageConsumer consumer = session.createConsumer(queue);
            BitSet seen = new BitSet(COUNT);
            long worstMs = 0;
            for (int i = 0; i < COUNT; i++) {
                Message message = consumer.receive(TIMEOUT_MS + BASE_DELAY_MS);
                assertNotNull(message, () -> "missing=" + (COUNT - seen.cardinality()) + " " + where);
                long lateMs = Clock.systemUTC().millis() - message.getJMSDeliveryTime();
                assertTrue(lateMs >= 0, () -> "early by ms=" + -lateMs + " " + where);
                worstMs = Math.max(worstMs, lateMs);
                int id = message.getIntProperty("id");
                assertTrue(!seen.get(id), () -> "twice: id=" + id + " " + where);
                seen.set(id);
            }
            print("latest after its time", "ms", worstMs);
            assertNull(consumer.receiveNoWait());
        }
    }

    private static void print(String what, String unit, double value) {
        System.out.printf(Locale.ROOT, "%,d delayed: %s: %,.0f %s%n", COUNT, what, value, unit);
    }

    private final class Release implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            window.release();
        }

        @Override
        public void onException(Message message, Exception e) {
            failure.set(e);
            window.release();
        }
    }

    /** Counts are told to the journal, and what follows in it is durable, so they survive as well. */
    @Test
    void shouldKeepTheCountsThatCameBackWhenItIsKilled() throws Exception {
        CliProcess broker = start("0");
        String uri = broker.awaitReady();
        Connection connection = new EponaConnectionFactory(uri).createConnection();
        connection.start();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue("counted");
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("a"));
        MessageConsumer consumer = session.createConsumer(queue);
        for (int count = 1; count <= 3; count++) {
            assertEquals(count, consumer.receive(TIMEOUT_MS).getIntProperty("JMSXDeliveryCount"));
            session.recover();
        }
        assertEquals(4, consumer.receive(TIMEOUT_MS).getIntProperty("JMSXDeliveryCount"), "in flight");
        producer.send(session.createTextMessage("b"));
        broker.close();
        try (CliProcess next = start(uri.substring(uri.lastIndexOf(':') + 1))) {
            next.awaitReady();
            session.recover();
            Message message = consumer.receive(TIMEOUT_MS);
            assertEquals(5, message.getIntProperty("JMSXDeliveryCount"));
            assertTrue(message.getJMSRedelivered());
            connection.close();
        }
    }

    @Test
    void shouldSendWithADelay() throws Exception {
        try (CliProcess broker = start("0")) {
            String uri = broker.awaitReady();
            long startNs = System.nanoTime();
            CliProcess send = CliProcess.run("later", "send", "queue://q", "--url", uri, "--delay-ms", "3000");
            assertEquals(ExitCode.OK, send.exitCode(), send.err()::toString);
            CliProcess receive = CliProcess.run(
                    "", "receive", "queue://q", "--url", uri, "--count", "1", "--timeout", Long.toString(TIMEOUT_MS));
            assertEquals(ExitCode.OK, receive.exitCode(), receive.err()::toString);
            long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(waitedMs >= 3_000, "waitedMs=" + waitedMs);
            CliProcess refused = CliProcess.run("", "send", "queue://q", "--url", uri, "--delay-ms", "-1");
            assertEquals(ExitCode.USAGE, refused.exitCode());
        }
    }
}
