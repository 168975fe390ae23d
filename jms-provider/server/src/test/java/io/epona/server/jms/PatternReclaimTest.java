package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reclaim keeps what subscriptions to patterns have, and says again what they are. */
class PatternReclaimTest extends SmallSegmentsTest {
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
