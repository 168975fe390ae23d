package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are delivered too often. */
class DeadLetterTest extends JmsTest {
    private static final int MAX = 3;

    /** Every destination gives up after some deliveries, most of them to a queue of their own. */
    static DestinationSettings settings() {
        DeliveryPolicy common = new DeliveryPolicy(MAX, 0, 1, 0, 0, "DEAD.*", "");
        DeliveryPolicy dropping = new DeliveryPolicy(MAX, 0, 1, 0, 0, "", "");
        DeliveryPolicy patient = new DeliveryPolicy(0, 0, 1, 0, 0, "DEAD.*", "");
        return DestinationSettings.DEFAULT
                .with("dropping", dropping)
                .with("patient", patient)
                .with("#", common);
    }

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).destinations(settings());
    }

    static String text(Message message) throws JMSException {
        assertNotNull(message, "no message came in time");
        return ((TextMessage) message).getText();
    }

    static List<?> all(Enumeration<?> elements) {
        return Collections.list(elements);
    }

    static void send(Session session, MessageProducer producer, String... texts) throws JMSException {
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }
        if (session.getTransacted()) {
            session.commit();
        }
    }

    /** Rolls back as often as a message is delivered that is poison; returns the texts of the others. */
    private static List<String> consume(Session session, MessageConsumer consumer, int count) throws JMSException {
        List<String> processed = new ArrayList<>();
        while (processed.size() < count) {
            String text = text(consumer.receive(TIMEOUT_MS));
            if (text.equals("poison")) {
                session.rollback();
            } else {
                processed.add(text);
                session.commit();
            }
        }
        return processed;
    }

    @Test
    void shouldKeepAllOfAMessageThatIsGivenUp() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("orders");
            TextMessage sent = session.createTextMessage("poison");
            sent.setJMSCorrelationID("correlation");
            sent.setJMSType("type");
            sent.setJMSReplyTo(session.createTopic("answers"));
            sent.setStringProperty("text", "ü");
            sent.setDoubleProperty("number", 0.5);
            MessageProducer producer = session.createProducer(queue);
            producer.setTimeToLive(3_600_000);
            producer.setPriority(8);
            producer.send(sent);
            send(session, session.createProducer(queue), "a", "b");
            MessageConsumer consumer = session.createConsumer(queue);

            assertEquals(List.of("a", "b"), consume(session, consumer, 2));
            assertNull(consumer.receiveNoWait());

            Message dead =
                    session.createConsumer(session.createQueue("DEAD.orders")).receive(TIMEOUT_MS);
            assertEquals("poison", text(dead));
            assertEquals(sent.getJMSMessageID(), dead.getJMSMessageID());
            assertEquals(sent.getJMSTimestamp(), dead.getJMSTimestamp());
            assertEquals(8, dead.getJMSPriority());
            assertEquals(DeliveryMode.PERSISTENT, dead.getJMSDeliveryMode());
            assertEquals("correlation", dead.getJMSCorrelationID());
            assertEquals("type", dead.getJMSType());
            assertEquals(sent.getJMSReplyTo(), dead.getJMSReplyTo());
            assertEquals("ü", dead.getStringProperty("text"));
            assertEquals(0.5, dead.getDoubleProperty("number"));
            assertEquals(session.createQueue("DEAD.orders"), dead.getJMSDestination());
            assertEquals(0, dead.getJMSExpiration());
            assertFalse(dead.getJMSRedelivered(), "it is new there");
            assertEquals(1, dead.getIntProperty("JMSXDeliveryCount"));
            assertEquals("maxDeliveries", dead.getStringProperty("JMS_Epona_DeadLetterCause"));
            assertEquals("queue://orders", dead.getStringProperty("JMS_Epona_OriginalDestination"));
            assertEquals(MAX, dead.getIntProperty("JMS_Epona_DeliveryCount"));
            assertEquals(sent.getJMSExpiration(), dead.getLongProperty("JMS_Epona_OriginalExpiration"));
            long ageMs = Clock.systemUTC().millis() - dead.getLongProperty("JMS_Epona_DeadLetterTime");
            assertTrue(ageMs >= 0 && ageMs < TIMEOUT_MS, "ageMs=" + ageMs);
            assertFalse(dead.propertyExists("JMS_Epona_OriginalSubscription"));
        }
    }

    @Test
    void shouldMoveManyOnceAndKeepThemOverARestart() throws Exception {
        int count = 100;
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("many");
            MessageProducer producer = session.createProducer(queue);
            for (int i = 0; i < count; i++) {
                producer.send(session.createTextMessage("m" + i));
            }
            session.commit();
            MessageConsumer consumer = session.createConsumer(queue);
            for (int round = 0; round < MAX; round++) {
                for (int i = 0; i < count; i++) {
                    assertEquals("m" + i, text(consumer.receive(TIMEOUT_MS)));
                }
                session.rollback();
            }
        }
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            assertNull(session.createConsumer(session.createQueue("many")).receiveNoWait());
            MessageConsumer dead = session.createConsumer(session.createQueue("DEAD.many"));
            for (int i = 0; i < count; i++) {
                assertEquals("m" + i, text(dead.receive(TIMEOUT_MS)));
            }
            assertNull(dead.receiveNoWait());
        }
    }

    @Test
    void shouldNameTheSubscriptionThatGaveUp() throws Exception {
        try (Connection connection = connect("reader-1");
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Topic topic = session.createTopic("news");
            MessageConsumer durable = session.createDurableConsumer(topic, "careless");
            MessageConsumer other = session.createConsumer(topic);
            send(session, session.createProducer(topic), "poison", "a");

            assertEquals(List.of("a"), consume(session, durable, 1));
            assertEquals(List.of("a"), consume(session, other, 1));

            MessageConsumer consumer = session.createConsumer(session.createQueue("DEAD.news"));
            Message first = consumer.receive(TIMEOUT_MS);
            Message second = consumer.receive(TIMEOUT_MS);
            boolean isFirst = first.propertyExists("JMS_Epona_OriginalSubscription");
            Message ofDurable = isFirst ? first : second;
            assertEquals("careless", ofDurable.getStringProperty("JMS_Epona_OriginalSubscription"));
            assertEquals("reader-1", ofDurable.getStringProperty("JMS_Epona_OriginalClientId"));
            assertEquals("topic://news", ofDurable.getStringProperty("JMS_Epona_OriginalDestination"));
            Message ofOther = isFirst ? second : first;
            assertEquals("topic://news", ofOther.getStringProperty("JMS_Epona_OriginalDestination"));
            assertFalse(ofOther.propertyExists("JMS_Epona_OriginalSubscription"));
        }
    }

    @Test
    void shouldGiveUpWhatIsNotPersistent() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("light");
            MessageProducer producer = session.createProducer(queue);
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            send(session, producer, "poison", "a");

            assertEquals(List.of("a"), consume(session, session.createConsumer(queue), 1));

            Message dead =
                    session.createConsumer(session.createQueue("DEAD.light")).receive(TIMEOUT_MS);
            assertEquals("poison", text(dead));
            assertEquals(DeliveryMode.NON_PERSISTENT, dead.getJMSDeliveryMode());
        }
    }

    @Test
    void shouldNotGiveUpFromADeadLetterQueue() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("twice");
            send(session, session.createProducer(queue), "poison", "a");
            consume(session, session.createConsumer(queue), 1);
            MessageConsumer consumer = session.createConsumer(session.createQueue("DEAD.twice"));
            for (int i = 1; i <= 3 * MAX; i++) {
                Message dead = consumer.receive(TIMEOUT_MS);
                assertEquals("poison", text(dead));
                assertEquals(i, dead.getIntProperty("JMSXDeliveryCount"));
                session.rollback();
            }
        }
    }

    @Test
    void shouldDropOrDeliverForEverIfThePolicySaysSo() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue dropping = session.createQueue("dropping");
            Queue patient = session.createQueue("patient");
            send(session, session.createProducer(dropping), "poison", "a");
            send(session, session.createProducer(patient), "poison");

            assertEquals(List.of("a"), consume(session, session.createConsumer(dropping), 1));
            MessageConsumer consumer = session.createConsumer(patient);
            for (int i = 0; i < 3 * MAX; i++) {
                assertEquals("poison", text(consumer.receive(TIMEOUT_MS)));
                session.rollback();
            }
        }
    }

    @Test
    void shouldSelectAndBrowseByWhyAMessageWasGivenUp() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("selected");
            Queue dead = session.createQueue("DEAD.selected");
            send(session, session.createProducer(dead), "other");
            send(session, session.createProducer(queue), "poison", "a");
            consume(session, session.createConsumer(queue), 1);
            String selector = "JMS_Epona_DeadLetterCause = 'maxDeliveries' AND JMS_Epona_DeliveryCount = " + MAX
                    + " AND JMS_Epona_OriginalDestination LIKE 'queue://sel%'";

            List<?> shown = all(session.createBrowser(dead, selector).getEnumeration());
            assertEquals(1, shown.size());
            assertEquals("poison", text((Message) shown.get(0)));
            assertEquals("poison", text(session.createConsumer(dead, selector).receive(TIMEOUT_MS)));
        }
    }

    @Test
    void shouldSendAGivenUpMessageAgain() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("again");
            send(session, session.createProducer(queue), "poison", "a");
            consume(session, session.createConsumer(queue), 1);
            MessageConsumer consumer = session.createConsumer(session.createQueue("DEAD.again"));
            Message dead = consumer.receive(TIMEOUT_MS);
            session.createProducer(session.createQueue("other")).send(dead);
            session.commit();
            send(session, session.createProducer(session.createQueue("other")), "a");

            consume(session, session.createConsumer(session.createQueue("other")), 1);

            Message again =
                    session.createConsumer(session.createQueue("DEAD.other")).receive(TIMEOUT_MS);
            assertEquals("queue://other", again.getStringProperty("JMS_Epona_OriginalDestination"));
            List<?> names = all(again.getPropertyNames());
            assertEquals(1, Collections.frequency(names, "JMS_Epona_OriginalDestination"));
        }
    }
}
