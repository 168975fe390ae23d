package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers a send sets, and the properties that have a meaning of their own. */
class HeadersAndPropertiesTest extends JmsTest {
    private Connection connection;
    private Session session;
    private Queue queue;
    private MessageProducer producer;
    private MessageConsumer consumer;

    @BeforeEach
    void open() throws Exception {
        connection = connect();
        session = connection.createSession();
        queue = session.createQueue("headers");
        producer = session.createProducer(queue);
        consumer = session.createConsumer(queue);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    private static Set<Object> names(Enumeration<?> names) {
        return Set.copyOf(Collections.list(names));
    }

    @Test
    void shouldOverwriteAtTheSendWhatTheApplicationSet() throws Exception {
        Message message = session.createMessage();
        message.setJMSMessageID("ID:mine");
        message.setJMSTimestamp(1);
        message.setJMSDestination(session.createQueue("elsewhere"));
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(9);
        message.setJMSExpiration(1);
        message.setJMSDeliveryTime(1);
        message.setJMSRedelivered(true);

        producer.send(message);

        Message received = consumer.receive(TIMEOUT_MS);
        for (Message each : List.of(message, received)) {
            assertTrue(each.getJMSMessageID().startsWith("ID:"), each.getJMSMessageID());
            assertNotEquals("ID:mine", each.getJMSMessageID());
            assertNotEquals(1, each.getJMSTimestamp());
            assertEquals(queue, each.getJMSDestination());
            assertEquals(DeliveryMode.PERSISTENT, each.getJMSDeliveryMode());
            assertEquals(4, each.getJMSPriority());
            assertEquals(0, each.getJMSExpiration());
            assertEquals(each.getJMSTimestamp(), each.getJMSDeliveryTime());
        }
        assertFalse(received.getJMSRedelivered());
        assertEquals(message.getJMSMessageID(), received.getJMSMessageID());
        producer.send(message);
        assertNotEquals(received.getJMSMessageID(), message.getJMSMessageID(), "each send has an id of its own");
    }

    @Test
    void shouldSendWithoutMessageIdAndTimestampWhereAskedTo() throws Exception {
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        producer.setTimeToLive(60_000);
        Message message = session.createMessage();
        message.setJMSMessageID("ID:mine");
        producer.send(message);
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            JMSProducer other =
                    context.createProducer().setDisableMessageID(true).setDisableMessageTimestamp(true);
            assertTrue(other.getDisableMessageID() && other.getDisableMessageTimestamp());
            other.send(queue, "x");
            other.setDisableMessageID(false).setDisableMessageTimestamp(false).send(queue, "y");
        }

        Message first = consumer.receive(TIMEOUT_MS);
        Message second = consumer.receive(TIMEOUT_MS);
        Message third = consumer.receive(TIMEOUT_MS);

        assertNull(message.getJMSMessageID());
        for (Message each : List.of(first, second)) {
            assertNull(each.getJMSMessageID());
            assertEquals(0, each.getJMSTimestamp());
        }
        assertNotEquals(0, first.getJMSExpiration(), "expiry needs no timestamp");
        assertTrue(third.getJMSMessageID().startsWith("ID:"));
        assertNotEquals(0, third.getJMSTimestamp());
    }

