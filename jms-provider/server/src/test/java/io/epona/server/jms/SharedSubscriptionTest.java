package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Subscriptions with several consumers, durable and not. */
class SharedSubscriptionTest extends JmsTest {
    private static final String NAME = "workers";

    private static String text(Message message) throws JMSException {
        assertNotNull(message, "no message came in time");
        return ((TextMessage) message).getText();
    }

    private void publish(String topic, String... texts) {
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            for (String text : texts) {
                context.createProducer().setProperty("text", text).send(context.createTopic(topic), text);
            }
        }
    }

    private static MessageConsumer shared(Session session, Topic topic, boolean isDurable) throws JMSException {
        return isDurable ? session.createSharedDurableConsumer(topic, NAME) : session.createSharedConsumer(topic, NAME);
    }

    private static String code(JMSException e) {
        return e.getErrorCode();
    }

    @Test
    void shouldShareTheWorkAmongConsumersOfSeveralConnections() throws Exception {
        try (Connection first = connect();
                Connection second = connect()) {
            Session one = first.createSession();
            Session two = second.createSession();
            Topic topic = one.createTopic("jobs");
            for (boolean isDurable : List.of(false, true)) {
                MessageConsumer a = shared(one, topic, isDurable);
                MessageConsumer b = shared(two, topic, isDurable);
                Set<String> sent = new HashSet<>();
                for (int i = 0; i < 20; i++) {
                    sent.add("job-" + i);
                }
                publish("jobs", sent.toArray(new String[0]));
                Set<String> received = new HashSet<>();
                for (int i = 0; i < 10; i++) {
                    received.add(text(a.receive(TIMEOUT_MS)));
                    received.add(text(b.receive(TIMEOUT_MS)));
                }
                assertEquals(sent, received, "each message once, half of them for each");
                assertNull(a.receiveNoWait());
                a.close();
                b.close();
            }
        }
    }

    @Test
    void shouldKeepDurableAndOtherSharedSubscriptionsOfOneNameApart() throws Exception {
        try (Connection connection = connect("shared-1")) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("t");
            MessageConsumer plain = session.createSharedConsumer(topic, NAME, "text <> 'b'");
            MessageConsumer durable = session.createSharedDurableConsumer(topic, NAME, "text <> 'a'");
            publish("t", "a", "b", "c");
            assertEquals("a", text(plain.receive(TIMEOUT_MS)));
            assertEquals("c", text(plain.receive(TIMEOUT_MS)));
            assertEquals("b", text(durable.receive(TIMEOUT_MS)));
            assertEquals("c", text(durable.receive(TIMEOUT_MS)));
            plain.close();
            durable.close();
            session.unsubscribe(NAME);
            assertThrows(InvalidDestinationException.class, () -> session.unsubscribe(NAME));
        }
    }

    @Test
    void shouldTellSubscriptionsOfDifferentClientIdsApart() throws Exception {
        try (Connection one = connect("client-a");
                Connection two = connect("client-b");
                Connection none = connect()) {
            Topic topic = one.createSession().createTopic("t");
            List<MessageConsumer> consumers = List.of(
                    one.createSession().createSharedConsumer(topic, NAME),
                    two.createSession().createSharedConsumer(topic, NAME),
                    none.createSession().createSharedConsumer(topic, NAME),
                    one.createSession().createSharedDurableConsumer(topic, NAME),
                    two.createSession().createSharedDurableConsumer(topic, NAME),
                    none.createSession().createSharedDurableConsumer(topic, NAME));
            publish("t", "for all");
            for (MessageConsumer consumer : consumers) {
                assertEquals("for all", text(consumer.receive(TIMEOUT_MS)));
            }
        }
    }

    @Test
    void shouldEndANonDurableOneWithItsLastConsumer() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Topic topic = session.createTopic("t");
            MessageConsumer first = session.createSharedConsumer(topic, NAME);
            MessageConsumer second = session.createSharedConsumer(topic, NAME);
            publish("t", "one");
            first.close();
            Message kept = second.receive(TIMEOUT_MS);
            assertEquals("one", text(kept));
            publish("t", "two");
            second.close();
            kept.acknowledge();
            MessageConsumer third = session.createSharedConsumer(topic, NAME);
            publish("t", "three");
            assertEquals("three", text(third.receive(TIMEOUT_MS)), "two ended with its subscription");
        }
    }

    @Test
    void shouldGiveWhatAClosedConsumerDidNotAcknowledgeToTheOthers() throws Exception {
        for (boolean isDurable : List.of(false, true)) {
            try (Connection connection = connect()) {
                Session dying = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                Session living = connection.createSession();
                Topic topic = dying.createTopic("t");
                MessageConsumer first = shared(dying, topic, isDurable);
                publish("t", "one");
                assertEquals("one", text(first.receive(TIMEOUT_MS)));
                MessageConsumer second = shared(living, topic, isDurable);
                first.close();
                assertNull(second.receiveNoWait(), "it may still be acknowledged");
                dying.close();
                Message again = second.receive(TIMEOUT_MS);
                assertEquals("one", text(again));
                assertTrue(again.getJMSRedelivered());
            }
        }
    }

    @Test
    void shouldChangeTheTermsOfANonDurableOneOnlyWithoutConsumers() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("t");
            Topic other = session.createTopic("u");
            MessageConsumer first = session.createSharedConsumer(topic, NAME, "text = 'a'");
            for (Topic wanted : List.of(topic, other)) {
                String selector = wanted == topic ? null : "text = 'a'";
                assertEquals(
                        "EPONA-3001",
                        code(assertThrows(
                                JMSException.class, () -> session.createSharedConsumer(wanted, NAME, selector))));
            }
            first.close();
            MessageConsumer changed = session.createSharedConsumer(other, NAME);
            publish("u", "u");
            assertEquals("u", text(changed.receive(TIMEOUT_MS)));
        }
    }

    @Test
    void shouldChangeTheTermsOfADurableOneOnlyWithoutConsumers() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("t");
            MessageConsumer first = session.createSharedDurableConsumer(topic, NAME, "text = 'a'");
            publish("t", "a");
            assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, NAME));
            assertThrows(
                    JMSException.class,
                    () -> session.createSharedDurableConsumer(session.createTopic("u"), NAME, "text = 'a'"));
            assertThrows(JMSException.class, () -> session.unsubscribe(NAME));
            first.close();
            MessageConsumer changed = session.createSharedDurableConsumer(topic, NAME);
            publish("t", "b");
            assertEquals("b", text(changed.receive(TIMEOUT_MS)), "what the former one had is gone");
            changed.close();
            session.unsubscribe(NAME);
        }
    }

    @Test
    void shouldNotUnsubscribeWhileAMessageIsNotSettled() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            Topic topic = session.createTopic("t");
            MessageConsumer consumer = session.createSharedDurableConsumer(topic, NAME);
            publish("t", "a");
            assertEquals("a", text(consumer.receive(TIMEOUT_MS)));
            consumer.close();
            assertThrows(JMSException.class, () -> session.unsubscribe(NAME));
            session.commit();
            session.unsubscribe(NAME);
        }
    }

    @Test
    void shouldNotMixSharedAndUnsharedDurableOnes() throws Exception {
        try (Connection connection = connect("mixed")) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("t");
            for (boolean isActive : List.of(true, false)) {
                MessageConsumer shared = session.createSharedDurableConsumer(topic, "s");
                MessageConsumer unshared = session.createDurableConsumer(topic, "u");
                if (!isActive) {
                    shared.close();
                    unshared.close();
                }
                assertEquals(
                        "EPONA-3005",
                        code(assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "s"))));
                assertEquals(
                        "EPONA-3005",
                        code(assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, "u"))));
                shared.close();
                unshared.close();
            }
            session.unsubscribe("s");
            session.createDurableConsumer(topic, "s").close();
        }
    }

    @Test
    void shouldKeepADurableOneOverARestart() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            session.createSharedDurableConsumer(session.createTopic("t"), NAME, "text <> 'b'")
                    .close();
            publish("t", "a");
        }
        restartBroker();
        publish("t", "b", "c");
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("t");
            assertThrows(
                    JMSException.class,
                    () -> session.createDurableConsumer(topic, NAME),
                    "an unshared one needs a client id");
            MessageConsumer first = session.createSharedDurableConsumer(topic, NAME, "text <> 'b'");
            MessageConsumer second = session.createSharedDurableConsumer(topic, NAME, "text <> 'b'");
            Set<String> received = new HashSet<>();
            while (received.size() < 2) {
                Message message = first.receive(1);
                received.add(message != null ? text(message) : textOrNothing(second.receive(1)));
                received.remove("");
            }
            assertEquals(Set.of("a", "c"), received);
        }
    }

    private static String textOrNothing(Message message) throws JMSException {
        return message == null ? "" : text(message);
    }

    @Test
    void shouldResumeOverARestart() throws Exception {
        for (boolean isDurable : List.of(false, true)) {
            try (Connection one = connect();
                    Connection two = connect()) {
                Session first = one.createSession(Session.CLIENT_ACKNOWLEDGE);
                Session second = two.createSession();
                Topic topic = first.createTopic("t");
                MessageConsumer a = shared(first, topic, isDurable);
                publish("t", "before");
                Message held = a.receive(TIMEOUT_MS);
                assertEquals("before", text(held));
                MessageConsumer b = shared(second, topic, isDurable);

                restartBroker();

                // Both answer only when they have resumed.
                first.createConsumer(first.createQueue("q")).close();
                second.createConsumer(second.createQueue("q")).close();
                publish("t", "1", "2");
                Set<String> received = Set.of(text(a.receive(TIMEOUT_MS)), text(b.receive(TIMEOUT_MS)));
                assertEquals(Set.of("1", "2"), received);
                held.acknowledge();
                a.close();
                assertNull(b.receiveNoWait());
            }
        }
    }

    @Test
    void shouldWorkThroughTheSimplifiedApi() {
        try (JMSContext one = new EponaConnectionFactory(uri()).createContext();
                JMSContext two = new EponaConnectionFactory(uri()).createContext()) {
            Topic topic = one.createTopic("t");
            JMSConsumer a = one.createSharedConsumer(topic, NAME, "text = '1'");
            JMSConsumer b = two.createSharedDurableConsumer(topic, NAME, "text = '2'");
            JMSConsumer c = one.createSharedDurableConsumer(topic, "other");
            JMSConsumer d = two.createSharedConsumer(topic, "other");
            publish("t", "1", "2");
            assertEquals("1", a.receiveBody(String.class, TIMEOUT_MS));
            assertEquals("2", b.receiveBody(String.class, TIMEOUT_MS));
            assertEquals("1", c.receiveBody(String.class, TIMEOUT_MS));
            assertEquals("1", d.receiveBody(String.class, TIMEOUT_MS));
            assertThrows(JMSRuntimeException.class, () -> one.unsubscribe(NAME), "another context has a consumer");
            b.close();
            one.unsubscribe(NAME);
        }
    }
}
