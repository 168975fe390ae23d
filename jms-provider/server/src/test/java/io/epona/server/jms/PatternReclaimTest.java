package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reclaim keeps what subscriptions to patterns have, and says again what they are. */
class PatternReclaimTest extends JmsTest {
    private static final String FIRST_SEGMENT = "journal/0000000000000000.epj";
    private static final int ROUND_COUNT = 100;
    private static final int ROUND_LIMIT = 1_000;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder)
                .journal(config -> config.segmentLength(256 * 1024).spareSegments(1));
    }

    private void awaitReclaim(Session session) throws JMSException {
        Queue churn = session.createQueue("churn");
        MessageProducer producer = session.createProducer(churn);
        MessageConsumer consumer = session.createConsumer(churn);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[4096]);
        int round = 0;
        while (Files.exists(directory.resolve(FIRST_SEGMENT))) {
            assertTrue(round++ < ROUND_LIMIT, "the first segment is not dropped");
            for (int i = 0; i < ROUND_COUNT; i++) {
                producer.send(message);
            }
            session.commit();
            for (int i = 0; i < ROUND_COUNT; i++) {
                consumer.receive(TIMEOUT_MS);
            }
            session.commit();
        }
        consumer.close();
    }

    private static void publish(Session session, String topic, String text) throws JMSException {
        session.createProducer(session.createTopic(topic)).send(session.createTextMessage(text));
        session.commit();
    }

    @Test
    void shouldKeepWhatTheyHaveAndWhatTheyAre() throws Exception {
        try (Connection connection = connect("reclaim")) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            session.createSharedDurableConsumer(session.createTopic("a.*"), "shared")
                    .close();
            session.createDurableConsumer(session.createTopic("#.b"), "deaf", null, true)
                    .close();
            publish(session, "a.b", "1");
            try (Connection other = connect()) {
                publish(other.createSession(true, Session.SESSION_TRANSACTED), "a.b", "2");
            }

            awaitReclaim(session);
        }
        restartBroker();
        try (Connection connection = connect("reclaim")) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            publish(session, "a.b", "3");
            MessageConsumer shared = session.createSharedDurableConsumer(session.createTopic("a.*"), "shared");
            for (String text : List.of("1", "2", "3")) {
                assertEquals(text, text(shared.receive(TIMEOUT_MS)));
            }
            MessageConsumer deaf = session.createDurableConsumer(session.createTopic("#.b"), "deaf", null, true);
            assertEquals("2", text(deaf.receive(TIMEOUT_MS)));
            assertNull(deaf.receiveNoWait());
            session.commit();
        }
    }

    private static String text(Message message) throws JMSException {
        return message == null ? "nothing" : ((TextMessage) message).getText();
    }
}
