package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

/** A message of every kind with everything that a message can have, sent and expected. */
final class AllMessages {
    /** What of it is persistent and in a queue or durable subscription. */
    static final int EXPORTED_COUNT = 11;

    private static final String QUEUE = "all";
    private static final String TOPIC = "prices";
    private static final String ODD_TEXT = "quote \" backslash \\ line\n tab\t nul\u0000 bell\u0007 csi\u009b ä 漢 😀";
    private static final byte[] BYTES = {0, 1, -1, 127, -128};
    private static final long LONG = Long.MIN_VALUE + 1;
    private static final long TIMEOUT_MS = 10_000;
    private static final long HOUR_MS = 3_600_000;

    private AllMessages() {}

    /** Puts ten messages, one of which does not persist, into a queue and two into durable subscriptions. */
    static void send(String uri) throws JMSException {
        subscribe(uri);
        try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
            producer.send(headers(session), DeliveryMode.PERSISTENT, 9, HOUR_MS);
            producer.send(properties(session));
            producer.send(session.createTextMessage());
            producer.send(session.createTextMessage(""));
            BytesMessage bytes = session.createBytesMessage();
            bytes.setJMSCorrelationIDAsBytes(BYTES);
            bytes.writeBytes(BYTES);
            producer.send(bytes);
            producer.send(map(session));
            producer.send(stream(session));
            producer.send(session.createObjectMessage("object"));
            producer.send(session.createMessage());
            producer.send(session.createTextMessage("fleeting"), DeliveryMode.NON_PERSISTENT, 4, 0);
            MessageProducer publisher = session.createProducer(session.createTopic(TOPIC));
            publisher.send(session.createTextMessage("for both"));
            assertEquals("for both", next(uri, "client", "one").getBody(String.class));
            publisher.send(session.createTextMessage("one has had one before"));
        }
    }

    /** Creates the durable subscriptions one and two of different clients. */
    static void subscribe(String uri) throws JMSException {
        next(uri, "client", "one", 1);
        next(uri, "other", "two", 1);
    }

    private static Message next(String uri, String clientId, String name) throws JMSException {
        return next(uri, clientId, name, TIMEOUT_MS);
    }

    private static Message next(String uri, String clientId, String name, long timeoutMs) throws JMSException {
        try (Connection connection = new EponaConnectionFactory(uri).createConnection()) {
            connection.setClientID(clientId);
            connection.start();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            Topic topic = session.createTopic(TOPIC);
            return session.createDurableConsumer(topic, name).receive(timeoutMs);
        }
    }

    private static Message headers(Session session) throws JMSException {
        TextMessage message = session.createTextMessage(ODD_TEXT);
        message.setJMSCorrelationID("correlation ä");
        message.setJMSType("type");
        message.setJMSReplyTo(session.createTopic("replies"));
        return message;
    }

    private static Message properties(Session session) throws JMSException {
        Message message = session.createTextMessage("properties");
        message.setBooleanProperty("aBoolean", true);
        message.setByteProperty("aByte", (byte) -1);
        message.setShortProperty("aShort", (short) -1);
        message.setIntProperty("anInt", -1);
        message.setLongProperty("aLong", LONG);
        message.setFloatProperty("aFloat", 0.1f);
        message.setDoubleProperty("aDouble", -0.0);
        message.setDoubleProperty("noNumber", Double.NaN);
        message.setFloatProperty("infinite", Float.NEGATIVE_INFINITY);
        message.setStringProperty("aString", ODD_TEXT);
        message.setObjectProperty("nothing", null);
        return message;
    }

    private static Message map(Session session) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setObject("nothing", null);
        message.setBoolean("aBoolean", false);
        message.setByte("aByte", (byte) 1);
        message.setShort("aShort", (short) 1);
        message.setChar("half", '\ud83d');
        message.setInt("anInt", 1);
        message.setLong("aLong", LONG);
        message.setFloat("aFloat", Float.MIN_VALUE);
        message.setDouble("aDouble", 0.1);
        message.setString("aString", ODD_TEXT);
        message.setBytes("bytes", BYTES);
        return message;
    }

    private static Message stream(Session session) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeShort((short) 1);
        message.writeString("text");
        message.writeChar('c');
        message.writeObject(null);
        message.writeBytes(BYTES);
        return message;
    }

    /** @param isSame whether the messages are the same, and not sent anew */
    static void receive(String uri, boolean isSame) throws JMSException {
        try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
            // The priority brings this one to the front.
            checkHeaders((TextMessage) consumer.receive(TIMEOUT_MS));
            checkProperties(consumer.receive(TIMEOUT_MS));
            assertNull(((TextMessage) consumer.receive(TIMEOUT_MS)).getText());
            assertEquals("", ((TextMessage) consumer.receive(TIMEOUT_MS)).getText());
            BytesMessage bytes = (BytesMessage) consumer.receive(TIMEOUT_MS);
            assertArrayEquals(BYTES, bytes.getJMSCorrelationIDAsBytes());
            assertArrayEquals(BYTES, bytes.getBody(byte[].class));
            checkMap((MapMessage) consumer.receive(TIMEOUT_MS));
            checkStream((StreamMessage) consumer.receive(TIMEOUT_MS));
            assertEquals("object", ((ObjectMessage) consumer.receive(TIMEOUT_MS)).getObject());
            assertEquals(
                    QUEUE,
                    consumer.receive(TIMEOUT_MS).getJMSDestination().toString().substring(8));
            assertNull(consumer.receiveNoWait());
        }
        if (!isSame) {
            // What one has had before is published to it, too.
            assertEquals("for both", next(uri, "client", "one").getBody(String.class));
        }
        assertEquals("one has had one before", next(uri, "client", "one").getBody(String.class));
        assertEquals("for both", next(uri, "other", "two").getBody(String.class));
        assertEquals("one has had one before", next(uri, "other", "two").getBody(String.class));
    }

    private static void checkHeaders(TextMessage message) throws JMSException {
        assertEquals(ODD_TEXT, message.getText());
        assertEquals(9, message.getJMSPriority());
        assertEquals("correlation ä", message.getJMSCorrelationID());
        assertEquals("type", message.getJMSType());
        assertEquals("topic://replies", message.getJMSReplyTo().toString());
        assertEquals(HOUR_MS, message.getJMSExpiration() - message.getJMSTimestamp(), HOUR_MS / 2.0);
    }

    private static void checkProperties(Message message) throws JMSException {
        assertEquals(true, message.getObjectProperty("aBoolean"));
        assertEquals((byte) -1, message.getObjectProperty("aByte"));
        assertEquals((short) -1, message.getObjectProperty("aShort"));
        assertEquals(-1, message.getObjectProperty("anInt"));
        assertEquals(LONG, message.getObjectProperty("aLong"));
        assertEquals(0.1f, message.getObjectProperty("aFloat"));
        assertEquals(-0.0, message.getObjectProperty("aDouble"));
        assertEquals(Double.NaN, message.getObjectProperty("noNumber"));
        assertEquals(Float.NEGATIVE_INFINITY, message.getObjectProperty("infinite"));
        assertEquals(ODD_TEXT, message.getObjectProperty("aString"));
        assertEquals(true, message.propertyExists("nothing"));
    }

    private static void checkMap(MapMessage message) throws JMSException {
        assertEquals(true, message.itemExists("nothing"));
        assertEquals(false, message.getObject("aBoolean"));
        assertEquals((byte) 1, message.getObject("aByte"));
        assertEquals((short) 1, message.getObject("aShort"));
        assertEquals('\ud83d', message.getObject("half"));
        assertEquals(1, message.getObject("anInt"));
        assertEquals(LONG, message.getObject("aLong"));
        assertEquals(Float.MIN_VALUE, message.getObject("aFloat"));
        assertEquals(0.1, message.getObject("aDouble"));
        assertEquals(ODD_TEXT, message.getObject("aString"));
        assertArrayEquals(BYTES, (byte[]) message.getObject("bytes"));
    }

    private static void checkStream(StreamMessage message) throws JMSException {
        assertEquals((short) 1, message.readObject());
        assertEquals("text", message.readObject());
        assertEquals('c', message.readObject());
        assertNull(message.readObject());
        assertArrayEquals(BYTES, (byte[]) message.readObject());
    }
}
