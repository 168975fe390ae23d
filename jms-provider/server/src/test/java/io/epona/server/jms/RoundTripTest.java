package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each body and header arrives as it was sent. */
class RoundTripTest extends JmsTest {
    @FunctionalInterface
    private interface Exchange {
        void run(Session session, MessageProducer producer, MessageConsumer consumer) throws Exception;
    }

    private void exchange(Exchange exchange) throws Exception {
        for (String uri : List.of(uri(), vmUri())) {
            try (Connection connection = new EponaConnectionFactory(uri).createConnection()) {
                connection.start();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                Queue queue = session.createQueue("round-trip");
                exchange.run(session, session.createProducer(queue), session.createConsumer(queue));
            }
        }
    }

    @Test
    void shouldCarryText() throws Exception {
        for (String text : new String[] {"two horses", "", "žluťoučký kůň 🐎", "x".repeat(3_000_000), null}) {
            exchange((session, producer, consumer) -> {
                producer.send(session.createTextMessage(text));
                TextMessage received = (TextMessage) consumer.receive(TIMEOUT_MS);
                assertEquals(text, received.getText());
            });
        }
    }

    @Test
    void shouldCarryBytes() throws Exception {
        exchange((session, producer, consumer) -> {
            BytesMessage sent = session.createBytesMessage();
            sent.writeInt(42);
            sent.writeUTF("horse");
            sent.writeDouble(1.5);
            sent.writeBytes(new byte[] {1, 2, 3});
            producer.send(sent);
            BytesMessage received = (BytesMessage) consumer.receive(TIMEOUT_MS);
            assertEquals(22, received.getBodyLength());
            assertEquals(42, received.readInt());
            assertEquals("horse", received.readUTF());
            assertEquals(1.5, received.readDouble());
            byte[] rest = new byte[10];
            assertEquals(3, received.readBytes(rest));
            assertEquals(3, rest[2]);
        });
    }

    @Test
    void shouldCarryAMap() throws Exception {
        exchange((session, producer, consumer) -> {
            MapMessage sent = session.createMapMessage();
            sent.setString("name", "Epona");
            sent.setLong("count", Long.MIN_VALUE);
            sent.setChar("letter", 'e');
            sent.setBytes("raw", new byte[] {9});
            sent.setString("nothing", null);
            producer.send(sent);
            MapMessage received = (MapMessage) consumer.receive(TIMEOUT_MS);
            assertEquals("Epona", received.getString("name"));
            assertEquals(Long.MIN_VALUE, received.getLong("count"));
            assertEquals('e', received.getChar("letter"));
            assertArrayEquals(new byte[] {9}, received.getBytes("raw"));
            assertTrue(received.itemExists("nothing"));
            assertNull(received.getObject("nothing"));
        });
    }

    @Test
    void shouldCarryAStream() throws Exception {
        exchange((session, producer, consumer) -> {
            StreamMessage sent = session.createStreamMessage();
            sent.writeBoolean(true);
            sent.writeShort((short) -3);
            sent.writeString("mare");
            sent.writeFloat(2.5f);
            producer.send(sent);
            StreamMessage received = (StreamMessage) consumer.receive(TIMEOUT_MS);
            assertTrue(received.readBoolean());
            assertEquals(-3, received.readShort());
            assertEquals("mare", received.readString());
            assertEquals(2.5f, received.readFloat());
        });
    }

    @Test
    void shouldCarryAnObject() throws Exception {
        exchange((session, producer, consumer) -> {
            producer.send(session.createObjectMessage(new ArrayList<>(List.of("a", 1, 2L))));
            ObjectMessage received = (ObjectMessage) consumer.receive(TIMEOUT_MS);
            assertEquals(List.of("a", 1, 2L), received.getObject());
        });
    }

    @Test
    void shouldCarryHeadersAndProperties() throws Exception {
        exchange((session, producer, consumer) -> {
            Message sent = session.createMessage();
            sent.setJMSCorrelationID("correlation");
            sent.setJMSType("order");
            sent.setJMSReplyTo(session.createTopic("answers"));
            sent.setStringProperty("customer", "Ada");
            sent.setIntProperty("count", 7);
            sent.setBooleanProperty("urgent", true);
            sent.setDoubleProperty("price", 9.75);
            long before = System.nanoTime();
            producer.send(sent, DeliveryMode.PERSISTENT, 9, 3_600_000);
            Message received = consumer.receive(TIMEOUT_MS);
            assertTrue(System.nanoTime() > before);
            assertEquals(sent.getJMSMessageID(), received.getJMSMessageID());
            assertTrue(received.getJMSMessageID().startsWith("ID:"));
            assertEquals(sent.getJMSTimestamp(), received.getJMSTimestamp());
            assertEquals(sent.getJMSTimestamp() + 3_600_000, received.getJMSExpiration());
            assertEquals("correlation", received.getJMSCorrelationID());
            assertEquals("order", received.getJMSType());
            assertEquals(session.createTopic("answers"), received.getJMSReplyTo());
            assertEquals((Destination) session.createQueue("round-trip"), received.getJMSDestination());
            assertEquals(DeliveryMode.PERSISTENT, received.getJMSDeliveryMode());
            assertEquals(9, received.getJMSPriority());
            assertFalse(received.getJMSRedelivered());
            assertEquals(1, received.getIntProperty("JMSXDeliveryCount"));
            assertEquals("Ada", received.getStringProperty("customer"));
            assertEquals(7, received.getIntProperty("count"));
            assertTrue(received.getBooleanProperty("urgent"));
            assertEquals(9.75, received.getDoubleProperty("price"));
            assertTrue(Collections.list((java.util.Enumeration<?>) received.getPropertyNames())
                    .contains("price"));
        });
    }

    @Test
    void shouldServeTheSimplifiedApi() {
        for (String uri : List.of(uri(), vmUri())) {
            try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
                Queue queue = context.createQueue("simple");
                context.createProducer()
                        .setProperty("customer", 4711)
                        .setJMSCorrelationID("c")
                        .send(queue, Map.of("horse", "Epona"));
                Message received = context.createConsumer(queue).receive(TIMEOUT_MS);
                assertNotNull(received);
                assertEquals(4711, property(received));
            }
        }
    }

    private static int property(Message message) {
        try {
            assertEquals("Epona", ((MapMessage) message).getString("horse"));
            return message.getIntProperty("customer");
        } catch (jakarta.jms.JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldDeliverNonPersistentMessagesAndDropExpiredOnes() throws Exception {
        exchange((session, producer, consumer) -> {
            producer.send(session.createTextMessage("late"), DeliveryMode.PERSISTENT, 9, 1);
            Message probe = session.createTextMessage("probe");
            producer.send(probe, DeliveryMode.NON_PERSISTENT, 4, 0);
            TextMessage received = (TextMessage) consumer.receive(TIMEOUT_MS);
            if (received.getText().equals("late")) {
                received = (TextMessage) consumer.receive(TIMEOUT_MS);
            }
            assertEquals("probe", received.getText());
            assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
        });
    }
}
