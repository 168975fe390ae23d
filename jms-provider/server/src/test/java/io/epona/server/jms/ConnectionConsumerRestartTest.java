package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection consumers whose broker is started again while server sessions have messages, in every mode of a session. */
class ConnectionConsumerRestartTest extends JmsTest {
    private static final long DEADLINE_MS = 60_000;
    private static final int MESSAGE_COUNT = 300;
    private static final int LOAD_LIMIT = 7;

    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private Connection connection;
    private MessageConsumer replies;

    @BeforeEach
    void open() throws Exception {
        connection = connect();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("in"));
        for (int i = 0; i < MESSAGE_COUNT; i++) {
            producer.send(session.createTextMessage(text(i)));
        }
        session.commit();
        Session other = connection.createSession();
        replies = other.createConsumer(other.createQueue("out"));
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    private static String text(int i) {
        return String.format("m%03d", i);
    }

    private ServerThreads replyingPool(int mode, MessageListener before) throws JMSException {
        Session[] sessions = new Session[3];
        for (int i = 0; i < sessions.length; i++) {
            Session session = connection.createSession(mode);
            MessageProducer producer = session.createProducer(session.createQueue("out"));
            session.setMessageListener(message -> {
                before.onMessage(message);
                reply(session, producer, message);
            });
            sessions[i] = session;
        }
        return new ServerThreads(sessions);
    }

    private static void reply(Session session, MessageProducer producer, Message message) {
        try {
            producer.send(session.createTextMessage(((TextMessage) message).getText()));
            if (session.getTransacted()) {
                session.commit();
            } else if (session.getAcknowledgeMode() == Session.CLIENT_ACKNOWLEDGE) {
                message.acknowledge();
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> receive(int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message reply = replies.receive(DEADLINE_MS);
            assertNotNull(reply, "no reply came in time: received=" + i);
            texts.add(((TextMessage) reply).getText());
        }
        return texts;
    }

    private void assertEachOnce(List<String> texts) throws Exception {
        assertEquals(
                IntStream.range(0, MESSAGE_COUNT)
                        .mapToObj(ConnectionConsumerRestartTest::text)
                        .toList(),
                texts.stream().sorted().toList());
        assertNull(replies.receiveNoWait());
        connection.close();
        try (Connection last = connect()) {
            Session session = last.createSession();
            assertNull(session.createConsumer(session.createQueue("in")).receiveNoWait());
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Session.SESSION_TRANSACTED,
                Session.CLIENT_ACKNOWLEDGE,
                Session.AUTO_ACKNOWLEDGE,
                Session.DUPS_OK_ACKNOWLEDGE
            })
    void shouldResumeLoadsOverARestartExactlyOnce(int mode) throws Exception {
        CountDownLatch toHear = new CountDownLatch(20);
        MessageListener before = message -> {
            toHear.countDown();
            if (toHear.getCount() == 0) {
                awaitRestart();
            }
        };
        try (ServerThreads pool = replyingPool(mode, before)) {
            connection.createConnectionConsumer(connection.createSession().createQueue("in"), null, pool, LOAD_LIMIT);
            assertTrue(toHear.await(DEADLINE_MS, TimeUnit.MILLISECONDS));

            restartBroker();
            mayGoOn.countDown();

            assertEachOnce(receive(MESSAGE_COUNT));
        }
    }

    private void awaitRestart() {
        try {
            assertTrue(mayGoOn.await(DEADLINE_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Session.SESSION_TRANSACTED,
                Session.CLIENT_ACKNOWLEDGE,
                Session.AUTO_ACKNOWLEDGE,
                Session.DUPS_OK_ACKNOWLEDGE
            })
    void shouldGoOnOverRestartsWhileListenersRun(int mode) throws Exception {
        try (ServerThreads pool = replyingPool(mode, message -> {})) {
            connection.createConnectionConsumer(connection.createSession().createQueue("in"), null, pool, LOAD_LIMIT);
            List<String> texts = new ArrayList<>(receive(20));
            restartBroker();
            texts.addAll(receive(40));
            restartBroker();
            texts.addAll(receive(MESSAGE_COUNT - 60));

            assertEachOnce(texts);
        }
    }
}
