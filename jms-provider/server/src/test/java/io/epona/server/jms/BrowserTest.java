package io.epona.server.jms;

import static io.epona.server.jms.SelectorTest.number;
import static io.epona.server.jms.SelectorTest.receive;
import static io.epona.server.jms.SelectorTest.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Browsing queues. */
class BrowserTest extends JmsTest {
    /** A started connection whose browsers fetch few messages at a time. */
    Connection connectFetching(int messages) throws Exception {
        Connection connection = new EponaConnectionFactory(uri() + "?prefetchMessages=" + messages).createConnection();
        connection.start();
        return connection;
    }

    static List<Integer> rest(Enumeration<?> messages) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        while (messages.hasMoreElements()) {
            numbers.add(number((Message) messages.nextElement()));
        }
        return numbers;
    }

    static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void shouldShowAllInOrderOfDeliveryAndTakeNone() throws Exception {
        try (Connection connection = connectFetching(3)) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("ordered");
            MessageProducer producer = session.createProducer(queue);
            send(session, producer, 1, 5);
            producer.setPriority(8);
            send(session, producer, 6, 10);
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setPriority(0);
            send(session, producer, 11, 12);
            QueueBrowser browser = session.createBrowser(queue);
            List<Integer> expected = List.of(6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 11, 12);

            assertEquals(expected, rest(browser.getEnumeration()));
            assertEquals(expected, rest(browser.getEnumeration()), "again");
            assertEquals(queue, browser.getQueue());
            assertNull(browser.getMessageSelector());

            MessageConsumer consumer = session.createConsumer(queue);
            Message first = consumer.receive(TIMEOUT_MS);
            assertEquals(6, number(first));
            assertFalse(first.getJMSRedelivered());
            assertEquals(expected.subList(1, 12), receive(consumer, 11));
        }
    }

    @Test
    void shouldShowTheWholeMessage() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Queue queue = session.createQueue("whole");
            MessageProducer producer = session.createProducer(queue);
            producer.send(session.createTextMessage("seen"));
            Message held = session.createConsumer(queue).receive(TIMEOUT_MS);
            Enumeration<?> messages = session.createBrowser(queue).getEnumeration();

            Message shown = (Message) messages.nextElement();

            assertEquals("seen", shown.getBody(String.class));
            assertEquals(held.getJMSMessageID(), shown.getJMSMessageID());
            assertFalse(shown.getJMSRedelivered());
            shown.acknowledge();
            session.recover();
            Message again =
                    (Message) session.createBrowser(queue).getEnumeration().nextElement();
            assertTrue(again.getJMSRedelivered(), "acknowledging what was browsed does nothing");
        }
    }

    @Test
    void shouldShowWhatIsSelected() throws Exception {
        try (Connection connection = connectFetching(2)) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("some");
            send(session, session.createProducer(queue), 1, 10);
            QueueBrowser browser = session.createBrowser(queue, "kind = 'even' AND n > 2");

            assertEquals("kind = 'even' AND n > 2", browser.getMessageSelector());
            assertEquals(List.of(4, 6, 8, 10), rest(browser.getEnumeration()));
            assertEquals(List.of(), rest(session.createBrowser(queue, "n > 10").getEnumeration()));
        }
    }

    @Test
    void shouldShowTheQueueAsItWas() throws Exception {
        try (Connection connection = connectFetching(2)) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("snapshot");
            MessageProducer producer = session.createProducer(queue);
            send(session, producer, 1, 6);
            QueueBrowser browser = session.createBrowser(queue);
            Enumeration<?> before = browser.getEnumeration();
            producer.setPriority(9);
            send(session, producer, 7, 7);
            producer.setPriority(4);
            send(session, producer, 8, 8);

            assertEquals(range(1, 6), rest(before));
            assertEquals(List.of(7, 1, 2, 3, 4, 5, 6, 8), rest(browser.getEnumeration()));
        }
    }

    @Test
    void shouldPassOverWhatWasConsumedMeanwhileAndShowWhatIsInFlight() throws Exception {
        try (Connection connection = connectFetching(2);
                Session session = connection.createSession();
                Session consuming = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("moving");
            send(session, session.createProducer(queue), 1, 10);
            Enumeration<?> messages = session.createBrowser(queue).getEnumeration();
            assertEquals(1, number((Message) messages.nextElement()));
            MessageConsumer consumer = consuming.createConsumer(queue);
            receive(consumer, 5);
            consuming.commit();
            receive(consumer, 2);

            assertEquals(List.of(2, 6, 7, 8, 9, 10), rest(messages), "2 was fetched before, 6 and 7 are in flight");
            consuming.rollback();
            assertEquals(range(6, 10), rest(session.createBrowser(queue).getEnumeration()));
        }
    }

    @Test
    void shouldNotShowWhatHasExpired() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("expiring");
            MessageProducer producer = session.createProducer(queue);
            producer.setTimeToLive(1);
            send(session, producer, 1, 1);
            producer.setTimeToLive(0);
            send(session, producer, 2, 2);
            QueueBrowser browser = session.createBrowser(queue);
            long deadline = System.nanoTime() + 10_000_000_000L;
            List<Integer> shown = rest(browser.getEnumeration());
            while (shown.size() > 1 && System.nanoTime() < deadline) {
                shown = rest(browser.getEnumeration());
            }

            assertEquals(List.of(2), shown);
        }
    }

    @Test
    void shouldBrowseAnEmptyQueueAndAStoppedConnection() throws Exception {
        try (Connection connection = new EponaConnectionFactory(uri()).createConnection()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("empty");
            QueueBrowser browser = session.createBrowser(queue);
            Enumeration<?> none = browser.getEnumeration();
            assertFalse(none.hasMoreElements());
            assertThrows(NoSuchElementException.class, none::nextElement);

            send(session, session.createProducer(queue), 1, 1);

            assertFalse(none.hasMoreElements());
            assertEquals(List.of(1), rest(browser.getEnumeration()));
        }
    }

    @Test
    void shouldEndWithTheBrowserAndTheSession() throws Exception {
        try (Connection connection = connectFetching(1)) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("ended");
            send(session, session.createProducer(queue), 1, 3);
            QueueBrowser browser = session.createBrowser(queue);
            Enumeration<?> messages = browser.getEnumeration();
            assertEquals(1, number((Message) messages.nextElement()));
            browser.close();
            assertFalse(messages.hasMoreElements());
            assertThrows(IllegalStateException.class, browser::getEnumeration);
            assertThrows(IllegalStateException.class, browser::getQueue);
            assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null));

            QueueBrowser other = session.createBrowser(queue);
            session.close();
            assertThrows(IllegalStateException.class, other::getEnumeration);
            assertThrows(IllegalStateException.class, () -> session.createBrowser(queue));
        }
    }

    @Test
    void shouldBrowseVeryMany() throws Exception {
        int count = 100_000;
        try (Connection connection = connect();
                Session sending = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("many");
            MessageProducer producer = sending.createProducer(queue);
            for (int n = 1; n <= count; n += 10_000) {
                send(sending, producer, n, n + 9_999);
                sending.commit();
            }

            assertEquals(
                    List.of(50_000, count),
                    rest(session.createBrowser(queue, "n = 50000 OR n = 100000").getEnumeration()));
            assertEquals(range(1, count), rest(session.createBrowser(queue).getEnumeration()));
        }
    }

    @Test
    void shouldBrowseThroughTheSimplifiedApi() throws Exception {
        try (JMSContext context = new EponaConnectionFactory(vmUri()).createContext()) {
            Queue queue = context.createQueue("simple");
            context.createProducer().setProperty("n", 1).send(queue, "one");
            context.createProducer().setProperty("n", 2).send(queue, "two");

            assertEquals(List.of(1, 2), rest(context.createBrowser(queue).getEnumeration()));
            assertEquals(List.of(2), rest(context.createBrowser(queue, "n = 2").getEnumeration()));
            assertEquals("one", context.createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
        }
    }
}
