package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignMessagesTest {
    /** The message as another provider's class: it has the JMS interfaces, and nothing else, in common with ours. */
    private static Message foreign(EponaMessage message, Map<String, Object> overridden) {
        Class<?>[] interfaces = message.getClass() == EponaMessage.class
                ? new Class<?>[] {Message.class}
                : message.getClass().getInterfaces();
        return (Message) Proxy.newProxyInstance(
                ForeignMessagesTest.class.getClassLoader(), interfaces, (proxy, method, arguments) -> {
                    String key = method.getName() + (arguments == null ? "" : ":" + arguments[0]);
                    if (overridden.containsKey(key)) {
                        return overridden.get(key);
                    }
                    try {
                        return method.invoke(message, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Message foreign(EponaMessage message) {
        return foreign(message, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "headers-and-properties", "text", "bytes", "map", "stream", "object"})
    void shouldCopyBodyAndProperties(String kind) throws JMSException {
        EponaMessage original = SampleMessages.all().get(kind);

        EponaMessage copy = ForeignMessages.copyOf(foreign(original));

        EponaMessage received = Wire.received(copy);
        received.clearProperties();
        EponaMessage expected = Wire.received(original);
        assertEquals(expected.getClass(), received.getClass());
        assertEquals(bodyOf(expected), bodyOf(received));
        for (String name : Collections.list(original.getPropertyNames())) {
            assertEquals(original.getObjectProperty(name), copy.getObjectProperty(name));
        }
        assertEquals(original.getJMSType(), copy.getJMSType());
        assertEquals(original.getJMSReplyTo(), copy.getJMSReplyTo());
        assertEquals(original.getJMSCorrelationID(), copy.getJMSCorrelationID());
    }

    private static String bodyOf(EponaMessage message) throws JMSException {
        String text = SampleMessages.describe(message);
        return text.substring(text.indexOf(" body="));
    }

    @Test
    void shouldCopyMegabytesOfBytes() throws JMSException {
        byte[] content = new byte[3_000_001];
        new Random(2).nextBytes(content);
        EponaBytesMessage original = Messages.bytes();
        original.writeBytes(content);

        EponaMessage copy = ForeignMessages.copyOf(foreign(original));

        assertArrayEquals(content, copy.getBody(byte[].class));
    }

    @Test
    void shouldCopyEmptyBodies() throws JMSException {
        for (EponaMessage original :
                List.of(Messages.text(), Messages.bytes(), Messages.map(), Messages.object(), Messages.empty())) {
            assertNull(ForeignMessages.copyOf(foreign(original)).getBody(Object.class));
        }
        EponaStreamMessage stream = (EponaStreamMessage) ForeignMessages.copyOf(foreign(Messages.stream()));
        stream.reset();
        assertThrows(MessageEOFException.class, stream::readObject);
    }

    @Test
    void shouldLeaveOutWhatOnlyTheOtherProviderUnderstands() throws JMSException {
        EponaMessage original = Messages.empty();
        original.setStringProperty("JMSXGroupID", "group");
        original.setIntProperty("JMS_Other_Flag", 1);
        Destination foreignDestination = new Destination() {};
        Map<String, Object> overridden = Map.of(
                "getJMSReplyTo",
                foreignDestination,
                "getPropertyNames",
                Collections.enumeration(List.of("JMSXGroupID", "JMSXDeliveryCount", "JMS_Other_Flag")));

        EponaMessage copy = ForeignMessages.copyOf(foreign(original, overridden));

        assertNull(copy.getJMSReplyTo());
        assertFalse(copy.propertyExists("JMSXDeliveryCount"));
        assertEquals("group", copy.getStringProperty("JMSXGroupID"));
        assertEquals(1, copy.getIntProperty("JMS_Other_Flag"));
    }

    @Test
    void shouldRefuseWhatTheSpecificationDoesNotAllow() {
        Map<String, Object> overridden = Map.of(
                "getPropertyNames",
                Collections.enumeration(List.of("not an identifier")),
                "getObjectProperty:not an identifier",
                1);

        assertThrows(JMSException.class, () -> ForeignMessages.copyOf(foreign(Messages.empty(), overridden)));
    }

    @Test
    void shouldSetTheHeadersOfTheSendOnTheForeignMessage() throws JMSException {
        EponaMessage sent = SampleMessages.all().get("headers-and-properties");
        EponaMessage behind = Messages.text();
        behind.setJMSReplyTo(new EponaTopic("own"));

        ForeignMessages.copySendHeaders(sent, foreign(behind));

        assertEquals(new EponaQueue("orders"), behind.getJMSDestination());
        assertEquals(DeliveryMode.NON_PERSISTENT, behind.getJMSDeliveryMode());
        assertEquals(1_700_000_060_000L, behind.getJMSExpiration());
        assertEquals(7, behind.getJMSPriority());
        assertEquals("ID:1-2", behind.getJMSMessageID());
        assertEquals(1_700_000_000_000L, behind.getJMSTimestamp());
        assertEquals(1_700_000_001_000L, behind.getJMSDeliveryTime());
        assertEquals(new EponaTopic("own"), behind.getJMSReplyTo());
    }
}
