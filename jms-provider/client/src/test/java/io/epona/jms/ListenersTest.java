package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.jms.destination.EponaQueue;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is among the listeners of a session, and what is said of each. */
class ListenersTest {
    private final FakeBroker broker = new FakeBroker();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private Connection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri("prefetchMessages=10")).createConnection();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    private MessageConsumer consumer(String name) throws JMSException {
        return session.createConsumer(new EponaQueue(name));
    }

    private void listen(MessageConsumer consumer, String name) throws JMSException {
        consumer.setMessageListener(message -> received.add(name));
    }

    /** What the broker has sent before is here once it has answered. */
    private void awaitDeliveries() throws JMSException {
        consumer("unused").close();
    }

    private void awaitReceived(String... names) {
        Await.await(() -> received.size() >= names.length, names.length + " messages among " + received);
        assertEquals(List.of(names), received);
    }

    @Test
    void shouldTakeTurnsAmongTheListenersOfASession() throws JMSException {
        listen(consumer("a"), "a");
        listen(consumer("b"), "b");
        connection.start();
        connection.stop();
        broker.deliver(1, 1, 2, 3);
        broker.deliver(2, 1, 2);
        awaitDeliveries();
        assertEquals(List.of(), received);

        connection.start();

        awaitReceived("a", "b", "a", "b", "a");
    }

    @Test
    void shouldGiveALateListenerWhatHasArrived() throws JMSException {
        MessageConsumer late = consumer("a");
        connection.start();
        broker.deliver(1, 1, 2);
        awaitDeliveries();

        listen(late, "a");

        awaitReceived("a", "a");
    }

    @Test
    void shouldNotCallAListenerThatWasTakenAway() throws JMSException {
        MessageConsumer former = consumer("a");
        listen(former, "a");
        listen(consumer("b"), "b");
        connection.start();
        former.setMessageListener(null);
        broker.deliver(1, 1);
        broker.deliver(2, 1);

        awaitReceived("b");

        broker.await("Acknowledge session=1 sequence=1 ranges=2:1-1");
    }
}
