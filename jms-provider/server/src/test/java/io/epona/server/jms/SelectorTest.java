package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Message selectors of consumers and subscriptions. */
class SelectorTest extends JmsTest {
    /** Sends messages with numbers from one to another as property {@code n}. */
    static void send(Session session, MessageProducer producer, int from, int to) throws JMSException {
        for (int n = from; n <= to; n++) {
            Message message = session.createMessage();
            message.setIntProperty("n", n);
            message.setStringProperty("kind", n % 2 == 0 ? "even" : "odd");
            producer.send(message);
        }
    }

    static int number(Message message) throws JMSException {
        assertNotNull(message, "no message came in time");
        return message.getIntProperty("n");
    }

    /** The numbers of as many messages. */
    static List<Integer> receive(MessageConsumer consumer, int count) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(number(consumer.receive(TIMEOUT_MS)));
        }
        return numbers;
    }

    @Test
    void shouldReceiveWhatIsSelectedAndLeaveTheRest() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("selected");
            send(session, session.createProducer(queue), 1, 6);

            MessageConsumer even = session.createConsumer(queue, "kind = 'even'");
            assertEquals("kind = 'even'", even.getMessageSelector());
            assertEquals(List.of(2, 4, 6), receive(even, 3));
            assertNull(even.receiveNoWait());
            send(session, session.createProducer(queue), 7, 8);
            assertEquals(List.of(8), receive(even, 1), "sent later");

            MessageConsumer all = session.createConsumer(queue, "");
            assertNull(all.getMessageSelector());
            assertEquals(List.of(1, 3, 5, 7), receive(all, 4));
            assertNull(all.receiveNoWait());
        }
    }

    @Test
    void shouldWakeAReceiverWhenASelectedMessageIsSent() throws Exception {
        try (Connection connection = connect();
                Session receiving = connection.createSession();
                Session sending = connection.createSession()) {
            Queue queue = receiving.createQueue("waiting");
            MessageConsumer consumer = receiving.createConsumer(queue, "n BETWEEN 5 AND 6");
            CompletableFuture<Message> received = CompletableFuture.supplyAsync(() -> {
                try {
                    return consumer.receive(TIMEOUT_MS);
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            });

            send(sending, sending.createProducer(queue), 1, 5);

            assertEquals(5, number(received.get(TIMEOUT_MS, TimeUnit.MILLISECONDS)));
        }
    }

    @Test
    void shouldSelectByHeaderFields() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("headers");
            MessageProducer producer = session.createProducer(queue);
            Message urgent = session.createMessage();
            urgent.setIntProperty("n", 1);
            urgent.setJMSType("alarm");
            urgent.setJMSCorrelationID("order-7");
            producer.send(urgent, DeliveryMode.NON_PERSISTENT, 9, 0);
            send(session, producer, 2, 2);

            for (String selector : List.of(
                    "JMSPriority > 4",
                    "JMSType = 'alarm'",
                    "JMSCorrelationID LIKE 'order-%'",
                    "JMSDeliveryMode = 'NON_PERSISTENT'",
                    "JMSMessageID = '" + urgent.getJMSMessageID() + "'",
                    "JMSTimestamp <= " + urgent.getJMSTimestamp() + " AND n = 1")) {
                QueueBrowser browser = session.createBrowser(queue, selector);
                assertEquals(List.of(1), BrowserTest.rest(browser.getEnumeration()), selector);
            }
            String selector = "JMSMessageID = '" + urgent.getJMSMessageID() + "'";
            assertEquals(List.of(1), receive(session.createConsumer(queue, selector), 1));
        }
    }

    @Test
    void shouldRedeliverToASelectiveConsumerAfterARollback() throws Exception {
        try (Connection connection = connect();
                Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session other = connection.createSession()) {
            Queue queue = transacted.createQueue("rolled-back");
            send(other, other.createProducer(queue), 1, 8);
            MessageConsumer even = transacted.createConsumer(queue, "kind = 'even'");
            assertEquals(List.of(2, 4), receive(even, 2));
            transacted.rollback();

            Message again = even.receive(TIMEOUT_MS);
            assertEquals(2, number(again));
            assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
            assertEquals(List.of(4, 6, 8), receive(even, 3));
            transacted.commit();
            assertNull(even.receiveNoWait());
            assertEquals(List.of(1, 3, 5, 7), receive(other.createConsumer(queue), 4));
        }
    }

    @Test
    void shouldGetWhatAPlainConsumerGivesBack() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("given-back");
            send(session, session.createProducer(queue), 1, 4);
            Session holding = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer plain = holding.createConsumer(queue);
            assertEquals(List.of(1, 2), receive(plain, 2));
            MessageConsumer even = session.createConsumer(queue, "kind = 'even'");

            holding.close();

            Message second = even.receive(TIMEOUT_MS);
            assertEquals(2, number(second));
            assertTrue(second.getJMSRedelivered());
            assertEquals(4, number(even.receive(TIMEOUT_MS)));
        }
    }

    @Test
    void shouldGiveBackWhatAClosedSelectiveConsumerHadPrefetched() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("prefetched");
            send(session, session.createProducer(queue), 1, 10);
            MessageConsumer even = session.createConsumer(queue, "kind = 'even'");
            assertEquals(2, number(even.receive(TIMEOUT_MS)));
            even.close();

            assertEquals(List.of(1, 3, 4, 5, 6, 7, 8, 9, 10), receive(session.createConsumer(queue), 9));
        }
    }

    @Test
    void shouldServeSelectiveConsumersBesideAPlainOne() throws Exception {
        int count = 3000;
        try (Connection connection = connect();
                Session sending = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("beside");
            List<List<Integer>> received = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<MessageConsumer> consumers = List.of(
                    session.createConsumer(queue),
                    session.createConsumer(queue, "n < 1000"),
                    session.createConsumer(queue, "kind = 'odd'"));
            send(sending, sending.createProducer(queue), 1, count);
            sending.commit();
            int total = 0;
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
            while (total < count && System.nanoTime() < deadline) {
                for (int i = 0; i < consumers.size(); i++) {
                    Message message = consumers.get(i).receive(1);
                    if (message != null) {
                        received.get(i).add(number(message));
                        total++;
                    }
                }
            }

            assertEquals(count, total);
            for (List<Integer> numbers : received) {
                assertEquals(numbers.stream().sorted().distinct().toList(), numbers, "in order");
                assertTrue(!numbers.isEmpty());
            }
            assertTrue(received.get(1).stream().allMatch(n -> n < 1000));
            assertTrue(received.get(2).stream().allMatch(n -> n % 2 == 1));
        }
    }

    @Test
    void shouldFindARareMatchAmongVeryMany() throws Exception {
        int count = 100_000;
        try (Connection connection = connect();
                Session sending = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("haystack");
            MessageProducer producer = sending.createProducer(queue);
            MessageConsumer needle = session.createConsumer(queue, "n = 77777 OR n = " + count);
            for (int n = 1; n <= count; n += 10_000) {
                send(sending, producer, n, n + 9_999);
                sending.commit();
            }
            MessageConsumer late = session.createConsumer(queue, "n = 66666");

            assertEquals(List.of(77_777, count), receive(needle, 2));
            assertEquals(List.of(66_666), receive(late, 1));
            assertEquals(List.of(1, 2, 3), receive(session.createConsumer(queue), 3));
        }
    }

    @Test
    void shouldSelectWhenATopicIsPublishedTo() throws Exception {
        try (Connection connection = connect("topic-client")) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("news");
            MessageConsumer even = session.createConsumer(topic, "kind = 'even'", false);
            MessageConsumer all = session.createConsumer(topic);
            MessageConsumer durable = session.createDurableConsumer(topic, "low", "n <= 2", false);
            assertEquals("n <= 2", durable.getMessageSelector());

            send(session, session.createProducer(topic), 1, 4);

            assertEquals(List.of(2, 4), receive(even, 2));
            assertEquals(List.of(1, 2, 3, 4), receive(all, 4));
            assertEquals(List.of(1, 2), receive(durable, 2));
            assertNull(even.receiveNoWait());
            assertNull(durable.receiveNoWait());
            even.close();
            send(session, session.createProducer(topic), 5, 6);
            assertEquals(List.of(5, 6), receive(all, 2));
        }
    }

    @Test
    void shouldBeginADurableSubscriptionAnewWithAnotherSelector() throws Exception {
        try (Connection connection = connect("changing-client")) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("news");
            session.createDurableConsumer(topic, "s", "kind = 'even'", false).close();
            MessageProducer producer = session.createProducer(topic);
            send(session, producer, 1, 2);

            TopicSubscriber same = session.createDurableSubscriber(topic, "s", "kind = 'even'", false);
            assertEquals(2, number(same.receive(TIMEOUT_MS)));
            same.close();
            send(session, producer, 3, 4);
            MessageConsumer odd = session.createDurableConsumer(topic, "s", "kind = 'odd'", false);
            send(session, producer, 5, 6);

            assertEquals(List.of(5), receive(odd, 1), "what was kept for the former subscription is gone");
            odd.close();
            session.createDurableConsumer(topic, "s").close();
            send(session, producer, 7, 8);
            assertEquals(List.of(7, 8), receive(session.createDurableConsumer(topic, "s"), 2));
        }
    }

    @Test
    void shouldRefuseWhatIsNoSelector() throws Exception {
        try (Connection connection = connect("wrong-client")) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("wrong");
            Topic topic = session.createTopic("wrong");
            InvalidSelectorException e =
                    assertThrows(InvalidSelectorException.class, () -> session.createConsumer(queue, "price > AND"));
            assertEquals("EPONA-3004", e.getErrorCode());
            assertTrue(e.getMessage().contains("position=9"), e.getMessage());
            assertThrows(InvalidSelectorException.class, () -> session.createConsumer(topic, "("));
            assertThrows(InvalidSelectorException.class, () -> session.createDurableConsumer(topic, "s", "n =", false));
            assertThrows(InvalidSelectorException.class, () -> session.createBrowser(queue, "JMSReplyTo = 'x'"));
            String tooLong = "n = 1" + " OR n = 1".repeat(8_000);
            assertThrows(InvalidSelectorException.class, () -> session.createConsumer(queue, tooLong));
            session.createConsumer(queue, "n = 1" + " OR n = 1".repeat(7_000)).close();
            send(session, session.createProducer(queue), 1, 1);
            assertEquals(1, number(session.createConsumer(queue).receive(TIMEOUT_MS)), "the session goes on");
        }
    }

    @Test
    void shouldSelectThroughTheSimplifiedApi() {
        try (JMSContext context = new EponaConnectionFactory(vmUri()).createContext()) {
            context.setClientID("simple-client");
            Queue queue = context.createQueue("simple");
            Topic topic = context.createTopic("simple");
            JMSConsumer selective = context.createConsumer(queue, "a = 'b'");
            JMSConsumer durable = context.createDurableConsumer(topic, "s", "a = 'b'", false);
            assertEquals("a = 'b'", selective.getMessageSelector());
            for (jakarta.jms.Destination destination : List.of(queue, topic)) {
                context.createProducer().setProperty("a", "a").send(destination, "no");
                context.createProducer().setProperty("a", "b").send(destination, "yes");
            }

            assertEquals("yes", selective.receiveBody(String.class, TIMEOUT_MS));
            assertEquals("yes", durable.receiveBody(String.class, TIMEOUT_MS));
            assertThrows(InvalidSelectorRuntimeException.class, () -> context.createConsumer(queue, "a ="));
        }
    }
}
