package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumers that do not get what their own connection sends. */
class NoLocalTest extends JmsTest {
    private static String text(Message message) throws JMSException {
        assertNotNull(message, "no message came in time");
        return ((TextMessage) message).getText();
    }

    private static void send(Session session, Topic topic, String text) throws JMSException {
        session.createProducer(topic).send(session.createTextMessage(text));
    }

    @Test
    void shouldLeaveOutWhatTheOwnConnectionSends() throws Exception {
        try (Connection own = connect();
                Connection other = connect()) {
            Session session = own.createSession();
            Session another = own.createSession(true, Session.SESSION_TRANSACTED);
            Topic topic = session.createTopic("t");
            MessageConsumer deaf = session.createConsumer(topic, null, true);
            TopicSubscriber deafSubscriber = ((TopicSession) session).createSubscriber(topic, "JMSPriority = 4", true);
            TopicSubscriber hearing = ((TopicSession) session).createSubscriber(topic, null, false);
            assertTrue(deafSubscriber.getNoLocal());
            assertFalse(hearing.getNoLocal());

            send(session, topic, "local");
            send(another, topic, "local, transacted");
            another.commit();
            send(other.createSession(), topic, "remote");

            assertEquals("remote", text(deaf.receive(TIMEOUT_MS)));
            assertEquals("remote", text(deafSubscriber.receive(TIMEOUT_MS)));
            for (String expected : List.of("local", "local, transacted", "remote")) {
                assertEquals(expected, text(hearing.receive(TIMEOUT_MS)));
            }
        }
    }

    @Test
    void shouldStillLeaveItOutAfterARestart() throws Exception {
        try (Connection own = connect();
                Connection other = connect()) {
            Session session = own.createSession();
            Topic topic = session.createTopic("t");
            MessageConsumer deaf = session.createConsumer(topic, null, true);

            restartBroker();

            send(session, topic, "local");
            send(other.createSession(), topic, "remote");
            assertEquals("remote", text(deaf.receive(TIMEOUT_MS)));
        }
    }

    @Test
    void shouldKeepItWithADurableSubscriptionByClientId() throws Exception {
        try (Connection own = connect("deaf")) {
            Session session = own.createSession();
            Topic topic = session.createTopic("t");
            session.createDurableConsumer(topic, "s", null, true).close();
            send(session, topic, "local");
        }
        restartBroker();
        try (Connection other = connect()) {
            send(other.createSession(), other.createSession().createTopic("t"), "remote");
        }
        try (Connection own = connect("deaf")) {
            Session session = own.createSession();
            Topic topic = session.createTopic("t");
            send(session, topic, "local again: another connection with the same client id");
            TopicSubscriber consumer = ((TopicSession) session).createDurableSubscriber(topic, "s", null, true);
            assertTrue(consumer.getNoLocal());
            assertEquals("remote", text(consumer.receive(TIMEOUT_MS)));
            consumer.close();
            try (Connection other = connect()) {
                send(other.createSession(), topic, "gone with the change");
            }
            MessageConsumer changed = session.createDurableConsumer(topic, "s");
            send(session, topic, "local");
            assertEquals("local", text(changed.receive(TIMEOUT_MS)));
            assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "s", null, true));
        }
    }

    @Test
    void shouldNotMatterToQueues() throws Exception {
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            Queue queue = context.createQueue("q");
            JMSConsumer consumer = context.createConsumer(queue, null, true);
            context.createProducer().send(queue, "local");
            assertEquals("local", consumer.receiveBody(String.class, TIMEOUT_MS));
        }
    }
}
