package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Session;
import java.math.BigDecimal;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3.5, message properties, but for the conversions of their values. */
class PropertiesTest extends ConformanceTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a", "A", "_a", "$a", "a1", "a_b$c", "größe", "name_of_some_length_with_digits_0123456789"})
    void shouldTakeIdentifiersAsNames(String name) throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty(name, "value");

        assertEquals("value", sendAndReceive(session, message).getStringProperty(name));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE", "null", "True",
                "in"
            })
    void shouldRefuseReservedWordsAsNames(String name) throws Exception {
        Message message = session().createMessage();

        assertThrows(Exception.class, () -> message.setStringProperty(name, "value"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1a", "a-b", "a b", "a.b", "#a", "a+", "'a'", "a,b"})
    void shouldRefuseNamesThatAreNoIdentifiers(String name) throws Exception {
        Message message = session().createMessage();

        assertThrows(Exception.class, () -> message.setIntProperty(name, 1));
    }

    @Test
    void shouldRefuseNullAndEmptyNames() throws Exception {
        Message message = session().createMessage();
        for (String name : new String[] {null, ""}) {
            assertThrows(IllegalArgumentException.class, () -> message.setBooleanProperty(name, true));
            assertThrows(IllegalArgumentException.class, () -> message.setByteProperty(name, (byte) 1));
            assertThrows(IllegalArgumentException.class, () -> message.setShortProperty(name, (short) 1));
            assertThrows(IllegalArgumentException.class, () -> message.setIntProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setLongProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setFloatProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setDoubleProperty(name, 1));
            assertThrows(IllegalArgumentException.class, () -> message.setStringProperty(name, "1"));
            assertThrows(IllegalArgumentException.class, () -> message.setObjectProperty(name, "1"));
        }
    }

    @Test
    void shouldTellNamesApartByCase() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setIntProperty("size", 1);
        message.setIntProperty("Size", 2);

        Message received = sendAndReceive(session, message);

        assertEquals(1, received.getIntProperty("size"));
        assertEquals(2, received.getIntProperty("Size"));
    }

    @Test
    void shouldReplaceAValueAndItsType() throws Exception {
        Message message = session().createMessage();
        message.setIntProperty("p", 1);
        message.setStringProperty("p", "one");

        assertEquals("one", message.getObjectProperty("p"));
    }

    @Test
    void shouldTellAPropertyThatDoesNotExistLikeOneThatIsNull() throws Exception {
        Message message = session().createMessage();

        assertNull(message.getStringProperty("absent"));
        assertNull(message.getObjectProperty("absent"));
        assertFalse(message.propertyExists("absent"));
        assertFalse(message.getBooleanProperty("absent"));
        assertThrows(NumberFormatException.class, () -> message.getByteProperty("absent"));
        assertThrows(NumberFormatException.class, () -> message.getShortProperty("absent"));
        assertThrows(NumberFormatException.class, () -> message.getIntProperty("absent"));
        assertThrows(NumberFormatException.class, () -> message.getLongProperty("absent"));
        assertThrows(NullPointerException.class, () -> message.getFloatProperty("absent"));
        assertThrows(NullPointerException.class, () -> message.getDoubleProperty("absent"));
    }

    @Test
    void shouldRefuseObjectsOfOtherTypes() throws Exception {
        Message message = session().createMessage();
        for (Object value : new Object[] {'c', new BigDecimal(1), List.of(), new byte[1], new Object()}) {
            assertThrows(MessageFormatException.class, () -> message.setObjectProperty("p", value));
        }
    }

    @Test
    void shouldNameItsProperties() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setIntProperty("b", 1);
        message.setStringProperty("a", null);
        message.setJMSType("no property");

        for (Message named : List.of(message, sendAndReceive(session, message))) {
            Set<String> names = names(named);
            names.removeIf(name -> name.startsWith("JMSX"));
            assertEquals(Set.of("a", "b"), names);
        }
    }

    private static Set<String> names(Message message) throws Exception {
        return names(message.getPropertyNames());
    }

    private static Set<String> names(Enumeration<?> elements) {
        Set<String> names = new TreeSet<>();
        while (elements.hasMoreElements()) {
            names.add((String) elements.nextElement());
        }
        return names;
    }

    @Test
    void shouldClearPropertiesAndLeaveTheBody() throws Exception {
        Session session = session();
        Message message = session.createTextMessage("body");
        message.setIntProperty("p", 1);
        message.setJMSType("type");

        message.clearProperties();

        assertFalse(message.propertyExists("p"));
        assertEquals("body", message.getBody(String.class));
        assertEquals("type", message.getJMSType());
    }

    @Test
    void shouldMakePropertiesOfAReceivedMessageReadOnlyUntilCleared() throws Exception {
        Session session = session();
        Message message = session.createTextMessage("body");
        message.setIntProperty("p", 1);
        Message received = sendAndReceive(session, message);

        assertThrows(MessageNotWriteableException.class, () -> received.setBooleanProperty("p", true));
        assertThrows(MessageNotWriteableException.class, () -> received.setByteProperty("p", (byte) 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setShortProperty("p", (short) 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setIntProperty("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setLongProperty("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setFloatProperty("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setDoubleProperty("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setStringProperty("p", "2"));
        assertThrows(MessageNotWriteableException.class, () -> received.setObjectProperty("q", 2));
        assertEquals(1, received.getIntProperty("p"));
        received.clearProperties();
        received.setIntProperty("p", 2);
        assertEquals(2, received.getIntProperty("p"));
        assertEquals("body", received.getBody(String.class));
    }

    @Test
    void shouldSendPropertiesAsTheyWereAtTheTimeOfTheSend() throws Exception {
        Session session = session();
        var queue = queue();
        Message message = session.createMessage();
        message.setIntProperty("p", 1);
        session.createProducer(queue).send(message);
        message.setIntProperty("p", 2);

        assertEquals(1, receive(session.createConsumer(queue)).getIntProperty("p"));
        assertEquals(2, message.getIntProperty("p"));
    }

    @Test
    void shouldNameItsJmsxProperties() throws Exception {
        Set<String> names = names(connection().getMetaData().getJMSXPropertyNames());

        assertTrue(names.contains("JMSXDeliveryCount"), names.toString());
        names.forEach(name -> assertTrue(name.startsWith("JMSX"), name));
    }

    @Test
    void shouldKeepGroupAndSequenceThatTheApplicationSets() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty("JMSXGroupID", "herd");
        message.setIntProperty("JMSXGroupSeq", 1);

        Message received = sendAndReceive(session, message);

        assertEquals("herd", received.getStringProperty("JMSXGroupID"));
        assertEquals(1, received.getIntProperty("JMSXGroupSeq"));
    }

    @Test
    void shouldKeepValuesAtTheirLimits() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setByteProperty("byte", Byte.MIN_VALUE);
        message.setShortProperty("short", Short.MIN_VALUE);
        message.setIntProperty("int", Integer.MIN_VALUE);
        message.setLongProperty("long", Long.MIN_VALUE);
        message.setFloatProperty("float", Float.MIN_VALUE);
        message.setDoubleProperty("double", Double.NaN);
        message.setStringProperty("empty", "");
        message.setStringProperty("astral", "𝒳\u0000ÿ");

        Message received = sendAndReceive(session, message);

        assertEquals(Byte.MIN_VALUE, received.getByteProperty("byte"));
        assertEquals(Short.MIN_VALUE, received.getShortProperty("short"));
        assertEquals(Integer.MIN_VALUE, received.getIntProperty("int"));
        assertEquals(Long.MIN_VALUE, received.getLongProperty("long"));
        assertEquals(Float.MIN_VALUE, received.getFloatProperty("float"));
        assertTrue(Double.isNaN(received.getDoubleProperty("double")));
        assertEquals("", received.getStringProperty("empty"));
        assertEquals("𝒳\u0000ÿ", received.getStringProperty("astral"));
    }
}