    @Test
    void shouldCarryGroupsAndCountDeliveries() throws Exception {
        Message message = session.createMessage();
        message.setStringProperty("JMSXGroupID", "group");
        message.setObjectProperty("JMSXGroupSeq", (byte) 5);
        MessageConsumer grouped = session.createConsumer(
                session.createQueue("groups"), "JMSXGroupID = 'group' AND JMSXGroupSeq BETWEEN 5 AND 6");
        session.createProducer(session.createQueue("groups")).send(message);

        Message received = grouped.receive(TIMEOUT_MS);

        assertEquals("group", received.getStringProperty("JMSXGroupID"));
        assertEquals(5, received.getObjectProperty("JMSXGroupSeq"), "an int, as the specification says");
        assertEquals(1, received.getObjectProperty("JMSXDeliveryCount"));
        assertEquals(Set.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"), names(received.getPropertyNames()));
        assertEquals(
                Set.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"),
                names(connection.getMetaData().getJMSXPropertyNames()));
        assertThrows(MessageNotWriteableException.class, () -> received.setStringProperty("JMSXGroupID", "x"));
        received.clearProperties();
        assertFalse(received.propertyExists("JMSXDeliveryCount"));
        received.setStringProperty("JMSXGroupID", "x");
    }

    @Test
    void shouldRefuseGroupPropertiesOfOtherTypes() throws Exception {
        Message message = session.createMessage();

        assertThrows(MessageFormatException.class, () -> message.setIntProperty("JMSXGroupID", 1));
        assertThrows(MessageFormatException.class, () -> message.setStringProperty("JMSXGroupSeq", "1"));
        assertThrows(MessageFormatException.class, () -> message.setLongProperty("JMSXGroupSeq", 1));
        assertThrows(MessageFormatException.class, () -> message.setObjectProperty("JMSXGroupSeq", null));
        message.setObjectProperty("JMSXGroupID", null);
        message.setShortProperty("JMSXGroupSeq", (short) 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JMSXDeliveryCount",
                "JMSXUserID",
                "JMSXAppID",
                "JMSXProducerTXID",
                "JMSXConsumerTXID",
                "JMSXRcvTimestamp",
                "JMSXState",
                "JMSXMine",
                "JMSMine",
                "JMSPriority",
                "null",
                "True",
                "NOT",
                "beTween",
                "1a",
                "a-b",
                "a b",
                "a.b",
                "a\"b",
                "é+",
                "#a"
            })
    void shouldRefuseNamesThatAreReservedOrNoIdentifiers(String name) throws Exception {
        Message message = session.createMessage();
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            JMSProducer other = context.createProducer();

            assertThrows(JMSException.class, () -> message.setStringProperty(name, "x"));
            assertThrows(JMSException.class, () -> message.setObjectProperty(name, 1));
            assertThrows(jakarta.jms.JMSRuntimeException.class, () -> other.setProperty(name, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_a", "$a", "a1", "NOTa", "é", "JMS_other_provider", "jms", "Escaped"})
    void shouldAcceptOtherNames(String name) throws Exception {
        Message message = session.createMessage();
        message.setStringProperty(name, "value");
        producer.send(message);
        assertEquals("value", consumer.receive(TIMEOUT_MS).getStringProperty(name));
    }

    @Test
    void shouldRefuseNamesThatAreMissing() throws Exception {
        Message message = session.createMessage();
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            JMSProducer other = context.createProducer();
            for (String name : new String[] {null, ""}) {
                assertThrows(IllegalArgumentException.class, () -> message.setStringProperty(name, "x"));
                assertThrows(IllegalArgumentException.class, () -> message.setObjectProperty(name, "x"));
                assertThrows(IllegalArgumentException.class, () -> other.setProperty(name, "x"));
            }
        }
    }

    @Test
    void shouldSetWhatAProducerOfTheSimplifiedApiHolds() throws Exception {
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            JMSProducer other = context.createProducer()
                    .setProperty("a", 1)
                    .setProperty("b", "b")
                    .setJMSType("type")
                    .setJMSCorrelationID("id")
                    .setJMSReplyTo(queue)
                    .setPriority(2)
                    .setTimeToLive(60_000)
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            Message message = context.createMessage();
            message.setIntProperty("a", 7);
            message.setIntProperty("c", 8);
            message.setJMSType("other");

            other.send(queue, message);

            Message received = consumer.receive(TIMEOUT_MS);
            assertEquals(1, received.getIntProperty("a"), "the producer's goes over the message's");
            assertEquals("b", received.getStringProperty("b"));
            assertEquals(8, received.getIntProperty("c"));
            assertEquals("type", received.getJMSType());
            assertEquals("id", received.getJMSCorrelationID());
            assertEquals(queue, received.getJMSReplyTo());
            assertEquals(2, received.getJMSPriority());
            assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
            assertThrows(MessageNotWriteableRuntimeException.class, () -> other.send(queue, received));
            assertEquals(Set.of("a", "b"), other.getPropertyNames());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> other.getPropertyNames().clear());
            other.clearProperties().send(queue, received);
            assertEquals(8, consumer.receive(TIMEOUT_MS).getIntProperty("c"));
        }
    }
}
