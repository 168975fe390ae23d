package io.epona.server.jms;

import static io.epona.server.jms.SelectorTest.number;
import static io.epona.server.jms.SelectorTest.receive;
import static io.epona.server.jms.SelectorTest.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reclaim moves messages while selective consumers and browsers are on their way through them. */
class SelectorReclaimTest extends SmallSegmentsTest {
    @Test
    void shouldFindMessagesWhereTheyAreNow() throws Exception {
        try (Connection connection = new EponaConnectionFactory(uri() + "?prefetchMessages=10").createConnection()) {
            connection.start();
            Session sending = connection.createSession(true, Session.SESSION_TRANSACTED);
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            Queue queue = session.createQueue("old");
            send(sending, sending.createProducer(queue), 1, 200);
            sending.commit();
            MessageConsumer rare = session.createConsumer(queue, "n = 150 OR n > 1000");
            assertEquals(List.of(150), receive(rare, 1));
            Enumeration<?> messages = session.createBrowser(queue).getEnumeration();
            for (int n = 1; n <= 5; n++) {
                assertEquals(n, number((Message) messages.nextElement()));
            }

            awaitReclaim(sending);

            assertEquals(BrowserTest.range(6, 200), BrowserTest.rest(messages));
            session.rollback();
            Message again = rare.receive(TIMEOUT_MS);
            assertEquals(150, number(again));
            assertTrue(again.getJMSRedelivered());
            session.commit();
            MessageConsumer late = session.createConsumer(queue, "n >= 149 AND n <= 151");
            assertEquals(List.of(149, 151), receive(late, 2));
            session.commit();
            assertNull(late.receiveNoWait());
        }
    }
}
