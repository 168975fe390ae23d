package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A queue so deep that a broker with a small heap must keep nearly all of it on disk: it fills, survives the end of the
 * process, serves at once, drains in order, and leaves no more of the log than an empty queue needs. Figures are printed
 * and not judged, because other work on the machine moves them.
 */
class BacklogSystemTest {
    private static final int COUNT = Integer.getInteger("epona.backlog", 1_000_000);
    private static final String HEAP = System.getProperty("epona.backlogHeap", "256m");
    private static final int BODY_LENGTH = 1024;
    private static final int WINDOW = 1024;
    private static final int FRESH_COUNT = 100_000;
    private static final long TIMEOUT_MS = 30_000;
    /** All of a deep queue is looked at. */
    private static final long SCAN_TIMEOUT_MS = TIMEOUT_MS + COUNT / 10;

    private static final long SEGMENT_LENGTH = 64L * 1024 * 1024;

    @TempDir
    private Path directory;

    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private CliProcess start() throws IOException {
        return CliProcess.startWithHeap(
                HEAP, EponaCli.class.getName(), "run", "--data", directory.toString(), "--port", "0");
    }

    @Test
    void shouldFillKeepAndDrainAQueueThatFitsNoMemory() throws Exception {
        try (CliProcess broker = start()) {
            fill(broker.awaitReady());
        }
        long startNs = System.nanoTime();
        try (CliProcess broker = start()) {
            String uri = broker.awaitReady();
            try (Connection connection = new EponaConnectionFactory(uri).createConnection()) {
                connection.start();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                Queue deep = session.createQueue("deep");
                MessageConsumer consumer = session.createConsumer(deep);
                Message first = consumer.receive(TIMEOUT_MS);
                print("restart to first delivery", "ms", millisecondsSince(startNs));
                assertEquals(0, first.getIntProperty("id"));
                browseTheEnd(session, deep);
                takeTheLast(session, deep);
                print("drain", "messages/s", drain(consumer, 1, COUNT - 1));
                assertNull(consumer.receive(50));
            }
            awaitShortLog();
            assertEquals(ExitCode.OK, broker.terminate(), broker.err()::toString);
        }
    }

    private static void browseTheEnd(Session session, Queue queue) throws JMSException {
        long startNs = System.nanoTime();
        List<Integer> ids = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(queue, "id >= " + (COUNT - 3))) {
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                ids.add(((Message) messages.nextElement()).getIntProperty("id"));
            }
        }
        print("browse the last three", "ms", millisecondsSince(startNs));
        assertEquals(List.of(COUNT - 3, COUNT - 2, COUNT - 1), ids);
    }

    private static void takeTheLast(Session session, Queue queue) throws JMSException {
        long startNs = System.nanoTime();
        try (MessageConsumer selective = session.createConsumer(queue, "id = " + (COUNT - 1))) {
            Message last = selective.receive(SCAN_TIMEOUT_MS);
            print("receive the last one by a selector", "ms", millisecondsSince(startNs));
            assertEquals(COUNT - 1, last.getIntProperty("id"));
        }
    }

    private static double millisecondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e6;
    }

    private void fill(String uri) throws Exception {
        try (Connection connection = new EponaConnectionFactory(uri).createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Queue fresh = session.createQueue("fresh");
            send(session, fresh, 0, FRESH_COUNT);
            print("consume fresh", "messages/s", drain(session.createConsumer(fresh), 0, FRESH_COUNT));
            Queue deep = session.createQueue("deep");
            int tenth = COUNT / 10;
            print("send the first tenth", "messages/s", send(session, deep, 0, tenth));
            print("send the middle", "messages/s", send(session, deep, tenth, COUNT - tenth));
            print("send the last tenth", "messages/s", send(session, deep, COUNT - tenth, COUNT));
        }
    }

    private double send(Session session, Queue queue, int from, int to) throws Exception {
        long startNs = System.nanoTime();
        MessageProducer producer = session.createProducer(queue);
        byte[] body = new byte[BODY_LENGTH];
        for (int id = from; id < to; id++) {
            BytesMessage message = session.createBytesMessage();
            message.setIntProperty("id", id);
            message.writeBytes(body);
            window.acquire();
            producer.send(message, new Release());
        }
        window.acquire(WINDOW);
        window.release(WINDOW);
        assertNull(failure.get());
        return perSecond(to - from, startNs);
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

    private static double drain(MessageConsumer consumer, int from, int to) throws JMSException {
        long startNs = System.nanoTime();
        for (int id = from; id < to; id++) {
            Message message = consumer.receive(TIMEOUT_MS);
            assertTrue(message != null, "nothing came: received=" + id);
            assertEquals(id, message.getIntProperty("id"));
            if (id % WINDOW == 0 || id == to - 1) {
                message.acknowledge();
            }
        }
        return perSecond(to - from, startNs);
    }

    private static double perSecond(int count, long startNs) {
        return count * 1e9 / (System.nanoTime() - startNs);
    }

    private static void print(String what, String unit, double value) {
        System.out.printf(Locale.ROOT, "backlog of %,d: %s: %,.0f %s%n", COUNT, what, value, unit);
    }

    private void awaitShortLog() throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        // With the file that will be the next segment.
        while (logLength() > 4 * SEGMENT_LENGTH) {
            assertTrue(System.nanoTime() < deadlineNs, "log is long: length=" + logLength());
            Thread.onSpinWait();
        }
    }

    private long logLength() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".epj"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
