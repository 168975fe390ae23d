package io.epona.server.jms;

import static io.epona.server.jms.SelectorTest.number;
import static io.epona.server.jms.SelectorTest.receive;
import static io.epona.server.jms.SelectorTest.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What selectors and browsers make of a restart of the broker. */
class SelectorRestartTest extends JmsTest {
    @Test
    void shouldKeepTheSelectorOfADurableSubscription() throws Exception {
        try (Connection connection = connect("client-1")) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("news");
            session.createDurableConsumer(topic, "even", "kind = 'even'", false).close();
            session.createDurableConsumer(topic, "all").close();
            send(session, session.createProducer(topic), 1, 4);
        }
        restartBroker();
        try (Connection connection = connect("client-1")) {
            Session session = connection.createSession();
            Topic topic = session.createTopic("news");
            send(session, session.createProducer(topic), 5, 6);
            MessageConsumer even = session.createDurableConsumer(topic, "even", "kind = 'even'", false);
            assertEquals(List.of(2, 4, 6), receive(even, 3), "still the same subscription");
            assertNull(even.receiveNoWait());
            assertEquals(List.of(1, 2, 3, 4, 5, 6), receive(session.createDurableConsumer(topic, "all"), 6));
        }
    }

    @Test
    void shouldResumeSelectiveConsumers() throws Exception {
        try (Connection connection = connect("client-2");
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session sending = connection.createSession()) {
            Queue queue = session.createQueue("resumed");
            Topic topic = session.createTopic("resumed");
            MessageProducer producer = sending.createProducer(queue);
            MessageConsumer even = session.createConsumer(queue, "kind = 'even'");
            MessageConsumer low = session.createConsumer(topic, "n < 3");
            MessageConsumer durable = session.createDurableConsumer(topic, "d", "n > 3", false);
            send(sending, producer, 1, 6);
            assertEquals(List.of(2, 4), receive(even, 2));

            restartBroker();

            send(sending, producer, 7, 8);
            send(sending, sending.createProducer(topic), 1, 4);
            assertEquals(List.of(6, 8), receive(even, 2));
            assertEquals(List.of(1, 2), receive(low, 2));
            assertEquals(List.of(4), receive(durable, 1));
            session.commit();
            assertNull(even.receiveNoWait());
            assertNull(low.receiveNoWait());
            assertEquals(List.of(1, 3, 5, 7), receive(sending.createConsumer(queue), 4));
        }
    }

    @Test
    void shouldGoOnBrowsingAfterTheLastMessageShown() throws Exception {
        try (Connection connection = new EponaConnectionFactory(uri() + "?prefetchMessages=10").createConnection()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("browsed");
            send(session, session.createProducer(queue), 1, 100);
            Enumeration<?> messages =
                    session.createBrowser(queue, "kind = 'odd'").getEnumeration();
            for (int n = 1; n <= 31; n += 2) {
                assertEquals(n, number((Message) messages.nextElement()));
            }

            restartBroker();
            send(session, session.createProducer(queue), 101, 110);

            for (int n = 33; n <= 99; n += 2) {
                assertEquals(n, number((Message) messages.nextElement()));
            }
            assertEquals(List.of(), BrowserTest.rest(messages));
        }
    }
}
