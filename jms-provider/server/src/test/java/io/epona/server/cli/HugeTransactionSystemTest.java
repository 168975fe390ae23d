package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One transaction that is larger than the heap of its broker, sent, committed, and consumed in one more, while another
 * connection goes on sending. Figures are printed and not judged.
 */
class HugeTransactionSystemTest {
    private static final int COUNT = Integer.getInteger("epona.hugeMessages", 20_000);
    private static final int LENGTH = Integer.getInteger("epona.hugeLength", 5_000);
    private static final String HEAP = System.getProperty("epona.hugeHeap", "64m");
    private static final long TIMEOUT_MS = 60_000;

    @TempDir
    private Path directory;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicLong longestNs = new AtomicLong();

    @Test
    void shouldCommitWhatFitsNoHeap() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (CliProcess broker = CliProcess.startWithHeap(
                HEAP, EponaCli.class.getName(), "run", "--data", directory.toString(), "--port", "0")) {
            String uri = broker.awaitReady() + "?requestTimeoutMs=0";
            Future<Integer> others = worker.submit(() -> sendOthers(uri));
            try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                    Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
                connection.start();
                long startNs = System.nanoTime();
                send(session);
                print("send", startNs);
                startNs = System.nanoTime();
                session.commit();
                print("commit", startNs);
                startNs = System.nanoTime();
                receive(session);
                print("receive", startNs);
                startNs = System.nanoTime();
                session.commit();
                print("commit of what was received", startNs);
            }
            isOver.set(true);
            int otherCount = others.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            assertEquals(otherCount, count(uri, "others"));
            assertEquals(0, count(uri, "huge"));
            assertEquals(ExitCode.OK, broker.terminate(), broker.err()::toString);
        } finally {
            isOver.set(true);
            worker.shutdownNow();
        }
    }

    /** And the longest that a blocking send of the other connection took in the meantime. */
    private void print(String what, long startNs) {
        System.out.printf(
                "huge transaction of %,d x %,d bytes, heap %s: %s %,d ms, longest send beside it %,d ms%n",
                COUNT,
                LENGTH,
                HEAP,
                what,
                (System.nanoTime() - startNs) / 1_000_000,
                longestNs.getAndSet(0) / 1_000_000);
    }

    private static void send(Session session) throws JMSException {
        MessageProducer producer = session.createProducer(session.createQueue("huge"));
        byte[] body = new byte[LENGTH];
        for (int i = 0; i < COUNT; i++) {
            BytesMessage message = session.createBytesMessage();
            message.setIntProperty("index", i);
            message.writeBytes(body);
            producer.send(message);
        }
    }

    private static void receive(Session session) throws JMSException {
        MessageConsumer consumer = session.createConsumer(session.createQueue("huge"));
        for (int i = 0; i < COUNT; i++) {
            Message message = consumer.receive(TIMEOUT_MS);
            int expected = i;
            assertNotNull(message, () -> "nothing came: expected=" + expected);
            assertEquals(i, message.getIntProperty("index"));
        }
        assertNull(consumer.receiveNoWait());
    }

    private int sendOthers(String uri) throws JMSException {
        int count = 0;
        try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("others"));
            while (!isOver.get()) {
                long startNs = System.nanoTime();
                producer.send(session.createTextMessage("other"));
                longestNs.accumulateAndGet(System.nanoTime() - startNs, Math::max);
                count++;
            }
        }
        return count;
    }

    private static int count(String uri, String queue) throws JMSException {
        int count = 0;
        try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                Session session = connection.createSession();
                var browser = session.createBrowser(session.createQueue(queue))) {
            for (var messages = browser.getEnumeration(); messages.hasMoreElements(); messages.nextElement()) {
                count++;
            }
        }
        return count;
    }
}
