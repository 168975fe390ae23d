package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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
        awaitDrop(session, directory.resolve(FIRST_SEGMENT));
    }

    /** Likewise, until a segment is dropped. */
    final void awaitDrop(Session session, Path segment) throws JMSException {
        Queue churn = session.createQueue("churn");
        MessageProducer producer = session.createProducer(churn);
        MessageConsumer consumer = session.createConsumer(churn);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[4096]);
        int round = 0;
        while (Files.exists(segment)) {
            assertTrue(round++ < ROUND_LIMIT, () -> "segment is not dropped: " + segment);
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

    /** Likewise, until all segments that there are now are dropped. */
    final void awaitDrops(Session session) throws JMSException, IOException {
        Path journal = directory.resolve("journal");
        List<Path> segments;
        try (Stream<Path> files = Files.list(journal)) {
            segments = files.filter(file -> file.toString().endsWith(".epj"))
                    .sorted()
                    .toList();
        }
        for (Path segment : segments) {
            awaitDrop(session, segment);
        }
    }
}
