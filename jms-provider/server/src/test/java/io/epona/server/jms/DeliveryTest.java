package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Acknowledgement, redelivery, transactions and subscriptions through the classic API. */
class DeliveryTest extends JmsTest {
    private static String text(Message message) throws JMSException {
        assertNotNull(message, "no message came in time");
        return ((TextMessage) message).getText();
    }

    private static void send(Session session, MessageProducer producer, String... texts) throws JMSException {
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }
    }

    @Test
    void shouldRedeliverWhatWasNotAcknowledged() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Queue queue = session.createQueue("redeliver");
            send(session, session.createProducer(queue), "one", "two", "three");
            MessageConsumer consumer = session.createConsumer(queue);
            Message first = consumer.receive(TIMEOUT_MS);
            assertEquals("one", text(first));
            first.acknowledge();
            assertEquals("two", text(consumer.receive(TIMEOUT_MS)));

            session.recover();

            Message again = consumer.receive(TIMEOUT_MS);
            assertEquals("two", text(again));
            assertTrue(again.getJMSRedelivered());
            assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
            Message third = consumer.receive(TIMEOUT_MS);
            assertEquals("three", text(third));
            assertFalse(third.getJMSRedelivered());
            third.acknowledge();
        }
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            assertNull(session.createConsumer(session.createQueue("redeliver")).receiveNoWait());
        }
    }

    @Test
    void shouldGiveBackWhatAClosedConnectionDidNotAcknowledge() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Queue queue = session.createQueue("given-back");
            send(session, session.createProducer(queue), "one", "two");
            MessageConsumer consumer = session.createConsumer(queue);
            assertEquals("one", text(consumer.receive(TIMEOUT_MS)));
        }
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue("given-back"));
            Message again = consumer.receive(TIMEOUT_MS);
            assertEquals("one", text(again));
            assertTrue(again.getJMSRedelivered());
            Message second = consumer.receive(TIMEOUT_MS);
            assertEquals("two", text(second));
            assertFalse(second.getJMSRedelivered(), "prefetched, but never shown");
        }
    }

    @Test
    void shouldCommitAndRollBackSendsAndReceives() throws Exception {
        try (Connection connection = connect();
                Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session other = connection.createSession()) {
            Queue in = transacted.createQueue("in");
            Queue out = transacted.createQueue("out");
            send(other, other.createProducer(in), "a", "b");
            MessageConsumer consumer = transacted.createConsumer(in);
            MessageConsumer result = other.createConsumer(out);
            MessageProducer producer = transacted.createProducer(out);

            assertEquals("a", text(consumer.receive(TIMEOUT_MS)));
            send(transacted, producer, "rolled back");
            transacted.rollback();
            assertNull(result.receiveNoWait());
            Message again = consumer.receive(TIMEOUT_MS);
            assertEquals("a", text(again));
            assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
            send(transacted, producer, "committed");
            transacted.commit();

            assertEquals("committed", text(result.receive(TIMEOUT_MS)));
            assertEquals("b", text(consumer.receive(TIMEOUT_MS)));
            transacted.commit();
        }
    }

    @Test
    void shouldKeepADurableSubscriptionOverARestart() throws Exception {
        try (Connection connection = connect("client-1")) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("news");
            session.createDurableConsumer(topic, "reader").close();
            send(session, session.createProducer(topic), "before");
        }
        restartBroker();
        try (Connection publisher = connect();
                Connection connection = connect("client-1")) {
            Session publishing = publisher.createSession();
            send(publishing, publishing.createProducer(publishing.createTopic("news")), "after");
            Session session = connection.createSession();
            Topic topic = session.createTopic("news");
            MessageConsumer consumer = session.createDurableConsumer(topic, "reader");
            assertEquals("before", text(consumer.receive(TIMEOUT_MS)));
            assertEquals("after", text(consumer.receive(TIMEOUT_MS)));
            assertThrows(JMSException.class, () -> session.unsubscribe("reader"));
            consumer.close();
            session.unsubscribe("reader");
            assertThrows(InvalidDestinationException.class, () -> session.unsubscribe("reader"));
        }
    }

    @Test
    void shouldReopenADurableSubscriptionWithMessagesToAcknowledge() throws Exception {
        try (Connection connection = connect("client-2")) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Topic topic = session.createTopic("news");
            MessageConsumer first = session.createDurableConsumer(topic, "reader");
            send(session, session.createProducer(topic), "one", "two");
            Message one = first.receive(TIMEOUT_MS);
            assertEquals("one", text(one));
            first.close();
            assertThrows(JMSException.class, () -> session.unsubscribe("reader"), "one is in flight");

            MessageConsumer second = session.createDurableConsumer(topic, "reader");
            assertEquals("two", text(second.receive(TIMEOUT_MS)));
            one.acknowledge();
            second.close();
            session.unsubscribe("reader");
        }
    }

    @Test
    void shouldResumeAReopenedDurableSubscriptionOverARestart() throws Exception {
        try (Connection connection = connect("client-3")) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Topic topic = session.createTopic("news");
            MessageConsumer first = session.createDurableConsumer(topic, "reader");
            MessageProducer producer = session.createProducer(topic);
            send(session, producer, "one", "two");
            Message one = first.receive(TIMEOUT_MS);
            assertEquals("one", text(one));
            first.close();
            MessageConsumer second = session.createDurableConsumer(topic, "reader");
            assertEquals("two", text(second.receive(TIMEOUT_MS)));

            restartBroker();

            send(session, producer, "three");
            Message three = second.receive(TIMEOUT_MS);
            assertEquals("three", text(three));
            assertFalse(three.getJMSRedelivered());
            three.acknowledge();
            second.close();
            MessageConsumer third = session.createDurableConsumer(topic, "reader");
            assertNull(third.receiveNoWait(), "everything was acknowledged");
        }
    }

    @Test
    void shouldGiveEachSubscriberItsOwnCopy() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("prices");
            MessageConsumer first = session.createConsumer(topic);
            MessageConsumer second = session.createConsumer(topic);
            send(session, session.createProducer(topic), "1", "2");
            for (MessageConsumer consumer : List.of(first, second)) {
                assertEquals("1", text(consumer.receive(TIMEOUT_MS)));
                assertEquals("2", text(consumer.receive(TIMEOUT_MS)));
            }
            first.close();
            send(session, session.createProducer(topic), "3");
            assertEquals("3", text(second.receive(TIMEOUT_MS)));
        }
    }

    @Test
    void shouldCompleteAsynchronousSendsInOrder() throws Exception {
        int count = 5000;
        List<String> completed = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(count);
        List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("async"));
            for (int i = 0; i < count; i++) {
                producer.send(session.createTextMessage("m" + i), new CompletionListener() {
                    @Override
                    public void onCompletion(Message message) {
                        try {
                            completed.add(text(message));
                        } catch (JMSException e) {
                            failures.add(e);
                        }
                        done.countDown();
                    }

                    @Override
                    public void onException(Message message, Exception exception) {
                        failures.add(exception);
                        done.countDown();
                    }
                });
            }
            assertTrue(done.await(TIMEOUT_MS, TimeUnit.MILLISECONDS));
        }
        assertEquals(List.of(), failures);
        assertEquals(IntStream.range(0, count).mapToObj(i -> "m" + i).toList(), completed);
    }

    @Test
    void shouldDeliverToListenersAndRedeliverWhenOneThrows() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(4);
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("listener");
            session.createConsumer(queue).setMessageListener(message -> {
                try {
                    heard.add(text(message) + message.getIntProperty("JMSXDeliveryCount"));
                    done.countDown();
                    if (heard.size() == 2) {
                        throw new IllegalArgumentException("planted");
                    }
                } catch (JMSException e) {
                    throw new IllegalArgumentException(e);
                }
            });
            Session sending = connection.createSession();
            send(sending, sending.createProducer(queue), "a", "b", "c");
            assertTrue(done.await(TIMEOUT_MS, TimeUnit.MILLISECONDS));
        }
        assertEquals(List.of("a1", "b1", "b2", "c1"), heard);
    }

    @Test
    void shouldGoOnOverARestartWithoutAnException() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            Queue queue = session.createQueue("survivors");
            MessageProducer producer = session.createProducer(queue);
            MessageConsumer consumer = session.createConsumer(queue);
            send(session, producer, "1", "2");
            session.commit();
            assertEquals("1", text(consumer.receive(TIMEOUT_MS)));
            send(session, producer, "3");

            restartBroker();

            assertEquals("2", text(consumer.receive(TIMEOUT_MS)));
            send(session, producer, "4");
            session.commit();
            assertEquals("3", text(consumer.receive(TIMEOUT_MS)));
            assertEquals("4", text(consumer.receive(TIMEOUT_MS)));
            session.commit();
        }
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            assertNull(session.createConsumer(session.createQueue("survivors")).receiveNoWait());
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("q");
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> session.createProducer(queue).send(session.createQueue("other"), session.createMessage()));
            MessageProducer producer = session.createProducer(queue);
            producer.close();
            assertThrows(IllegalStateException.class, () -> producer.send(session.createMessage()));
        }
    }
}
