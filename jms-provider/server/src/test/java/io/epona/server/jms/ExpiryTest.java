package io.epona.server.jms;

import static io.epona.server.jms.DeadLetterTest.all;
import static io.epona.server.jms.DeadLetterTest.send;
import static io.epona.server.jms.DeadLetterTest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Messages that expire. */
class ExpiryTest extends JmsTest {
    private static final long TTL_MS = 300;

    static DestinationSettings settings() {
        DeliveryPolicy keeping = new DeliveryPolicy(0, 0, 1, 0, 0, "", "EXPIRED.*");
        return DestinationSettings.DEFAULT.with("kept.#", keeping);
    }

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).destinations(settings());
    }

    private static long nowMs() {
        return Clock.systemUTC().millis();
    }

    @Test
    void shouldMoveToTheExpiryQueueAtItsTimeWithoutAConsumer() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("kept.orders");
            MessageProducer producer = session.createProducer(queue);
            producer.setTimeToLive(TTL_MS);
            TextMessage sent = session.createTextMessage("old");
            sent.setStringProperty("text", "x");
            producer.send(sent);

            Message expired = session.createConsumer(session.createQueue("EXPIRED.kept.orders"))
                    .receive(TIMEOUT_MS);

            assertEquals("old", text(expired));
            assertTrue(expired.getLongProperty("JMS_Epona_DeadLetterTime") >= sent.getJMSExpiration());
            assertEquals("expired", expired.getStringProperty("JMS_Epona_DeadLetterCause"));
            assertEquals("queue://kept.orders", expired.getStringProperty("JMS_Epona_OriginalDestination"));
            assertEquals(0, expired.getIntProperty("JMS_Epona_DeliveryCount"));
            assertEquals(sent.getJMSExpiration(), expired.getLongProperty("JMS_Epona_OriginalExpiration"));
            assertEquals(0, expired.getJMSExpiration());
            assertEquals("x", expired.getStringProperty("text"));
            assertEquals(sent.getJMSMessageID(), expired.getJMSMessageID());
        }
    }

    /** The consumer has it all the time, and asks for it too late. */
    @Test
    void shouldExpireInThePrefetchAndNotCountAsAcknowledged() throws Exception {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED}) {
            try (Connection connection = connect();
                    Session session = connection.createSession(mode);
                    Session other = connection.createSession()) {
                Queue queue = session.createQueue("kept.prefetched." + mode);
                MessageConsumer consumer = session.createConsumer(queue);
                MessageProducer producer = other.createProducer(queue);
                producer.setTimeToLive(TTL_MS);
                send(other, producer, "old 1", "old 2");
                producer.setTimeToLive(0);
                send(other, producer, "lasting");
                MessageConsumer pause = other.createConsumer(other.createQueue("pause." + mode));
                MessageProducer pausing = other.createProducer(other.createQueue("pause." + mode));
                pausing.setDeliveryDelay(2 * TTL_MS);
                send(other, pausing, "pause");
                assertNotNull(pause.receive(TIMEOUT_MS));

                assertEquals("lasting", text(consumer.receive(TIMEOUT_MS)), "mode=" + mode);

                MessageConsumer expired = other.createConsumer(other.createQueue("EXPIRED.kept.prefetched." + mode));
                assertEquals("old 1", text(expired.receive(TIMEOUT_MS)), "mode=" + mode);
                assertEquals("old 2", text(expired.receive(TIMEOUT_MS)));
                assertNull(consumer.receiveNoWait());
                if (mode == Session.SESSION_TRANSACTED) {
                    session.rollback();
                    assertEquals("lasting", text(consumer.receive(TIMEOUT_MS)));
                    session.commit();
                    assertNull(expired.receiveNoWait());
                }
            }
        }
    }

    @Test
    void shouldNeverDeliverLate() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("passing");
            MessageConsumer consumer = session.createConsumer(queue);
            MessageProducer producer = session.createProducer(queue);
            for (int i = 0; i < 200; i++) {
                producer.setTimeToLive(1 + i % 20);
                send(session, producer, "m" + i);
                long beforeMs = nowMs();
                Message received = consumer.receiveNoWait();
                assertTrue(received == null || received.getJMSExpiration() > beforeMs, "late");
            }
            producer.setTimeToLive(0);
            send(session, producer, "end");
            Message last = consumer.receive(TIMEOUT_MS);
            while (!text(last).equals("end")) {
                last = consumer.receive(TIMEOUT_MS);
            }
        }
    }

    @Test
    void shouldExpireInASubscription() throws Exception {
        try (Connection connection = connect("expiring");
                Session session = connection.createSession()) {
            Topic topic = session.createTopic("kept.news");
            session.createDurableConsumer(topic, "absent").close();
            MessageProducer producer = session.createProducer(topic);
            producer.setTimeToLive(TTL_MS);
            send(session, producer, "old");

            Message expired = session.createConsumer(session.createQueue("EXPIRED.kept.news"))
                    .receive(TIMEOUT_MS);

            assertEquals("topic://kept.news", expired.getStringProperty("JMS_Epona_OriginalDestination"));
            assertEquals("absent", expired.getStringProperty("JMS_Epona_OriginalSubscription"));
            assertNull(session.createDurableConsumer(topic, "absent").receiveNoWait());
        }
    }

    @Test
    void shouldExpireWhileTheBrokerIsDown() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("kept.restarted");
            MessageProducer producer = session.createProducer(queue);
            producer.setTimeToLive(TTL_MS);
            send(session, producer, "old");
        }
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Message expired = session.createConsumer(session.createQueue("EXPIRED.kept.restarted"))
                    .receive(TIMEOUT_MS);
            assertEquals("old", text(expired));
            Queue queue = session.createQueue("kept.restarted");
            assertTrue(all(session.createBrowser(queue).getEnumeration()).isEmpty());
        }
    }

    @Test
    void shouldExpireWhenItComesBackTooLate() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session other = connection.createSession()) {
            Queue queue = session.createQueue("kept.returned");
            MessageProducer producer = other.createProducer(queue);
            producer.setTimeToLive(2 * TTL_MS);
            TextMessage sent = other.createTextMessage("old");
            producer.send(sent);
            MessageConsumer consumer = session.createConsumer(queue);
            assertEquals("old", text(consumer.receive(TIMEOUT_MS)));
            MessageConsumer expired = other.createConsumer(other.createQueue("EXPIRED.kept.returned"));
            assertNull(expired.receive(3 * TTL_MS), "it is in flight");

            session.rollback();

            Message message = expired.receive(TIMEOUT_MS);
            assertEquals("old", text(message));
            assertEquals(1, message.getIntProperty("JMS_Epona_DeliveryCount"));
            assertNull(consumer.receiveNoWait());
        }
    }
}
