package io.epona.tck.s08_receiving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sections 8.1 to 8.8, consumers: synchronous and asynchronous receiving, closing. */
class ConsumerTest extends ConformanceTest {
    @Test
    void shouldReturnNullAfterTheTimeout() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue());
        long startNs = System.nanoTime();

        assertNull(consumer.receive(SILENCE_MS));

        assertTrue(System.nanoTime() - startNs >= TimeUnit.MILLISECONDS.toNanos(SILENCE_MS - 20));
        assertNull(consumer.receiveNoWait());
    }

    @Test
    void shouldReceiveWithoutTimeout() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        send(session(), queue, "a", "b");

        assertEquals("a", ((TextMessage) consumer.receive()).getText());
        assertEquals("b", ((TextMessage) consumer.receive(0)).getText());
    }

    @Test
    void shouldReceiveWithoutWaitingWhatIsThere() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "there");
        MessageConsumer consumer = session.createConsumer(queue);

        // The specification does not say how soon a message is there; that it can be had this way at all, it does.
        await("message", () -> consumer.receiveNoWait() != null);
    }

    @Test
    void shouldReceiveByPriority() throws Exception {
        Session session = session();
        Queue queue = queue();
        var producer = session.createProducer(queue);
        for (int priority : new int[] {1, 9, 4}) {
            producer.send(session.createTextMessage("p" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }

        MessageConsumer consumer = session.createConsumer(queue);

        for (String text : List.of("p9", "p4", "p1")) {
            assertEquals(text, receiveText(consumer));
        }
    }

    @Test
    void shouldCallItsListenerOneMessageAtATime() throws Exception {
        Session session = session();
        Queue one = queue();
        Queue other = queue();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        MessageListener listener = message -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            count.incrementAndGet();
        };
        session.createConsumer(one).setMessageListener(listener);
        session.createConsumer(other).setMessageListener(listener);
        Session sender = session();
        for (int i = 0; i < 25; i++) {
            send(sender, one, "a");
            send(sender, other, "b");
        }

        await("all messages", () -> count.get() == 50);

        assertEquals(1, most.get());
    }

    @Test
    void shouldCallListenersOfSeveralSessionsAtOnce() throws Exception {
        Connection connection = connection();
        Topic topic = topic();
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            connection.createSession().createConsumer(topic).setMessageListener(message -> {
                both.countDown();
                awaitLatch(both);
            });
        }

        send(session(), topic, "at once");

        assertTrue(both.await(TIMEOUT_MS, TimeUnit.MILLISECONDS), "listeners waited for each other");
    }

    @Test
    void shouldRefuseToReceiveBesideAListenerOfTheSession() throws Exception {
        Session session = session();
        MessageConsumer listening = session.createConsumer(queue());
        MessageConsumer other = session.createConsumer(queue());
        listening.setMessageListener(message -> {});

        assertThrows(IllegalStateException.class, other::receiveNoWait);
        assertThrows(IllegalStateException.class, () -> other.receive(TIMEOUT_MS));
        assertThrows(IllegalStateException.class, other::receive);

        listening.setMessageListener(null);
        assertNull(other.receiveNoWait());
    }

    @Test
    void shouldReceiveFromAnotherConsumerInAListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        Queue inner = queue();
        MessageConsumer other = session.createConsumer(inner);
        send(session(), inner, "inner");
        CompletableFuture<String> received = new CompletableFuture<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                received.complete(text(other.receive(TIMEOUT_MS)));
            } catch (JMSException e) {
                received.completeExceptionally(e);
            }
        });

        send(session(), queue, "outer");

        assertEquals("inner", received.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(TIMEOUT_MS, TimeUnit.MILLISECONDS), "not reached");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldKeepTheOrderForListeners() throws Exception {
        Session session = session();
        Queue queue = queue();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        session.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            texts.add(Integer.toString(i));
        }

        send(session(), queue, texts.toArray(new String[0]));

        await("all messages", () -> heard.size() == 100);
        assertEquals(texts, heard);
    }

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldUseTheSessionInItsListener() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Queue answers = queue();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                send(session, answers, "answer to " + text(message));
                session.commit();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });

        send(session(), queue, "question");

        assertEquals("answer to question", receiveText(session().createConsumer(answers)));
    }

    @Test
    void shouldNotReceiveSynchronouslyWithAListener() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue());
        consumer.setMessageListener(message -> {});

        assertThrows(JMSException.class, consumer::receive);
        assertThrows(JMSException.class, () -> consumer.receive(1));
        assertThrows(JMSException.class, consumer::receiveNoWait);
    }

    @Test
    void shouldTellReplaceAndForgetItsListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        assertNull(consumer.getMessageListener());
        MessageListener listener = message -> {};
        consumer.setMessageListener(listener);
        assertSame(listener, consumer.getMessageListener());

        consumer.setMessageListener(null);

        assertNull(consumer.getMessageListener());
        send(session(), queue, "synchronous again");
        assertEquals("synchronous again", receiveText(consumer));
    }

    @Test
    void shouldCloseItselfInItsListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> heard = new CompletableFuture<>();
        consumer.setMessageListener(message -> {
            try {
                consumer.close();
                heard.complete(text(message));
            } catch (JMSException e) {
                heard.completeExceptionally(e);
            }
        });

        send(session(), queue, "last", "left");

        assertEquals("last", heard.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
        assertEquals("left", receiveText(session().createConsumer(queue)));
    }

    @Test
    void shouldRefuseToCloseItsSessionInItsListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        CompletableFuture<Exception> refused = new CompletableFuture<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                session.close();
                refused.complete(null);
            } catch (JMSException e) {
                refused.complete(e);
            }
        });

        send(session(), queue, "close");

        assertTrue(refused.get(TIMEOUT_MS, TimeUnit.MILLISECONDS) instanceof IllegalStateException);
    }

    @Test
    void shouldEndAReceiveThatWaitsWhenClosed() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue());
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

        consumer.close();

        assertNull(received.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldNotDeliverExpiredMessages() throws Exception {
        Session session = session();
        Queue queue = queue();
        var producer = session.createProducer(queue);
        Message expiring = session.createTextMessage("expired");
        producer.send(expiring, DeliveryMode.PERSISTENT, 9, 1);
        producer.send(session.createTextMessage("lasting"), DeliveryMode.PERSISTENT, 1, 60_000);
        await("expiry", () -> io.epona.tck.support.TestClock.nowMs() > expiring.getJMSExpiration());

        MessageConsumer consumer = session.createConsumer(queue);

        assertEquals("lasting", receiveText(consumer));
        assertNull(consumer.receiveNoWait());
    }

    @Test
    void shouldRefuseNoDestination() throws Exception {
        Session session = session();
        Destination none = null;

        assertThrows(InvalidDestinationException.class, () -> session.createConsumer(none));
        assertThrows(InvalidDestinationException.class, () -> session.createConsumer(none, "a = 1"));
        assertThrows(InvalidDestinationException.class, () -> session.createConsumer(none, "a = 1", true));
    }

    @Test
    void shouldLeaveOutLocalMessagesOfATopicOnRequest() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        Topic topic = topic();
        MessageConsumer remoteOnly = session.createConsumer(topic, null, true);
        MessageConsumer all = session.createConsumer(topic, null, false);
        send(session, topic, "same session");
        send(connection.createSession(), topic, "same connection");
        send(session(), topic, "remote");

        assertEquals("remote", receiveText(remoteOnly));
        assertEquals("same session", receiveText(all));
        assertEquals("same connection", receiveText(all));
        assertEquals("remote", receiveText(all));
    }

    @Test
    void shouldServeManyConsumersOfASession() throws Exception {
        Session session = session();
        List<Queue> queues = new ArrayList<>();
        List<MessageConsumer> consumers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queues.add(queue());
            consumers.add(session.createConsumer(queues.get(i)));
        }
        for (int i = 0; i < 20; i++) {
            send(session, queues.get(i), "to " + i);
        }
        for (int i = 19; i >= 0; i--) {
            assertEquals("to " + i, receiveText(consumers.get(i)));
        }
        assertNotNull(consumers);
    }
}
