package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.Limits;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.admin.EponaAdmin;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that are too large for memory, so that the journal has them while they are in progress. */
class LargeTransactionTest extends SmallSegmentsTest {
    private static final int TRANSACTION_MEMORY = 2_000;
    private static final int COUNT = 100;

    private Connection connection;
    private Session session;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).limits(Limits.defaults().withTransaction(TRANSACTION_MEMORY));
    }

    @BeforeEach
    void openSession() throws Exception {
        connection = connect();
        session = connection.createSession(Session.SESSION_TRANSACTED);
    }

    @AfterEach
    void closeConnection() throws Exception {
        connection.close();
    }

    private void send(String queue, int from, int to) throws JMSException {
        send(session.createQueue(queue), from, to);
    }

    private void send(Destination destination, int from, int to) throws JMSException {
        try (MessageProducer producer = session.createProducer(destination)) {
            for (int i = from; i < to; i++) {
                TextMessage message = session.createTextMessage("message " + i);
                message.setIntProperty("even", (i + 1) % 2);
                producer.send(message);
            }
        }
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "message " + i).toList();
    }

    /** All that is in a queue, consumed in another transaction. */
    private List<String> consume(String queue) throws Exception {
        try (Connection other = connect();
                Session consuming = other.createSession(Session.SESSION_TRANSACTED)) {
            List<String> expected = XaTest.browse(consuming, queue);
            List<String> texts =
                    XaTest.receive(consuming.createConsumer(consuming.createQueue(queue)), expected.size());
            assertEquals(expected, texts);
            consuming.commit();
            return texts;
        }
    }

    /** Stops the broker, deletes its checkpoint, and starts it: it has to read the whole log. */
    private void restartWithoutCheckpoint() throws Exception {
        stopBroker();
        deleteCheckpoint();
        startBroker();
    }

    private void deleteCheckpoint() throws IOException {
        Files.deleteIfExists(directory.resolve("journal/checkpoint.epc"));
    }

    @Test
    void shouldShowNothingBeforeTheCommitAndEverythingAfterIt() throws Exception {
        send("a", 0, COUNT);
        send("b", 0, 3);
        assertEquals(List.of(), consume("a"));
        session.commit();
        assertEquals(texts(0, COUNT), consume("a"));
        assertEquals(texts(0, 3), consume("b"));
    }

    @Test
    void shouldGoToAConsumerThatWaits() throws Exception {
        try (Connection other = connect();
                Session waiting = other.createSession()) {
            MessageConsumer consumer = waiting.createConsumer(waiting.createQueue("a"));
            for (int round = 0; round < 20; round++) {
                send("a", 0, COUNT);
                session.commit();
                assertEquals(texts(0, COUNT), XaTest.receive(consumer, COUNT));
            }
            assertNull(consumer.receiveNoWait());
        }
    }

    @Test
    void shouldLeaveNothingOfARollback() throws Exception {
        send("a", 0, COUNT);
        session.rollback();
        send("a", COUNT, COUNT + 1);
        session.commit();
        restartWithoutCheckpoint();
        assertEquals(texts(COUNT, COUNT + 1), consume("a"));
    }

    @Test
    void shouldComeBehindWhatWasSentBeforeItsCommit() throws Exception {
        send("a", 10, 10 + COUNT);
        try (Connection other = connect();
                Session plain = other.createSession()) {
            XaTest.send(plain, "a", "message 0");
            session.commit();
            XaTest.send(plain, "a", "last");
        }
        restartWithoutCheckpoint();
        List<String> expected = new ArrayList<>(texts(0, 1));
        expected.addAll(texts(10, 10 + COUNT));
        expected.add("last");
        assertEquals(expected, consume("a"));
    }

    @Test
    void shouldReachSubscriptionsInTheOrderOfSendingEachWithItsSelector() throws Exception {
        try (Connection other = connect("subscriber")) {
            Session subscribing = other.createSession();
            MessageConsumer durable = subscribing.createDurableConsumer(subscribing.createTopic("t.1"), "all");
            MessageConsumer even =
                    subscribing.createDurableConsumer(subscribing.createTopic("t.1"), "even", "even = 1", false);
            MessageConsumer pattern = subscribing.createConsumer(subscribing.createTopic("t.*"));
            for (int i = 0; i < COUNT; i++) {
                send(session.createTopic("t." + (1 + i / 2 % 2)), i, i + 1);
            }
            MessageConsumer late = subscribing.createConsumer(subscribing.createTopic("t.2"));
            session.commit();
            assertEquals(texts(0, COUNT), XaTest.receive(pattern, COUNT));
            assertEquals(COUNT / 2, XaTest.receive(late, COUNT / 2).size(), "sent when it was committed");
            late.close();
            durable.close();
            even.close();
        }
        restartWithoutCheckpoint();
        try (Connection other = connect("subscriber")) {
            Session subscribing = other.createSession();
            List<String> first = IntStream.range(0, COUNT)
                    .filter(i -> i / 2 % 2 == 0)
                    .mapToObj(i -> "message " + i)
                    .toList();
            MessageConsumer durable = subscribing.createDurableConsumer(subscribing.createTopic("t.1"), "all");
            assertEquals(first, XaTest.receive(durable, first.size()));
            assertNull(durable.receiveNoWait());
            MessageConsumer even =
                    subscribing.createDurableConsumer(subscribing.createTopic("t.1"), "even", "even = 1", false);
            List<String> selected = IntStream.range(0, first.size())
                    .filter(i -> i % 2 == 0)
                    .mapToObj(first::get)
                    .toList();
            assertEquals(selected, XaTest.receive(even, selected.size()));
            assertNull(even.receiveNoWait());
        }
    }

    @Test
    void shouldKeepPrioritiesDelaysAndExpiry() throws Exception {
        MessageProducer producer = session.createProducer(session.createQueue("a"));
        producer.setDeliveryDelay(500);
        producer.send(session.createTextMessage("late"));
        producer.setDeliveryDelay(0);
        for (int i = 0; i < COUNT; i++) {
            producer.send(session.createTextMessage("" + i), DeliveryMode.PERSISTENT, i < COUNT / 2 ? 4 : 7, i % 2);
        }
        session.commit();
        List<String> expected = new ArrayList<>();
        IntStream.range(COUNT / 2, COUNT).filter(i -> i % 2 == 0).forEach(i -> expected.add("" + i));
        IntStream.range(0, COUNT / 2).filter(i -> i % 2 == 0).forEach(i -> expected.add("" + i));
        expected.add("late");
        restartBroker();
        try (Connection other = connect();
                Session plain = other.createSession()) {
            MessageConsumer consumer = plain.createConsumer(plain.createQueue("a"));
            assertEquals(expected, XaTest.receive(consumer, expected.size()));
        }
    }

    @Test
    void shouldBeSentAgainByTheClientWhenTheBrokerIsStartedAgain() throws Exception {
        send("a", 0, COUNT / 2);
        restartBroker();
        send("a", COUNT / 2, COUNT);
        restartWithoutCheckpoint();
        session.commit();
        assertEquals(texts(0, COUNT), consume("a"));
    }

    @Test
    void shouldBeRolledBackWhenItIsTooLargeForTheClientToSendAgain() throws Exception {
        try (Connection other = new EponaConnectionFactory(uri() + "?transactionReplayBytes=1000").createConnection()) {
            session = other.createSession(Session.SESSION_TRANSACTED);
            send("a", 0, COUNT);
            session.commit();
            send("a", COUNT, 2 * COUNT);
            restartBroker();
            send("a", 2 * COUNT, 3 * COUNT);
            JMSException reason = assertThrows(TransactionRolledBackException.class, session::commit);
            assertTrue(reason.getMessage().contains("transactionReplayBytes"), reason.getMessage());
            send("a", COUNT, COUNT + 1);
            session.commit();
        }
        assertEquals(texts(0, COUNT + 1), consume("a"));
    }

    @Test
    void shouldOutliveReclaimBeforeAndAfterTheCommit() throws Exception {
        send("a", 0, COUNT / 2);
        try (Connection other = connect();
                Session churning = other.createSession(Session.SESSION_TRANSACTED)) {
            awaitReclaim(churning);
        }
        send("a", COUNT / 2, COUNT);
        session.commit();
        restartWithoutCheckpoint();
        assertEquals(texts(0, COUNT), XaTest.browse(session, "a"));
        for (int round = 0; round < 2; round++) {
            try (Connection other = connect();
                    Session churning = other.createSession(Session.SESSION_TRANSACTED)) {
                awaitDrops(churning);
            }
            restartBroker();
            assertEquals(texts(0, COUNT), XaTest.browse(session, "a"));
        }
        restartWithoutCheckpoint();
        assertEquals(texts(0, COUNT), consume("a"));
    }

    @Test
    void shouldGoTogetherWithWhatItConsumes() throws Exception {
        send("a", 0, COUNT);
        session.commit();
        MessageConsumer consumer = session.createConsumer(session.createQueue("a"));
        XaTest.receive(consumer, COUNT / 2);
        send("b", 0, COUNT);
        session.rollback();
        XaTest.receive(consumer, COUNT / 2);
        send("b", 0, COUNT);
        session.commit();
        consumer.close();
        restartWithoutCheckpoint();
        assertEquals(texts(COUNT / 2, COUNT), consume("a"));
        assertEquals(texts(0, COUNT), consume("b"));
    }

    @Test
    void shouldBeRolledBackWhenADestinationIsDeleted() throws Exception {
        send("a", 0, COUNT);
        send("b", 0, COUNT);
        try (EponaAdmin admin = EponaAdmin.connect(uri())) {
            admin.deleteQueue("b", true);
        }
        assertThrows(TransactionRolledBackException.class, session::commit);
        assertEquals(List.of(), consume("a"));
    }
}
