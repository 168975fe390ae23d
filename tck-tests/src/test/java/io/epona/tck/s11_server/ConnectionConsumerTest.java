package io.epona.tck.s11_server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sections 11.2 and 11.4, connection consumers and the sessions of a server. */
class ConnectionConsumerTest extends ConformanceTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdown();
        assertTrue(threads.awaitTermination(TIMEOUT_MS, TimeUnit.MILLISECONDS), "a session of the server still runs");
    }

    /** A pool that opens a session for every request and runs it on a thread of its own. */
    private ServerSessionPool pool(Connection connection, int mode) {
        return () -> {
            Session session = connection.createSession(mode);
            session.setMessageListener(message -> {
                try {
                    heard.add(((TextMessage) message).getText());
                    if (session.getTransacted()) {
                        session.commit();
                    }
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            });
            return new ServerSession() {
                @Override
                public Session getSession() {
                    return session;
                }

                @Override
                public void start() {
                    threads.execute(() -> {
                        session.run();
                        try {
                            session.close();
                        } catch (JMSException e) {
                            throw new AssertionError(e);
                        }
                    });
                }
            };
        };
    }

    private void assertHears(Destination destination, int mode) throws Exception {
        Connection connection = connection();
        ConnectionConsumer consumer = connection.createConnectionConsumer(destination, null, pool(connection, mode), 3);
        send(session(), destination, "a", "b", "c", "d", "e");

        await("all messages", () -> heard.size() == 5);
        assertEquals(Set.of("a", "b", "c", "d", "e"), new TreeSet<>(heard));
        consumer.close();
        endThreads();
        connection.close();
    }

    @Test
    void shouldGiveMessagesOfAQueueToSessions() throws Exception {
        Queue queue = queue();

        assertHears(queue, Session.AUTO_ACKNOWLEDGE);

        assertNothing(session().createConsumer(queue));
    }

    @Test
    void shouldGiveMessagesToTransactedSessions() throws Exception {
        Queue queue = queue();

        assertHears(queue, Session.SESSION_TRANSACTED);

        assertNothing(session().createConsumer(queue));
    }

    @Test
    void shouldGiveMessagesOfATopicToSessions() throws Exception {
        assertHears(topic(), Session.AUTO_ACKNOWLEDGE);
    }

    @Test
    void shouldSelect() throws Exception {
        Connection connection = connection();
        Queue queue = queue();
        connection.createConnectionConsumer(queue, "JMSType = 'wanted'", pool(connection, Session.AUTO_ACKNOWLEDGE), 1);
        Session session = session();
        for (String type : List.of("unwanted", "wanted")) {
            var message = session.createTextMessage(type);
            message.setJMSType(type);
            session.createProducer(queue).send(message);
        }

        await("the message", () -> !heard.isEmpty());

        assertEquals(List.of("wanted"), heard);
        assertEquals("unwanted", receiveText(session.createConsumer(queue)));
    }

    @Test
    void shouldConsumeFromSubscriptions() throws Exception {
        Connection connection = connection(uniqueName("client"));
        Topic topic = topic();
        ServerSessionPool pool = pool(connection, Session.AUTO_ACKNOWLEDGE);
        connection.createDurableConnectionConsumer(topic, uniqueName("durable"), null, pool, 1);
        connection.createSharedConnectionConsumer(topic, uniqueName("shared"), null, pool, 1);
        connection.createSharedDurableConnectionConsumer(topic, uniqueName("both"), null, pool, 1);

        send(session(), topic, "to all three");

        await("three messages", () -> heard.size() == 3);
    }

    @Test
    void shouldKeepThePool() throws Exception {
        Connection connection = connection();
        ServerSessionPool pool = pool(connection, Session.AUTO_ACKNOWLEDGE);

        assertSame(
                pool,
                connection.createConnectionConsumer(queue(), null, pool, 1).getServerSessionPool());
    }

    @Test
    void shouldDeliverNothingBeforeTheConnectionIsStarted() throws Exception {
        Connection connection = stoppedConnection();
        Queue queue = queue();
        send(session(), queue, "waiting");
        connection.createConnectionConsumer(queue, null, pool(connection, Session.AUTO_ACKNOWLEDGE), 1);
        assertEquals(List.of(), heard);

        connection.start();

        await("the message", () -> heard.size() == 1);
    }

    @Test
    void shouldRefuseWrongArguments() throws Exception {
        Connection connection = connection();
        ServerSessionPool pool = pool(connection, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue();

        assertThrows(
                InvalidDestinationException.class,
                () -> connection.createConnectionConsumer((Destination) null, null, pool, 1));
        assertThrows(InvalidSelectorException.class, () -> connection.createConnectionConsumer(queue, "a =", pool, 1));
        assertThrows(JMSException.class, () -> connection.createConnectionConsumer(queue, null, pool, 0));
    }

    @Test
    void shouldLetGoOfTheDestinationWhenClosed() throws Exception {
        Connection connection = connection();
        Queue queue = queue();
        ConnectionConsumer consumer =
                connection.createConnectionConsumer(queue, null, pool(connection, Session.AUTO_ACKNOWLEDGE), 1);
        assertNotNull(consumer);

        consumer.close();

        send(session(), queue, "for others");
        assertEquals("for others", receiveText(session().createConsumer(queue)));
        assertEquals(List.of(), heard);
    }
}
