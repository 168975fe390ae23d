package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Subscriptions to all topics whose names match a pattern. */
class TopicPatternTest extends JmsTest {
    /** Checks the text and returns the topic. */
    private static Topic expect(MessageConsumer consumer, String text) throws JMSException {
        Message message = consumer.receive(TIMEOUT_MS);
        assertNotNull(message, "no message came in time: expected=" + text);
        assertEquals(text, ((TextMessage) message).getText());
        return (Topic) message.getJMSDestination();
    }

    private void publish(String topic, String... texts) throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createTopic(topic));
            for (String text : texts) {
                TextMessage message = session.createTextMessage(text);
                message.setStringProperty("text", text);
                producer.send(message);
            }
        }
    }

    @Test
    void shouldGetWhatIsSentToAnyMatchingTopicNowOrLater() throws Exception {
        publish("orders.eu", "too early");
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            MessageConsumer oneWord = session.createConsumer(session.createTopic("orders.*"));
            MessageConsumer anyWords = session.createConsumer(session.createTopic("orders.#"));
            MessageConsumer all = session.createConsumer(session.createTopic("#"), "text <> '3'");
            MessageConsumer plain = session.createConsumer(session.createTopic("orders.eu"));
            publish("orders.eu", "1");
            publish("orders.us", "2");
            publish("orders", "3");
            publish("orders.eu.north", "4");
            publish("other", "5");
            publish("orders.eu", "6");

            assertEquals(session.createTopic("orders.eu"), expect(oneWord, "1"));
            assertEquals(session.createTopic("orders.us"), expect(oneWord, "2"));
            expect(oneWord, "6");
            for (String text : List.of("1", "2", "3", "4", "6")) {
                expect(anyWords, text);
            }
            for (String text : List.of("1", "2", "4", "5", "6")) {
                expect(all, text);
            }
            expect(plain, "1");
            expect(plain, "6");
            for (MessageConsumer consumer : List.of(oneWord, anyWords, all, plain)) {
                assertNull(consumer.receiveNoWait(), "each message once");
                consumer.close();
            }
        }
    }

    @Test
    void shouldKeepDurableOnesOverRestarts() throws Exception {
        try (Connection connection = connect("patterns")) {
            Session session = connection.createSession();
            session.createDurableConsumer(session.createTopic("a.*"), "durable").close();
            session.createSharedDurableConsumer(session.createTopic("#.c"), "shared", "text <> '3'")
                    .close();
            publish("a.b", "1");
        }
        restartBroker();
        publish("a.c", "2", "3");
        publish("a.b", "4");
        restartBroker();
        publish("a.d", "5");
        try (Connection connection = connect("patterns")) {
            Session session = connection.createSession();
            MessageConsumer durable = session.createDurableConsumer(session.createTopic("a.*"), "durable");
            for (String text : List.of("1", "2", "3", "4", "5")) {
                expect(durable, text);
            }
            MessageConsumer shared =
                    session.createSharedDurableConsumer(session.createTopic("#.c"), "shared", "text <> '3'");
            assertEquals(session.createTopic("a.c"), expect(shared, "2"));
            assertNull(shared.receiveNoWait());
            durable.close();
            shared.close();
            session.unsubscribe("durable");
            session.unsubscribe("shared");
            publish("a.c", "for nobody");
            MessageConsumer again = session.createDurableConsumer(session.createTopic("a.*"), "durable");
            assertNull(again.receiveNoWait());
        }
    }

    @Test
    void shouldChangeFromOnePatternToAnother() throws Exception {
        try (Connection connection = connect("patterns")) {
            Session session = connection.createSession();
            session.createDurableConsumer(session.createTopic("a.*"), "s").close();
            publish("a.b", "gone");
            MessageConsumer changed = session.createDurableConsumer(session.createTopic("a.#"), "s");
            publish("a.b", "kept");
            expect(changed, "kept");
        }
    }

    @Test
    void shouldShareAndLeaveOutLocalMessages() throws Exception {
        try (Connection connection = connect();
                Connection other = connect()) {
            Session session = connection.createSession();
            MessageConsumer deaf = session.createConsumer(session.createTopic("x.*"), null, true);
            MessageConsumer first = session.createSharedConsumer(session.createTopic("x.*"), "s");
            MessageConsumer second = other.createSession().createSharedConsumer(session.createTopic("x.*"), "s");
            session.createProducer(session.createTopic("x.y")).send(session.createTextMessage("local"));
            publish("x.z", "remote");
            expect(deaf, "remote");
            Set<String> received = new HashSet<>();
            // Both may go to the first if the second has not asked for messages yet.
            long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
            while (received.size() < 2) {
                assertTrue(System.nanoTime() < deadlineNs, "received=" + received);
                receiveNow(first, received);
                receiveNow(second, received);
            }
            assertEquals(Set.of("local", "remote"), received);
        }
    }

    @Test
    void shouldRefuseToPublishToAPattern() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            for (String pattern : List.of("a.*", "#", "*", "a.#.b")) {
                MessageProducer producer = session.createProducer(session.createTopic(pattern));
                assertThrows(InvalidDestinationException.class, () -> producer.send(session.createMessage()));
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                assertThrows(InvalidDestinationException.class, () -> producer.send(session.createMessage()));
            }
            session.createProducer(session.createTopic("a*.#b")).send(session.createMessage());
        }
    }

    @Test
    void shouldLeaveTemporaryTopicsAlone() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            TemporaryTopic temporary = session.createTemporaryTopic();
            MessageConsumer all = session.createConsumer(session.createTopic("#"));
            session.createProducer(temporary).send(session.createTextMessage("private"));
            publish("public", "public");
            expect(all, "public");
        }
    }

    private static void receiveNow(MessageConsumer consumer, Set<String> received) throws JMSException {
        Message message = consumer.receiveNoWait();
        if (message != null) {
            received.add(((TextMessage) message).getText());
        }
    }
}
