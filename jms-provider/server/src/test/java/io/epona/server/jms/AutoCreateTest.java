package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.DestinationSettings;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A broker that creates no queues and topics on first use. */
class AutoCreateTest extends JmsTest {
    private boolean isAutoCreated = true;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).destinations(DestinationSettings.DEFAULT.autoCreated(isAutoCreated));
    }

    private void turnOff() throws Exception {
        isAutoCreated = false;
        restartBroker();
    }

    @Test
    void shouldRefuseWhatDoesNotExist() throws Exception {
        turnOff();
        try (Connection connection = connect("c")) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("missing");
            Topic topic = session.createTopic("missing");
            List<Executable> calls = List.of(
                    () -> session.createProducer(queue).send(session.createMessage()),
                    () -> session.createProducer(topic).send(session.createMessage()),
                    () -> session.createConsumer(queue),
                    () -> session.createConsumer(topic),
                    () -> session.createSharedConsumer(topic, "s"),
                    () -> session.createDurableConsumer(topic, "s"),
                    () -> session.createBrowser(queue));
            for (Executable call : calls) {
                InvalidDestinationException e = assertThrows(InvalidDestinationException.class, call);
                assertEquals("EPONA-2001", e.getErrorCode());
                assertTrue(e.getMessage().contains("=missing"), e.getMessage());
                assertTrue(e.getMessage().contains("autoCreated"), e.getMessage());
            }
            Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
            transacted.createProducer(queue).send(transacted.createMessage());
            assertThrows(TransactionRolledBackException.class, transacted::commit);
        }
    }

    @Test
    void shouldUseWhatExists() throws Exception {
        try (Connection connection = connect("c")) {
            Session session = connection.createSession();
            session.createConsumer(session.createQueue("q")).close();
            session.createDurableConsumer(session.createTopic("t"), "s").close();
        }
        turnOff();
        try (Connection connection = connect("c")) {
            Session session = connection.createSession();
            TemporaryQueue temporary = session.createTemporaryQueue();
            MessageConsumer pattern = session.createConsumer(session.createTopic("*"));
            List<MessageConsumer> consumers = List.of(
                    session.createConsumer(session.createQueue("q")),
                    session.createConsumer(temporary),
                    session.createConsumer(session.createTopic("t")),
                    session.createDurableConsumer(session.createTopic("t"), "s"),
                    pattern);
            session.createProducer(session.createQueue("q")).send(session.createMessage());
            session.createProducer(session.createTopic("t")).send(session.createMessage());
            session.createProducer(temporary).send(session.createMessage());
            for (MessageConsumer consumer : consumers) {
                assertNotNull(consumer.receive(TIMEOUT_MS));
            }
        }
    }
}
