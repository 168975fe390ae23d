package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Files;

/** A broker with small segments, so that a test can have the oldest one dropped. */
abstract class SmallSegmentsTest extends JmsTest {
    private static final String FIRST_SEGMENT = "journal/0000000000000000.epj";
    private static final int ROUND_COUNT = 100;
    private static final int ROUND_LIMIT = 1_000;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder)
                .journal(config -> config.segmentLength(256 * 1024).spareSegments(1));
    }

    /** Sends and consumes so much, in a transacted session, that the first segment, with all that is old, is dropped. */
    final void awaitReclaim(Session session) throws JMSException {
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
}
