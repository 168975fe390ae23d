package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log stays short whatever is consumed when, and nothing that is still needed goes with it. */
class ReclaimTest {
    private static final int SEGMENT_LENGTH = 256 * 1024;
    private static final int BODY_LENGTH = 1024;
    private static final int RECORD_LENGTH = BODY_LENGTH + 200;
    private static final int SPARES = 1;
    private static final int WINDOW = 256;
    private static final long TIMEOUT_MS = 20_000;

    @TempDir
    Path directory;

    private EponaBroker broker;
    private Connection connection;
    private Session session;
    private final ConcurrentLinkedQueue<Exception> sendFailures = new ConcurrentLinkedQueue<>();
    private final Semaphore window = new Semaphore(WINDOW);

    @BeforeEach
    void start() throws Exception {
        broker = EponaBroker.builder()
                .dataDirectory(directory)
                .withoutTcp()
                .vmName("reclaim")
                .journal(config -> config.segmentLength(SEGMENT_LENGTH).spareSegments(SPARES))
                .start();
        connection = new EponaConnectionFactory(broker.vmUri()).createConnection();
        connection.setClientID("reclaim");
        session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        connection.start();
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
        broker.failure().ifPresent(failure -> {
            throw new AssertionError("broker failed", failure);
        });
    }

    private void restart(boolean withCheckpoint) throws Exception {
        stop();
        if (!withCheckpoint) {
            Files.deleteIfExists(journal().resolve("checkpoint.epc"));
        }
        start();
    }

    private Path journal() {
        return directory.resolve("journal");
    }

    private long logLength() {
        try (Stream<Path> files = Files.list(journal())) {
            return files.filter(file -> file.toString().endsWith(".epj"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the log is no longer than it may be for so many live messages. */
    private void awaitShort(int liveCount) {
        // With the file that will be the next segment.
        long limit = 2L * liveCount * RECORD_LENGTH + 4L * SEGMENT_LENGTH;
        await(() -> logLength() <= limit, () -> "length=" + logLength() + " limit=" + limit);
    }

    private static void await(BooleanSupplier condition, java.util.function.Supplier<String> what) {
        long deadline = System.nanoTime() + TIMEOUT_MS * 1_000_000;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.onSpinWait();
        }
    }

    private void send(MessageProducer producer, int id) throws Exception {
        byte[] body = new byte[BODY_LENGTH];
        new Random(id).nextBytes(body);
        BytesMessage message = session.createBytesMessage();
        message.setIntProperty("id", id);
        message.writeBytes(body);
        window.acquire();
        producer.send(message, new CompletionListener() {
            @Override
            public void onCompletion(Message sent) {
                window.release();
            }

            @Override
            public void onException(Message sent, Exception e) {
                sendFailures.add(e);
                window.release();
            }
        });
    }

    private void awaitSent() throws Exception {
        window.acquire(WINDOW);
        window.release(WINDOW);
        assertEquals(List.of(), List.copyOf(sendFailures));
    }

    private static int id(Message message) throws JMSException {
        int id = message.getIntProperty("id");
        byte[] expected = new byte[BODY_LENGTH];
        new Random(id).nextBytes(expected);
        byte[] body = message.getBody(byte[].class);
        assertEquals(
                List.of(expected.length, java.util.Arrays.hashCode(expected)),
                List.of(body.length, java.util.Arrays.hashCode(body)));
        return id;
    }

    private static List<Integer> receive(MessageConsumer consumer, int count) throws JMSException {
        List<Integer> ids = new ArrayList<>();
        Message last = null;
        for (int i = 0; i < count; i++) {
            last = consumer.receive(TIMEOUT_MS);
            assertTrue(last != null, "received=" + i);
            ids.add(id(last));
        }
        if (last != null) {
            last.acknowledge();
        }
        return ids;
    }

    private static List<Integer> range(int from, int to, int step) {
        List<Integer> ids = new ArrayList<>();
        for (int id = from; id < to; id += step) {
            ids.add(id);
        }
        return ids;
    }

    @Test
    void shouldDropWhatWasConsumedInOrder() throws Exception {
        Queue queue = session.createQueue("fifo");
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 500; i++) {
                send(producer, round * 500 + i);
            }
            assertEquals(range(round * 500, round * 500 + 500, 1), receive(consumer, 500));
        }
        awaitSent();

        awaitShort(0);
    }

    @Test
    void shouldNotBePinnedByOneMessageThatStays() throws Exception {
        MessageProducer lasting = session.createProducer(session.createQueue("lasting"));
        send(lasting, 1_000_000);
        shouldDropWhatWasConsumedInOrder();

        restart(true);
        assertEquals(List.of(1_000_000), receive(session.createConsumer(session.createQueue("lasting")), 1));
    }

    @Test
    void shouldKeepWhatIsLeftOfManyQueuesInOrder() throws Exception {
        keepWhatIsLeft(true);
    }

    @Test
    void shouldKeepWhatIsLeftWithoutACheckpoint() throws Exception {
        keepWhatIsLeft(false);
    }

    /** Of three queues that were filled in turn two are consumed, and then half of the third, last to first segment. */
    private void keepWhatIsLeft(boolean withCheckpoint) throws Exception {
        List<MessageProducer> producers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            producers.add(session.createProducer(session.createQueue("q" + i)));
        }
        for (int id = 0; id < 6_000; id++) {
            send(producers.get(id % 3), id);
        }
        awaitSent();
        for (int i = 0; i < 2; i++) {
            assertEquals(range(i, 6_000, 3), receive(session.createConsumer(session.createQueue("q" + i)), 2_000));
        }
        awaitShort(2_000);
        assertEquals(range(2, 3_002, 3), receive(session.createConsumer(session.createQueue("q2")), 1_000));
        awaitShort(1_000);

        restart(withCheckpoint);

        MessageConsumer rest = session.createConsumer(session.createQueue("q2"));
        assertEquals(range(3_002, 6_000, 3), receive(rest, 1_000));
        assertNull(rest.receive(100));
        assertNull(session.createConsumer(session.createQueue("q0")).receive(100));
        awaitShort(0);
    }

