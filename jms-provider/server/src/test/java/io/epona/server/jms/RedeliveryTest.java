package io.epona.server.jms;

import static io.epona.server.jms.DeadLetterTest.all;
import static io.epona.server.jms.DeadLetterTest.send;
import static io.epona.server.jms.DeadLetterTest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.EponaBroker;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is known of messages that come back, and when they come again. */
class RedeliveryTest extends JmsTest {
    private static final long DELAY_MS = 1_000;
    private static final long LONG_DELAY_MS = 3_000;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        DeliveryPolicy slow = new DeliveryPolicy(0, DELAY_MS, 2, 60_000, 0, "", "");
        DeliveryPolicy verySlow = new DeliveryPolicy(0, LONG_DELAY_MS, 1, 60_000, 0, "", "");
        return super.store(builder)
                .destinations(DestinationSettings.DEFAULT.with("slow.#", slow).with("very.slow.#", verySlow));
    }

    private static void assertDelivery(int count, String text, Message message) throws JMSException {
        assertEquals(text, text(message));
        assertEquals(count, message.getIntProperty("JMSXDeliveryCount"));
        assertEquals(count > 1, message.getJMSRedelivered());
    }

    @Test
    void shouldKeepWhatAClosedConsumerHasShownForItsTransaction() throws Exception {
        try (Connection connection = connect();
                Connection otherConnection = connect();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                Session other = otherConnection.createSession()) {
            Queue queue = session.createQueue("held");
            MessageConsumer waiting = other.createConsumer(queue);
            for (int round = 0; round < 10; round++) {
                try (Session sending = connection.createSession();
                        MessageConsumer consumer = session.createConsumer(queue)) {
                    waiting.close();
                    send(sending, sending.createProducer(queue), "a", "b");
                    assertEquals("a", text(consumer.receive(TIMEOUT_MS)));
                }
                waiting = other.createConsumer(queue);
                assertEquals("b", text(waiting.receive(TIMEOUT_MS)));
                restartBroker();
                assertNull(waiting.receive(50));
                session.commit();
            }
            restartBroker();
            assertNull(waiting.receiveNoWait());
        }
    }

    @Test
    void shouldNotTakeAnotherMessageForOneThatTheBrokerHasLost() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                Session sending = connection.createSession()) {
            Queue queue = session.createQueue("lossy");
            MessageConsumer consumer = session.createConsumer(queue);
            for (int round = 0; round < 5; round++) {
                MessageProducer producer = sending.createProducer(queue);
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                send(sending, producer, "lost");
                assertEquals("lost", text(consumer.receive(TIMEOUT_MS)));
                stopBroker();
                letTimePass();
                startBroker();
                // It comes before the consumer is back, most often, and gets the number of the one that was lost.
                try (Connection other = connect();
                        Session otherSession = other.createSession()) {
                    send(otherSession, otherSession.createProducer(queue), "kept");
                }
                session.commit();
                assertEquals("kept", text(consumer.receive(TIMEOUT_MS)));
                session.commit();
            }
        }
    }

    /** So much that a client which tries to connect has come to pause between its attempts. */
    private static void letTimePass() throws Exception {
        try (EponaBroker other = EponaBroker.builder().inMemory().port(0).start();
                JMSContext context = new EponaConnectionFactory(other.uri()).createContext()) {
            assertNull(context.createConsumer(context.createQueue("none")).receive(500));
        }
    }

    @Test
    void shouldKeepCountsOverARestart() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            Queue queue = session.createQueue("counted");
            send(session, session.createProducer(queue), "a", "b", "c");
            MessageConsumer consumer = session.createConsumer(queue);
            assertDelivery(1, "a", consumer.receive(TIMEOUT_MS));
            session.recover();
            assertDelivery(2, "a", consumer.receive(TIMEOUT_MS));
            assertDelivery(1, "b", consumer.receive(TIMEOUT_MS));
            session.recover();
        }
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("counted"));
            assertDelivery(3, "a", consumer.receive(TIMEOUT_MS));
            assertDelivery(2, "b", consumer.receive(TIMEOUT_MS));
            assertDelivery(1, "c", consumer.receive(TIMEOUT_MS));
        }
        Files.deleteIfExists(directory.resolve("journal").resolve("checkpoint.epc"));
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("counted"));
            assertDelivery(4, "a", consumer.receive(TIMEOUT_MS));
            assertDelivery(3, "b", consumer.receive(TIMEOUT_MS));
            assertDelivery(2, "c", consumer.receive(TIMEOUT_MS));
            assertNull(consumer.receiveNoWait());
        }
    }

    @Test
    void shouldCountWhatClosedConsumersAndSessionsGiveBack() throws Exception {
        try (Connection connection = connect()) {
            Queue queue;
            try (Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
                queue = session.createQueue("closed");
                send(session, session.createProducer(queue), "a", "b");
                MessageConsumer consumer = session.createConsumer(queue);
                assertDelivery(1, "a", consumer.receive(TIMEOUT_MS));
                consumer.close();
            }
            try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                MessageConsumer consumer = session.createConsumer(queue);
                assertDelivery(2, "a", consumer.receive(TIMEOUT_MS));
            }
            try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                MessageConsumer consumer = session.createConsumer(queue);
                assertDelivery(3, "a", consumer.receive(TIMEOUT_MS));
                session.rollback();
                assertDelivery(4, "a", consumer.receive(TIMEOUT_MS));
                assertDelivery(1, "b", consumer.receive(TIMEOUT_MS));
                session.commit();
            }
        }
    }

    @Test
    void shouldCountWhatAListenerThrowsBack() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("thrown");
            LinkedBlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
            CountDownLatch isDone = new CountDownLatch(1);
            session.createConsumer(queue).setMessageListener(message -> {
                try {
                    counts.add(message.getIntProperty("JMSXDeliveryCount"));
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                }
                if (counts.size() < 4) {
                    throw new IllegalStateException("wanted by the test");
                }
                isDone.countDown();
            });
            Session sending = connection.createSession();
            send(sending, sending.createProducer(queue), "a");
            assertTrue(isDone.await(TIMEOUT_MS, TimeUnit.MILLISECONDS));
            assertEquals(List.of(1, 2, 3, 4), List.copyOf(counts));
        }
    }

    @Test
    void shouldWaitLongerEachTimeAndHoldUpNobodyElse() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("slow.orders");
            send(session, session.createProducer(queue), "poison", "a", "b");
            MessageConsumer consumer = session.createConsumer(queue);
            assertDelivery(1, "poison", consumer.receive(TIMEOUT_MS));
            long startNs = System.nanoTime();
            session.rollback();

            assertDelivery(1, "a", consumer.receive(TIMEOUT_MS));
            session.commit();
            assertDelivery(1, "b", consumer.receive(TIMEOUT_MS));
            session.commit();

            assertDelivery(2, "poison", consumer.receive(TIMEOUT_MS));
            assertWaited(DELAY_MS, startNs);
            startNs = System.nanoTime();
            session.rollback();
            assertDelivery(3, "poison", consumer.receive(TIMEOUT_MS));
            assertWaited(2 * DELAY_MS, startNs);
            session.commit();
            assertNull(consumer.receiveNoWait());
        }
    }

    private static void assertWaited(long expectedMs, long startNs) {
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        // The broker's clock counts whole milliseconds.
        assertTrue(waitedMs >= expectedMs - 1, "waitedMs=" + waitedMs);
    }

    @Test
    void shouldDelayForASelectiveConsumerAsWell() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("slow.selected");
            send(session, session.createProducer(queue), "poison");
            MessageConsumer consumer = session.createConsumer(queue, "JMSPriority = 4");
            assertDelivery(1, "poison", consumer.receive(TIMEOUT_MS));
            long startNs = System.nanoTime();
            session.rollback();
            assertDelivery(2, "poison", consumer.receive(TIMEOUT_MS));
            assertWaited(DELAY_MS, startNs);
            session.commit();
        }
    }

    @Test
    void shouldKeepADelayOverARestart() throws Exception {
        long startNs;
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("very.slow.orders");
            send(session, session.createProducer(queue), "poison");
            assertDelivery(1, "poison", session.createConsumer(queue).receive(TIMEOUT_MS));
            startNs = System.nanoTime();
            session.rollback();
        }
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("very.slow.orders");
            send(session, session.createProducer(queue), "a");
            MessageConsumer consumer = session.createConsumer(queue);
            Message message = consumer.receive(TIMEOUT_MS);
            while (!text(message).equals("poison")) {
                message = consumer.receive(TIMEOUT_MS);
            }
            assertDelivery(2, "poison", message);
            assertWaited(LONG_DELAY_MS, startNs);
        }
    }

    @Test
    void shouldShowBrowsersWhatWaitsForItsNextDelivery() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("very.slow.browsed");
            send(session, session.createProducer(queue), "poison");
            MessageConsumer consumer = session.createConsumer(queue);
            assertDelivery(1, "poison", consumer.receive(TIMEOUT_MS));
            session.rollback();
            assertNull(consumer.receiveNoWait());

            List<?> shown = all(session.createBrowser(queue).getEnumeration());

            assertEquals(1, shown.size());
            assertFalse(text((Message) shown.get(0)).isEmpty());
        }
    }
}
