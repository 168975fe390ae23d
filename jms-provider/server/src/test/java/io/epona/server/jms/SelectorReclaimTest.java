package io.epona.server.jms;

import static io.epona.server.jms.SelectorTest.number;
import static io.epona.server.jms.SelectorTest.receive;
import static io.epona.server.jms.SelectorTest.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reclaim moves messages while selective consumers and browsers are on their way through them. */
class SelectorReclaimTest extends JmsTest {
    private static final String FIRST_SEGMENT = "journal/0000000000000000.epj";
    private static final int ROUND_COUNT = 100;
    private static final int ROUND_LIMIT = 1_000;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder)
                .journal(config -> config.segmentLength(256 * 1024).spareSegments(1));
    }

    /** Sends and consumes so much that the first segment, with all that is old, is dropped. */
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
