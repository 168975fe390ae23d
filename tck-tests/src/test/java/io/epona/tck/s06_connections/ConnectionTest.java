package io.epona.tck.s06_connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Section 6.1, connections: starting, pausing, closing, metadata and exception listeners. */
class ConnectionTest extends ConformanceTest {
    @Test
    void shouldNotDeliverBeforeItIsStarted() throws Exception {
        Connection connection = stoppedConnection();
        Session session = connection.createSession();
        Queue queue = queue();
        send(session, queue, "waiting");
        MessageConsumer consumer = session.createConsumer(queue);

        assertNothing(consumer);
        assertNull(consumer.receiveNoWait());
        connection.start();
        assertEquals("waiting", receiveText(consumer));
    }

    @Test
    void shouldNotDeliverWhileItIsStopped() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, "first", "second");
        assertEquals("first", receiveText(consumer));

        connection.stop();

        assertNothing(consumer);
        connection.start();
        assertEquals("second", receiveText(consumer));
    }

    @Test
    void shouldSendWhileItIsStopped() throws Exception {
        Queue queue = queue();
        send(stoppedConnection().createSession(), queue, "sent");

        assertEquals("sent", receiveText(session().createConsumer(queue)));
    }

    @Test
    void shouldIgnoreStartAndStopInAStateThatIsThereAlready() throws Exception {
        Connection connection = connection();
        connection.start();
        connection.stop();
        connection.stop();
        connection.start();
        Session session = connection.createSession();

        assertNotNull(sendAndReceive(session, session.createMessage()));
    }

    @Test
    void shouldCallNoListenerWhileItIsStopped() throws Exception {
        Connection connection = stoppedConnection();
        Session session = connection.createSession();
        Queue queue = queue();
        send(session, queue, "waiting");
        CompletableFuture<Message> heard = new CompletableFuture<>();
        AtomicBoolean isStarted = new AtomicBoolean();
        session.createConsumer(queue).setMessageListener(message -> {
            if (isStarted.get()) {
                heard.complete(message);
            } else {
                heard.completeExceptionally(new AssertionError("called while stopped"));
            }
        });

        isStarted.set(true);
        connection.start();

        assertNotNull(heard.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldWaitInStopUntilListenersHaveReturned() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        Queue queue = queue();
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean hasReturned = new AtomicBoolean();
        session.createConsumer(queue).setMessageListener(message -> {
            inListener.countDown();
            awaitLatch(release);
            hasReturned.set(true);
        });
        send(session(), queue, "busy");
        awaitLatch(inListener);

        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> {
            try {
                connection.stop();
                return hasReturned.get();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        assertThrows(java.util.concurrent.TimeoutException.class, () -> stopped.get(SILENCE_MS, TimeUnit.MILLISECONDS));
        release.countDown();

        assertTrue(stopped.get(TIMEOUT_MS, TimeUnit.MILLISECONDS), "stop returned before the listener");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(TIMEOUT_MS, TimeUnit.MILLISECONDS), "not reached");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseOrPerformStopAndRefuseCloseInAMessageListener() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        Queue queue = queue();
        CompletableFuture<Exception> closing = new CompletableFuture<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                connection.close();
                closing.complete(null);
            } catch (JMSException e) {
                closing.complete(e);
            }
        });

        send(session(), queue, "close");

        assertTrue(closing.get(TIMEOUT_MS, TimeUnit.MILLISECONDS) instanceof IllegalStateException);
    }

    @Test
    void shouldEndAReceiveThatWaitsWhenClosed() throws Exception {
        Connection connection = connection();
        MessageConsumer consumer = connection.createSession().createConsumer(queue());
        CountDownLatch isReceiving = new CountDownLatch(1);
        CompletableFuture<Message> received = CompletableFuture.supplyAsync(() -> {
            try {
                isReceiving.countDown();
                return consumer.receive();
            } catch (IllegalStateException e) {
                // The consumer was closed before the call had begun to wait, which is the same to the application.
                return null;
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        awaitLatch(isReceiving);

        connection.close();

        assertNull(received.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldCloseMoreThanOnce() throws Exception {
        Connection connection = connection();
        connection.close();
        connection.close();
    }

    @Test
    void shouldRollBackTransactionsInProgressWhenClosed() throws Exception {
        Queue queue = queue();
        Connection connection = connection();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        send(transacted, queue, "uncommitted");

        connection.close();

        assertNothing(session().createConsumer(queue));
    }

    @Test
    void shouldReturnMessagesThatWereNotAcknowledgedWhenClosed() throws Exception {
        Queue queue = queue();
        send(session(), queue, "again");
        Connection connection = connection();
        receive(connection.createSession(Session.CLIENT_ACKNOWLEDGE).createConsumer(queue));

        connection.close();

        Message again = receive(session().createConsumer(queue));
        assertTrue(again.getJMSRedelivered());
    }

    @Test
    void shouldTellVersions() throws Exception {
        ConnectionMetaData metaData = connection().getMetaData();

        assertEquals(3, metaData.getJMSMajorVersion());
        assertEquals(1, metaData.getJMSMinorVersion());
        assertEquals("3.1", metaData.getJMSVersion());
        assertNotNull(metaData.getJMSProviderName());
        assertNotNull(metaData.getProviderVersion());
        assertTrue(metaData.getProviderMajorVersion() >= 0);
        assertTrue(metaData.getProviderMinorVersion() >= 0);
    }

    @Test
    void shouldKeepItsExceptionListener() throws Exception {
        Connection connection = stoppedConnection();
        ExceptionListener listener = exception -> {};
        assertNull(connection.getExceptionListener());

        connection.setExceptionListener(listener);

        assertSame(listener, connection.getExceptionListener());
        connection.setExceptionListener(null);
        assertNull(connection.getExceptionListener());
    }

    @Test
    void shouldNotTellItsExceptionListenerOfWhatACallThrows() throws Exception {
        Connection connection = connection();
        AtomicReference<JMSException> told = new AtomicReference<>();
        connection.setExceptionListener(told::set);
        Session session = connection.createSession();

        assertThrows(JMSException.class, () -> session.createConsumer(null));

        Queue queue = queue();
        send(session, queue, "works");
        assertEquals("works", receiveText(session.createConsumer(queue)));
        assertNull(told.get());
    }

    @Test
    void shouldRefuseSessionModesThatThereAreNot() throws Exception {
        Connection connection = stoppedConnection();

        assertThrows(JMSException.class, () -> connection.createSession(-1));
        assertThrows(JMSException.class, () -> connection.createSession(false, 77));
    }

    @Test
    void shouldOpenSessionsInEveryMode() throws Exception {
        Connection connection = stoppedConnection();
        for (int mode : new int[] {
            Session.AUTO_ACKNOWLEDGE,
            Session.CLIENT_ACKNOWLEDGE,
            Session.DUPS_OK_ACKNOWLEDGE,
            Session.SESSION_TRANSACTED
        }) {
            assertEquals(mode, connection.createSession(mode).getAcknowledgeMode());
            assertEquals(
                    mode == Session.SESSION_TRANSACTED,
                    connection.createSession(mode).getTransacted());
        }
        assertEquals(Session.AUTO_ACKNOWLEDGE, connection.createSession().getAcknowledgeMode());
        Session transacted = connection.createSession(true, Session.AUTO_ACKNOWLEDGE);
        assertTrue(transacted.getTransacted());
        assertEquals(Session.SESSION_TRANSACTED, transacted.getAcknowledgeMode());
        assertTrue(connection.createSession(true, Session.SESSION_TRANSACTED).getTransacted());
        assertEquals(
                Session.CLIENT_ACKNOWLEDGE,
                connection.createSession(false, Session.CLIENT_ACKNOWLEDGE).getAcknowledgeMode());
    }

    @Test
    void shouldServeSessionsIndependently() throws Exception {
        Connection connection = connection();
        Session one = connection.createSession();
        Session other = connection.createSession();
        Topic topic = topic();
        MessageConsumer consumer = other.createConsumer(topic);

        one.close();

        send(other, topic, "alive");
        assertEquals("alive", receiveText(consumer));
    }
}
