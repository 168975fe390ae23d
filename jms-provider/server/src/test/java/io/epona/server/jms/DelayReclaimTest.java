package io.epona.server.jms;

import static io.epona.server.jms.DeadLetterTest.all;
import static io.epona.server.jms.DeadLetterTest.send;
import static io.epona.server.jms.DeadLetterTest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delays and counts of messages that reclaim copies, and that a checkpoint holds. */
class DelayReclaimTest extends JmsTest {
    private static final int SEGMENT_LENGTH = 256 * 1024;
    private static final long HOUR_MS = 3_600_000;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        DeliveryPolicy slow = new DeliveryPolicy(0, HOUR_MS, 1, HOUR_MS, 0, "", "");
        return super.store(builder)
                .journal(config -> config.segmentLength(SEGMENT_LENGTH).spareSegments(1))
                .destinations(DestinationSettings.DEFAULT.with("slow", slow));
    }

    private Path journal() {
        return directory.resolve("journal");
    }

    private void fillUntilTheFirstSegmentIsGone(Session session) throws Exception {
        Queue queue = session.createQueue("filler");
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        Path first = journal().resolve("0000000000000000.epj");
        // At least so many that a checkpoint is worth while.
        for (int i = 0; i < 2_000 && (i < 300 || Files.exists(first)); i++) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[8 * 1024]);
            producer.send(message);
            assertNotNull(consumer.receive(TIMEOUT_MS));
        }
        assertTrue(Files.notExists(first), "nothing was reclaimed");
    }

    private void prepare() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session plain = connection.createSession()) {
            Queue slow = session.createQueue("slow");
            MessageProducer producer = session.createProducer(slow);
            send(session, producer, "returned");
            producer.setDeliveryDelay(HOUR_MS);
            send(session, producer, "delayed");
            MessageConsumer consumer = session.createConsumer(slow);
            assertEquals("returned", text(consumer.receive(TIMEOUT_MS)));
            session.rollback();
            Queue counted = session.createQueue("counted");
            send(session, session.createProducer(counted), "counted");
            MessageConsumer counting = session.createConsumer(counted);
            for (int i = 0; i < 2; i++) {
                assertEquals("counted", text(counting.receive(TIMEOUT_MS)));
                session.rollback();
            }
            fillUntilTheFirstSegmentIsGone(plain);
        }
    }

    private void check(int count) throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue slow = session.createQueue("slow");
            Message message =
                    session.createConsumer(session.createQueue("counted")).receive(TIMEOUT_MS);
            assertEquals(count, message.getIntProperty("JMSXDeliveryCount"));
            assertNull(session.createConsumer(slow).receiveNoWait());
            List<?> shown = all(session.createBrowser(slow).getEnumeration());
            assertEquals(1, shown.size());
            assertEquals("returned", text((Message) shown.get(0)));
            assertEquals(2, ((Message) shown.get(0)).getIntProperty("JMSXDeliveryCount"));
        }
    }

    @Test
    void shouldKeepThemInTheLogAlone() throws Exception {
        prepare();
        stopBroker();
        Files.deleteIfExists(journal().resolve("checkpoint.epc"));
        startBroker();
        check(3);
        restartBroker();
        check(4);
    }

    @Test
    void shouldKeepThemInACheckpoint() throws Exception {
        prepare();
        stopBroker();
        assertTrue(Files.exists(journal().resolve("checkpoint.epc")), "no checkpoint");
        startBroker();
        check(3);
        restartBroker();
        check(4);
    }
}
