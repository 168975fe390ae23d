package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import io.epona.jms.admin.EponaAdmin;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a destination is given for itself, and keeps. */
class DestinationPropertiesTest extends SmallSegmentsTest {
    private static final Map<String, String> ONCE = Map.of("maxDeliveries", "1", "deadLetterQueue", "bad.*");

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        DeliveryPolicy thrice = new DeliveryPolicy(3, 0, 1, 0, 0, "third.*", "");
        return super.store(builder).destinations(DestinationSettings.DEFAULT.with("#", thrice));
    }

    private interface AdminWork {
        void run(EponaAdmin admin) throws JMSException;
    }

    private void admin(AdminWork work) throws JMSException {
        try (EponaAdmin admin = EponaAdmin.connect(uri())) {
            work.run(admin);
        }
    }

    /** Sends a message and rolls it back until it does not come again. */
    private int deliveriesOf(String queue, String deadLetters) throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            session.createProducer(session.createQueue(queue)).send(session.createMessage());
            session.commit();
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            MessageConsumer given = session.createConsumer(session.createQueue(deadLetters));
            int count = 0;
            while (given.receiveNoWait() == null) {
                if (consumer.receive(100) != null) {
                    count++;
                    session.rollback();
                }
            }
            session.commit();
            return count;
        }
    }

    private void refuses(String values, Map<String, String> changes) throws JMSException {
        admin(admin -> {
            JMSException e = assertThrows(
                    JMSException.class, () -> admin.setQueueProperties("orders", true, new HashMap<>(changes)));
            assertEquals("EPONA-2010", e.getErrorCode());
            assertTrue(e.getMessage().contains(values), e.getMessage());
        });
    }

    @Test
    void shouldCountMoreThanTheSettingsForTheName() throws Exception {
        admin(admin -> admin.setQueueProperties("orders", true, ONCE));

        assertEquals(1, deliveriesOf("orders", "bad.orders"));
        assertEquals(3, deliveriesOf("others", "third.others"));
    }

    @Test
    void shouldLeaveAloneWhatIsNotNamedAndTakeBackWhatIs() throws Exception {
        admin(admin -> {
            admin.setQueueProperties("orders", true, ONCE);
            Map<String, String> changes = new HashMap<>();
            changes.put("maxDeliveries", null);
            changes.put("redeliveryDelayMs", "1");
            admin.setQueueProperties("orders", false, changes);

            assertEquals(
                    Map.of("deadLetterQueue", "bad.*", "redeliveryDelayMs", "1"),
                    admin.queue("orders").properties());
        });
        assertEquals(3, deliveriesOf("orders", "bad.orders"));
    }

    @Test
    void shouldHoldForTheSubscriptionsOfATopic() throws Exception {
        admin(admin -> admin.setTopicProperties("news", true, ONCE));
        try (Connection connection = connect("one")) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            Topic news = session.createTopic("news");
            MessageConsumer consumer = session.createDurableConsumer(news, "s");
            session.createProducer(news).send(session.createMessage());
            session.commit();

            assertNotNull(consumer.receive(TIMEOUT_MS));
            session.rollback();

            assertNotNull(
                    session.createConsumer(session.createQueue("bad.news")).receive(TIMEOUT_MS));
            session.commit();
        }
    }

    @Test
    void shouldBeRefusedWithTheKeyAndWhatIsAllowed() throws Exception {
        refuses("key=maxDeliveries value=-1 allowed=0..", Map.of("maxDeliveries", "-1"));
        refuses("key=redeliveryJitter value=2 allowed=0..1", Map.of("redeliveryJitter", "2"));
        refuses("no such property: key=colour allowed=deadLetterQueue,", Map.of("colour", "red"));

        admin(admin -> assertNull(admin.queue("orders"), "nothing has changed"));
    }

    @Test
    void shouldBeKeptOverReclaimAndRestarts() throws Exception {
        admin(admin -> {
            admin.setQueueProperties("orders", true, ONCE);
            admin.setTopicProperties("news", true, Map.of("expiryQueue", "late"));
        });
        try (Connection connection = connect()) {
            awaitReclaim(connection.createSession(true, Session.SESSION_TRANSACTED));
        }

        restartBroker();
        restartBroker();

        admin(admin -> {
            assertEquals(ONCE, admin.queue("orders").properties());
            assertEquals(Map.of("expiryQueue", "late"), admin.topic("news").properties());
        });
        assertEquals(1, deliveriesOf("orders", "bad.orders"));
    }

    @Test
    void shouldEndWithTheDestination() throws Exception {
        admin(admin -> {
            admin.setQueueProperties("orders", true, ONCE);
            admin.deleteQueue("orders", true);
            admin.createQueue("orders");

            assertEquals(Map.of(), admin.queue("orders").properties());
        });
        restartBroker();
        assertEquals(3, deliveriesOf("orders", "third.orders"));
    }
}
