package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connection consumers, server session pools and the listeners of sessions. */
class ConnectionConsumerTest extends JmsTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private void hear(Message message) {
        try {
            heard.add(((TextMessage) message).getText());
        } catch (JMSException e) {
            throw new java.lang.IllegalStateException(e);
        }
    }

    private static Session listening(Connection connection, int mode, MessageListener listener) throws JMSException {
        Session session = connection.createSession(mode);
        session.setMessageListener(listener);
        assertSame(listener, session.getMessageListener());
        return session;
    }

    private void send(String queue, int from, int to) throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            for (int i = from; i < to; i++) {
                producer.send(session.createTextMessage("m" + i));
            }
            session.commit();
        }
    }

    private String nextHeard() throws InterruptedException {
        return heard.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private List<String> nextHeard(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(nextHeard());
        }
        return texts;
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private void assertEmpty(String queue) throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            assertNull(session.createConsumer(session.createQueue(queue)).receiveNoWait());
        }
    }

    @Test
    void shouldLoadServerSessionsAndAcknowledgeInEachAutomaticMode() throws Exception {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            String queue = "automatic-" + mode;
            try (Connection connection = connect();
                    ServerThreads pool = new ServerThreads(listening(connection, mode, this::hear))) {
                ConnectionConsumer consumer = connection.createConnectionConsumer(
                        connection.createSession().createQueue(queue), null, pool, 3);
                assertSame(pool, consumer.getServerSessionPool());
                send(queue, 0, 100);
                assertEquals(texts(0, 100), nextHeard(100));
                consumer.close();
                consumer.close();
                assertThrows(IllegalStateException.class, consumer::getServerSessionPool);
            }
            assertEmpty(queue);
        }
    }

    @Test
    void shouldSpreadMessagesOverTheSessionsOfThePool() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        MessageListener meeting = message -> {
            hear(message);
            both.countDown();
            try {
                assertTrue(both.await(TIMEOUT_MS, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                throw new java.lang.IllegalStateException(e);
            }
        };
        try (Connection connection = connect();
                ServerThreads pool = new ServerThreads(
                        listening(connection, Session.AUTO_ACKNOWLEDGE, meeting),
                        listening(connection, Session.AUTO_ACKNOWLEDGE, meeting))) {
            send("spread", 0, 2);
            connection.createConnectionConsumer(connection.createSession().createQueue("spread"), "", pool, 1);
            assertEquals(new HashSet<>(texts(0, 2)), new HashSet<>(nextHeard(2)));
        }
    }

    @Test
    void shouldCommitAndRollBackInTheServerSession() throws Exception {
        BlockingQueue<Boolean> redelivered = new LinkedBlockingQueue<>();
        try (Connection connection = connect()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue("transacted-out"));
            session.setMessageListener(message -> {
                try {
                    redelivered.add(message.getJMSRedelivered());
                    producer.send(session.createTextMessage("reply to " + ((TextMessage) message).getText()));
                    if (message.getJMSRedelivered()) {
                        session.commit();
                    } else {
                        session.rollback();
                    }
                } catch (JMSException e) {
                    throw new java.lang.IllegalStateException(e);
                }
            });
            try (ServerThreads pool = new ServerThreads(session)) {
                connection.createConnectionConsumer(session.createQueue("transacted-in"), null, pool, 1);
                send("transacted-in", 0, 1);
                Session other = connection.createSession();
                MessageConsumer replies = other.createConsumer(other.createQueue("transacted-out"));
                assertEquals("reply to m0", ((TextMessage) replies.receive(TIMEOUT_MS)).getText());
                assertNull(replies.receiveNoWait());
                assertEquals(List.of(false, true), List.copyOf(redelivered));
            }
        }
        assertEmpty("transacted-in");
    }

    @Test
    void shouldReturnTheRestOfALoadUnmarkedWhenTheListenerRollsBack() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            session.setMessageListener(message -> {
                try {
                    heard.add(((TextMessage) message).getText() + "/" + message.getIntProperty("JMSXDeliveryCount"));
                    if (message.getJMSRedelivered()
                            || !message.getBody(String.class).equals("m0")) {
                        session.commit();
                    } else {
                        session.rollback();
                    }
                } catch (JMSException e) {
                    throw new java.lang.IllegalStateException(e);
                }
            });
            send("rest", 0, 3);
            try (ServerThreads pool = new ServerThreads(session)) {
                connection.createConnectionConsumer(session.createQueue("rest"), null, pool, 3);
                // What comes after the rollback may be ahead of what it returned: a load takes what is there.
                assertEquals(
                        List.of("m0/1", "m0/2", "m1/1", "m2/1"),
                        nextHeard(4).stream().sorted().toList());
            }
        }
    }

    @Test
    void shouldAcknowledgeForClientsAndRecover() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            session.setMessageListener(message -> {
                try {
                    heard.add(((TextMessage) message).getText() + "/" + message.getIntProperty("JMSXDeliveryCount"));
                    if (message.getJMSRedelivered()) {
                        message.acknowledge();
                    } else {
                        session.recover();
                    }
                } catch (JMSException e) {
                    throw new java.lang.IllegalStateException(e);
                }
            });
            send("client-ack", 0, 1);
            try (ServerThreads pool = new ServerThreads(session)) {
                connection.createConnectionConsumer(session.createQueue("client-ack"), null, pool, 3);
                assertEquals(List.of("m0/1", "m0/2"), nextHeard(2));
            }
        }
        assertEmpty("client-ack");
    }

    @Test
    void shouldRedeliverWhatAListenerThrewAt() throws Exception {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        try (Connection connection = connect();
                ServerThreads pool = new ServerThreads(listening(connection, Session.AUTO_ACKNOWLEDGE, message -> {
                    hear(message);
                    if (isFirst.getAndSet(false)) {
                        throw new IllegalArgumentException("planted");
                    }
                }))) {
            send("throwing", 0, 2);
            connection.createConnectionConsumer(connection.createSession().createQueue("throwing"), null, pool, 2);
            assertEquals(List.of("m0", "m0", "m1"), nextHeard(3));
        }
        assertEmpty("throwing");
    }

    @Test
    void shouldTellTheExceptionListenerOfAFailingPoolAndLoseNothing() throws Exception {
        BlockingQueue<JMSException> failures = new LinkedBlockingQueue<>();
        try (Connection connection = connect();
                ServerThreads pool = new ServerThreads(listening(connection, Session.AUTO_ACKNOWLEDGE, this::hear))) {
            connection.setExceptionListener(failures::add);
            pool.failuresToCome.set(1);
            pool.startFailuresToCome.set(1);
            send("failing", 0, 3);
            connection.createConnectionConsumer(connection.createSession().createQueue("failing"), null, pool, 2);
            assertEquals(
                    "planted: pool",
                    failures.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS).getMessage());
            assertEquals(
                    "planted: start",
                    failures.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS).getMessage());
            assertEquals(texts(0, 3), nextHeard(3));
        }
        assertEmpty("failing");
    }

    @Test
    void shouldRefuseASessionOfAnotherConnection() throws Exception {
        BlockingQueue<JMSException> failures = new LinkedBlockingQueue<>();
        try (Connection connection = connect();
                Connection other = connect();
                ServerThreads pool = new ServerThreads(listening(other, Session.AUTO_ACKNOWLEDGE, this::hear))) {
            connection.setExceptionListener(failures::add);
            send("foreign-session", 0, 1);
            ConnectionConsumer consumer = connection.createConnectionConsumer(
                    connection.createSession().createQueue("foreign-session"), null, pool, 2);
            assertEquals(
                    "EPONA-5003",
                    failures.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS).getErrorCode());
            consumer.close();
        }
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Message message = session.createConsumer(session.createQueue("foreign-session"))
                    .receive(TIMEOUT_MS);
            assertNotNull(message);
            assertEquals(1, message.getIntProperty("JMSXDeliveryCount"), "nobody has seen it");
        }
    }

    @Test
    void shouldDeliverNothingWhileTheConnectionIsStopped() throws Exception {
        try (Connection connection = connect();
                ServerThreads pool = new ServerThreads(listening(connection, Session.AUTO_ACKNOWLEDGE, this::hear))) {
            connection.createConnectionConsumer(connection.createSession().createQueue("stopped"), null, pool, 10);
            send("stopped", 0, 1);
            assertEquals("m0", nextHeard());
            connection.stop();
            send("stopped", 1, 2);
            int runs = pool.runs.get();
            // The broker has delivered it by now: an acknowledged message of another connection came after it.
            send("stopped-marker", 0, 1);
            try (Connection other = connect()) {
                Session session = other.createSession();
                assertNotNull(session.createConsumer(session.createQueue("stopped-marker"))
                        .receive(TIMEOUT_MS));
            }
            assertEquals(0, heard.size());
            assertTrue(pool.runs.get() <= runs + 1);
            connection.start();
            assertEquals("m1", nextHeard());
        }
    }

    @Test
    void shouldConsumeTopicsWithAndWithoutASubscription() throws Exception {
        try (Connection connection = connect("cc-client");
                ServerThreads pool = new ServerThreads(listening(connection, Session.AUTO_ACKNOWLEDGE, this::hear))) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("cc-topic");
            MessageProducer producer = session.createProducer(topic);
            ConnectionConsumer plain = connection.createConnectionConsumer(topic, null, pool, 5);
            producer.send(session.createTextMessage("plain"));
            assertEquals("plain", nextHeard());
            plain.close();
            ConnectionConsumer durable =
                    connection.createDurableConnectionConsumer(topic, "cc-durable", "n > 1", pool, 5);
            assertThrows(
                    JMSException.class,
                    () -> session.createDurableConsumer(topic, "cc-durable", "n > 1", false),
                    "the subscription has a consumer");
            durable.close();
            Message message = session.createTextMessage("kept");
            message.setIntProperty("n", 2);
            producer.send(message);
            connection.createDurableConnectionConsumer(topic, "cc-durable", "n > 1", pool, 5);
            assertEquals("kept", nextHeard());
        }
    }

    @Test
    void shouldShareSubscriptionsWithOtherConsumers() throws Exception {
        try (Connection connection = connect();
                ServerThreads pool = new ServerThreads(listening(connection, Session.AUTO_ACKNOWLEDGE, this::hear))) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("cc-shared");
            MessageProducer producer = session.createProducer(topic);
            ConnectionConsumer first = connection.createSharedConnectionConsumer(topic, "same", null, pool, 2);
            ConnectionConsumer second = connection.createSharedConnectionConsumer(topic, "same", null, pool, 2);
            ConnectionConsumer durable = connection.createSharedDurableConnectionConsumer(topic, "same", null, pool, 2);
            producer.send(session.createTextMessage("shared"));
            assertEquals(List.of("shared", "shared"), nextHeard(2), "once for each subscription");
            first.close();
            second.close();
            durable.close();
            producer.send(session.createTextMessage("kept"));
            connection.createSharedConnectionConsumer(topic, "same", null, pool, 2);
            connection.createSharedDurableConnectionConsumer(topic, "same", null, pool, 2);
            assertEquals("kept", nextHeard());
            assertEquals(0, heard.size());
        }
    }

    @Test
    void shouldEndAVolatileSubscriptionWithMessagesUnderWay() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            List<Message> messages = new ArrayList<>();
            session.setMessageListener(message -> {
                messages.add(message);
                hear(message);
            });
            Session sending = connection.createSession();
            Topic topic = sending.createTopic("cc-ending");
            try (ServerThreads pool = new ServerThreads(session)) {
                ConnectionConsumer consumer = connection.createConnectionConsumer(topic, null, pool, 1);
                sending.createProducer(topic).send(sending.createTextMessage("one"));
                assertEquals("one", nextHeard());
                consumer.close();
                messages.get(0).acknowledge();
                session.recover();
                session.close();
            }
        }
    }

    @Test
    void shouldRefuseWhatTheSpecificationDoesNotAllow() throws Exception {
        Connection connection = connect();
        Session session = listening(connection, Session.AUTO_ACKNOWLEDGE, this::hear);
        ServerThreads pool = new ServerThreads(session);
        Session other = connection.createSession();
        Queue queue = other.createQueue("refused");
        assertThrows(JMSException.class, () -> connection.createConnectionConsumer(queue, null, null, 1));
        assertThrows(JMSException.class, () -> connection.createConnectionConsumer(queue, null, pool, 0));
        assertThrows(JMSException.class, () -> connection.createConnectionConsumer(queue, null, pool, -1));
        assertThrows(
                InvalidDestinationException.class,
                () -> connection.createConnectionConsumer((Queue) null, null, pool, 1));
        assertThrows(InvalidSelectorException.class, () -> connection.createConnectionConsumer(queue, "a = ", pool, 1));
        assertThrows(
                IllegalStateException.class,
                () -> connection.createDurableConnectionConsumer(other.createTopic("t"), "s", null, pool, 1),
                "no client id");
        MessageConsumer consumer = session.createConsumer(queue);
        assertThrows(IllegalStateException.class, consumer::receiveNoWait);
        assertThrows(IllegalStateException.class, () -> consumer.receive(1));
        assertThrows(IllegalStateException.class, () -> consumer.setMessageListener(this::hear));
        other.createConsumer(queue).setMessageListener(this::hear);
        assertThrows(IllegalStateException.class, () -> other.setMessageListener(this::hear));
        connection.close();
        assertThrows(IllegalStateException.class, () -> connection.createConnectionConsumer(queue, null, pool, 1));
        assertThrows(IllegalStateException.class, () -> session.setMessageListener(this::hear));
        assertThrows(IllegalStateException.class, session::getMessageListener);
        assertThrows(JMSRuntimeException.class, session::run);
        pool.close();
    }

    @Test
    void shouldRefuseToCloseFromTheSessionsOwnListener() throws Exception {
        BlockingQueue<Class<?>> refusals = new LinkedBlockingQueue<>();
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            session.setMessageListener(message -> {
                refusals.add(assertThrows(JMSException.class, session::close).getClass());
                refusals.add(assertThrows(JMSException.class, connection::stop).getClass());
                refusals.add(assertThrows(JMSException.class, connection::close).getClass());
            });
            send("closing", 0, 1);
            try (ServerThreads pool = new ServerThreads(session)) {
                connection.createConnectionConsumer(session.createQueue("closing"), null, pool, 1);
                for (int i = 0; i < 3; i++) {
                    assertEquals(IllegalStateException.class, refusals.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS));
                }
            }
        }
    }
}
