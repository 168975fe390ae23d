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
import jakarta.jms.TransactionRolledBackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large transactions of a producer over two queues, and of a mover from one queue to another, while the broker, whose heap is
 * small, is killed again and again: each transaction that was confirmed is there as a whole and in order, of each that was
 * rolled back there is nothing, and what was moved is in one place.
 */
class LargeTransactionKillSystemTest {
    private static final int ROUNDS = Integer.getInteger("epona.largeKillRounds", 6);
    private static final int MAX_MESSAGES = 8_000;
    private static final int MAX_LENGTH = 800;
    private static final int MOVED = 6_000;
    private static final long TIMEOUT_MS = 60_000;
    /** Some transactions are longer than this. */
    private static final String REPLAY = "?resumeTimeoutMs=60000&transactionReplayBytes=2000000";

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("epona.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger rolledBack = new AtomicInteger();
    private final List<Integer> confirmed = new ArrayList<>();
    private String uri;
    private int port;

    private CliProcess start() throws Exception {
        CliProcess broker = CliProcess.startWithHeap(
                "64m",
                EponaCli.class.getName(),
                "run",
                "--data",
                directory.toString(),
                "--port",
                Integer.toString(port));
        uri = broker.awaitReady();
        port = Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
        return broker;
    }

    @Test
    @Timeout(value = 30 + 60 * 60, unit = TimeUnit.SECONDS)
    void shouldKeepWhatWasConfirmedAndNothingElse() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        CliProcess broker = start();
        try {
            fill();
            List<Future<Void>> work = List.of(workers.submit(produce(random.nextLong())), workers.submit(move()));
            for (int round = 0; round < ROUNDS; round++) {
                awaitProgress(work);
                broker.close();
                if (random.nextBoolean()) {
                    Files.deleteIfExists(directory.resolve("journal/checkpoint.epc"));
                }
                broker = start();
            }
            isOver.set(true);
            for (Future<Void> each : work) {
                each.get(5, TimeUnit.MINUTES);
            }
            System.out.printf(
                    "large transactions and %d kills: committed=%d rolledBack=%d seed=%d%n",
                    ROUNDS, committed.get(), rolledBack.get(), seed);
            check();
        } finally {
            isOver.set(true);
            workers.shutdownNow();
            broker.close();
        }
    }

    /** Lets something be done, and the kill come at any moment of what follows. */
    private void awaitProgress(List<Future<Void>> work) throws Exception {
        int before = committed.get() + rolledBack.get();
        int wanted = before + 1 + random.nextInt(3);
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (committed.get() + rolledBack.get() < wanted && System.nanoTime() < untilNs) {
            for (Future<Void> each : work) {
                if (each.isDone()) {
                    each.get();
                }
            }
            Thread.onSpinWait();
        }
        long pauseNs = TimeUnit.MILLISECONDS.toNanos(random.nextInt(600));
        long killNs = System.nanoTime() + pauseNs;
        while (System.nanoTime() < killNs) {
            Thread.onSpinWait();
        }
    }

    private Connection connect() throws JMSException {
        Connection connection = new EponaConnectionFactory(uri + REPLAY).createConnection();
        connection.start();
        return connection;
    }

    private static void send(Session session, MessageProducer producer, int transaction, int index, int length)
            throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.setIntProperty("transaction", transaction);
        message.setIntProperty("index", index);
        message.writeBytes(new byte[length]);
        producer.send(message);
    }

    private void fill() throws JMSException {
        try (Connection connection = connect();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("ping"));
            for (int i = 0; i < MOVED; i++) {
                send(session, producer, 0, i, MAX_LENGTH);
            }
            session.commit();
        }
    }

    /** Each transaction has the same messages in two queues. */
    private Callable<Void> produce(long producerSeed) {
        return () -> {
            Random own = new Random(producerSeed);
            try (Connection connection = connect();
                    Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
                MessageProducer one = session.createProducer(session.createQueue("one"));
                MessageProducer two = session.createProducer(session.createQueue("two"));
                for (int transaction = 1; !isOver.get(); transaction++) {
                    int count = 1 + own.nextInt(MAX_MESSAGES / 2);
                    for (int i = 0; i < count; i++) {
                        int length = own.nextInt(MAX_LENGTH);
                        send(session, one, transaction, i, length);
                        send(session, two, transaction, i, length);
                    }
                    if (commit(session)) {
                        IntStream.range(0, count).forEach(confirmed::add);
                    }
                }
            }
            return null;
        };
    }

    private boolean commit(Session session) throws JMSException {
        try {
            session.commit();
            committed.incrementAndGet();
            return true;
        } catch (TransactionRolledBackException e) {
            rolledBack.incrementAndGet();
            return false;
        }
    }

    /** All messages go from one queue to the other, and back. */
    private Callable<Void> move() {
        return () -> {
            String from = "ping";
            String to = "pong";
            try (Connection connection = connect();
                    Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
                while (!isOver.get()) {
                    try (MessageConsumer consumer = session.createConsumer(session.createQueue(from));
                            MessageProducer producer = session.createProducer(session.createQueue(to))) {
                        for (int i = 0; i < MOVED; i++) {
                            Message message = consumer.receive(TIMEOUT_MS);
                            assertNotNull(message, "moved so far: " + i);
                            assertEquals(i, message.getIntProperty("index"));
                            producer.send(message);
                        }
                        if (commit(session)) {
                            String former = from;
                            from = to;
                            to = former;
                        }
                    }
                }
            }
            return null;
        };
    }

    private void check() throws JMSException {
        assertEquals(confirmed, drain("one"), () -> "seed=" + seed);
        assertEquals(confirmed, drain("two"), () -> "seed=" + seed);
        List<Integer> moved = drain("ping");
        moved.addAll(drain("pong"));
        assertEquals(IntStream.range(0, MOVED).boxed().toList(), moved, () -> "seed=" + seed);
    }

    private List<Integer> drain(String queue) throws JMSException {
        List<Integer> indexes = new ArrayList<>();
        try (Connection connection = connect();
                Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            int expected = queue.length() == 3 ? confirmed.size() : count(session, queue);
            for (int i = 0; i < expected; i++) {
                Message message = consumer.receive(TIMEOUT_MS);
                assertNotNull(message, () -> "lost: queue=" + queue + " received=" + indexes.size() + " seed=" + seed);
                indexes.add(message.getIntProperty("index"));
            }
            assertNull(consumer.receiveNoWait(), () -> "too many: queue=" + queue + " seed=" + seed);
        }
        return indexes;
    }

    private static int count(Session session, String queue) throws JMSException {
        int count = 0;
        try (var browser = session.createBrowser(session.createQueue(queue))) {
            for (var messages = browser.getEnumeration(); messages.hasMoreElements(); messages.nextElement()) {
                count++;
            }
        }
        return count;
    }
}