    @Test
    void shouldKeepTheBacklogOfOneLazySubscriptionBesideABusyOne() throws Exception {
        Topic topic = session.createTopic("news");
        session.createDurableSubscriber(topic, "lazy").close();
        MessageConsumer busy = session.createDurableSubscriber(topic, "busy");
        MessageProducer producer = session.createProducer(topic);
        MessageProducer other = session.createProducer(session.createQueue("other"));
        MessageConsumer otherConsumer = session.createConsumer(session.createQueue("other"));
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 100; i++) {
                send(producer, round * 100 + i);
            }
            for (int i = 0; i < 900; i++) {
                send(other, i);
            }
            assertEquals(range(round * 100, round * 100 + 100, 1), receive(busy, 100));
            receive(otherConsumer, 900);
        }
        awaitSent();
        awaitShort(1_000);

        restart(false);

        assertEquals(
                range(0, 1_000, 1),
                receive(session.createDurableSubscriber(session.createTopic("news"), "lazy"), 1_000));
        awaitShort(0);
    }

    @Test
    void shouldReclaimWhatIsConsumedFromTheNewestToTheOldest() throws Exception {
        Queue queue = session.createQueue("lifo");
        MessageProducer producer = session.createProducer(queue);
        for (int id = 0; id < 5_000; id++) {
            producer.setPriority(id / 500);
            send(producer, id);
        }
        awaitSent();
        MessageConsumer consumer = session.createConsumer(queue);
        for (int priority = 9; priority >= 2; priority--) {
            assertEquals(range(priority * 500, priority * 500 + 500, 1), receive(consumer, 500));
        }
        awaitShort(1_000);

        restart(false);

        MessageConsumer rest = session.createConsumer(session.createQueue("lifo"));
        assertEquals(range(500, 1_000, 1), receive(rest, 500));
        assertEquals(range(0, 500, 1), receive(rest, 500));
    }

    @Test
    void shouldReclaimWhatIsConsumedAtRandom() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<ArrayDeque<Integer>> expected = new ArrayList<>();
        List<MessageProducer> producers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            expected.add(new ArrayDeque<>());
            producers.add(session.createProducer(session.createQueue("random" + i)));
        }
        int live = 0;
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 1_000; i++) {
                int queue = random.nextInt(20);
                send(producers.get(queue), round * 1_000 + i);
                expected.get(queue).add(round * 1_000 + i);
                live++;
            }
            awaitSent();
            for (int queue : random.ints(7, 0, 20).toArray()) {
                int count = random.nextInt(expected.get(queue).size() + 1);
                MessageConsumer consumer = session.createConsumer(session.createQueue("random" + queue));
                for (int id : receive(consumer, count)) {
                    assertEquals(expected.get(queue).poll(), id, "seed=" + seed);
                }
                consumer.close();
                live -= count;
            }
            awaitShort(live);
            if (round % 3 == 2) {
                restart(random.nextBoolean());
                for (int i = 0; i < 20; i++) {
                    producers.set(i, session.createProducer(session.createQueue("random" + i)));
                }
            }
        }
        for (int queue = 0; queue < 20; queue++) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("random" + queue));
            assertEquals(
                    List.copyOf(expected.get(queue)),
                    receive(consumer, expected.get(queue).size()),
                    "seed=" + seed);
            consumer.close();
        }
    }

    @Test
    void shouldMoveMessagesThatAConsumerHolds() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer held = session.createProducer(session.createQueue("held"));
        for (int id = 0; id < 100; id++) {
            send(held, id);
        }
        awaitSent();
        MessageConsumer holder = transacted.createConsumer(transacted.createQueue("held"));
        for (int id = 0; id < 50; id++) {
            assertEquals(id, id(holder.receive(TIMEOUT_MS)));
        }

        shouldDropWhatWasConsumedInOrder();
        transacted.rollback();

        for (int id = 0; id < 100; id++) {
            Message message = holder.receive(TIMEOUT_MS);
            assertEquals(id, id(message));
            assertEquals(id < 50, message.getJMSRedelivered());
        }
        transacted.commit();
        awaitShort(0);
    }

    @Test
    void shouldGoOnServingASubscriptionThatEndsWithItsConsumer() throws Exception {
        Topic topic = session.createTopic("news");
        session.createDurableSubscriber(topic, "durable");
        MessageConsumer slow = session.createConsumer(topic);
        MessageProducer producer = session.createProducer(topic);
        MessageConsumer durable = session.createDurableSubscriber(topic, "second");
        for (int id = 0; id < 3_000; id++) {
            send(producer, id);
        }
        awaitSent();
        assertEquals(range(0, 3_000, 1), receive(durable, 3_000));

        assertEquals(range(0, 3_000, 1), receive(slow, 3_000));
    }

    @Test
    void shouldForgetNeitherDestinationsNorSequencesOverManyRestarts() throws Exception {
        List<Integer> expected = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            MessageProducer lasting = session.createProducer(session.createQueue("lasting" + round));
            send(lasting, round);
            expected.add(round);
            MessageProducer producer = session.createProducer(session.createQueue("passing"));
            for (int i = 0; i < 1_500; i++) {
                send(producer, i);
            }
            MessageConsumer consumer = session.createConsumer(session.createQueue("passing"));
            assertEquals(range(0, 1_500, 1), receive(consumer, 1_500));
            awaitSent();
            awaitShort(round + 1);
            restart(round % 2 == 0);
        }

        List<Integer> found = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            found.addAll(receive(session.createConsumer(session.createQueue("lasting" + round)), 1));
        }
        assertEquals(expected, found);
    }
}
