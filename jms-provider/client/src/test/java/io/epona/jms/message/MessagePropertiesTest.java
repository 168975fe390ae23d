package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePropertiesTest {
    private static Map<String, Object> everyKind() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("aBoolean", true);
        values.put("aFalse", false);
        values.put("aByte", Byte.MIN_VALUE);
        values.put("aShort", Short.MIN_VALUE);
        values.put("anInt", Integer.MIN_VALUE);
        values.put("aLong", Long.MIN_VALUE);
        values.put("aFloat", -0.0f);
        values.put("aDouble", Double.NaN);
        values.put("aTiny", Double.MIN_VALUE);
        values.put("aText", "grüße \uD83D\uDE00");
        values.put("anEmptyText", "");
        values.put("aLongText", "x".repeat(100_000));
        values.put("aNull", null);
        values.put("größe$_1", "a name that is not ASCII");
        return values;
    }

    private static EponaMessage withProperties(Map<String, Object> values) throws JMSException {
        EponaMessage message = Messages.empty();
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            message.setObjectProperty(entry.getKey(), entry.getValue());
        }
        return message;
    }

    private static Map<String, Object> propertiesOf(EponaMessage message) throws JMSException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : Collections.list(message.getPropertyNames())) {
            values.put(name, message.getObjectProperty(name));
        }
        return values;
    }

    @Test
    void shouldCarryEveryKindOfValue() throws JMSException {
        EponaMessage received = Wire.received(withProperties(everyKind()));
        Map<String, Object> expected = everyKind();
        expected.put("JMSXDeliveryCount", 1);

        assertTrue(received.propertyExists("aNull"));
        assertFalse(received.propertyExists("another"));
        assertEquals(expected, propertiesOf(received));
    }

    @Test
    void shouldPassReceivedPropertiesOn() throws JMSException {
        EponaMessage untouched = Wire.received(Wire.received(withProperties(everyKind())));
        assertEquals("grüße \uD83D\uDE00", untouched.getStringProperty("aText"));

        EponaMessage readBefore = Wire.received(untouched);

        assertEquals("grüße \uD83D\uDE00", readBefore.getStringProperty("aText"));
        assertEquals(everyKind().size() + 1, propertiesOf(readBefore).size());
    }

    @Test
    void shouldBeReadOnlyAfterReceiptUntilCleared() throws JMSException {
        EponaMessage received = Wire.received(withProperties(Map.of("a", 1)));

        assertThrows(MessageNotWriteableException.class, () -> received.setIntProperty("b", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setObjectProperty("a", null));
        assertEquals(1, received.getIntProperty("a"));
        received.clearProperties();
        assertFalse(received.getPropertyNames().hasMoreElements());
        received.setIntProperty("b", 2);

        assertEquals(Map.of("b", 2, "JMSXDeliveryCount", 1), propertiesOf(Wire.received(received)));
    }

    @Test
    void shouldOfferTheDeliveryCountOfAReceivedMessage() throws JMSException {
        EponaMessage received = Wire.decoded(Wire.encoded(Messages.empty()), 3);

        assertEquals(3, received.getIntProperty("JMSXDeliveryCount"));
        assertEquals("3", received.getStringProperty("JMSXDeliveryCount"));
        assertTrue(received.propertyExists("JMSXDeliveryCount"));
        assertEquals(List.of("JMSXDeliveryCount"), Collections.list(received.getPropertyNames()));
        assertThrows(MessageFormatException.class, () -> received.getBooleanProperty("JMSXDeliveryCount"));
        assertFalse(Messages.empty().propertyExists("JMSXDeliveryCount"));
        assertNull(Messages.empty().getObjectProperty("JMSXDeliveryCount"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void shouldRefuseToSetAPropertyWithoutAName(String name) throws JMSException {
        EponaMessage message = Messages.empty();

        assertThrows(IllegalArgumentException.class, () -> message.setStringProperty(name, "x"));
        assertThrows(IllegalArgumentException.class, () -> message.setBooleanProperty(name, true));
        assertThrows(IllegalArgumentException.class, () -> message.setObjectProperty(name, null));
        assertNull(message.getStringProperty(name));
        assertFalse(message.propertyExists(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1a",
                "a b",
                "a-b",
                "a.b",
                " a",
                "#",
                "NULL",
                "TRUE",
                "FALSE",
                "NOT",
                "AND",
                "OR",
                "BETWEEN",
                "LIKE",
                "IN",
                "IS",
                "ESCAPE",
                "null",
                "Between",
                "JMSXDeliveryCount",
                "JMSXUserID",
                "JMSXAppID",
                "JMSXProducerTXID",
                "JMSXConsumerTXID",
                "JMSXRcvTimestamp",
                "JMSXState",
                "JMSXUnknown",
                "JMSPriority",
                "JMS"
            })
    void shouldRefuseNamesThatSelectorsCannotReferToOrThatAreReserved(String name) {
        EponaMessage message = Messages.empty();

        JMSException refused = assertThrows(MessageFormatException.class, () -> message.setIntProperty(name, 1));

        assertEquals("EPONA-5004", refused.getErrorCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_", "$", "a1", "NULLS", "ORDER", "JMSXGroupSeq", "JMS_other_Flag", "jmsType"})
    void shouldAcceptOtherNames(String name) throws JMSException {
        EponaMessage message = Messages.empty();

        message.setIntProperty(name, 1);

        assertEquals(1, Wire.received(message).getIntProperty(name));
    }

    @Test
    void shouldRefuseValuesOfOtherClasses() {
        EponaMessage message = Messages.empty();
        for (Object value : new Object[] {'c', new byte[1], new Object(), List.of()}) {
            assertThrows(MessageFormatException.class, () -> message.setObjectProperty("a", value));
        }
    }

    @Test
    void shouldTreatWhatIsNotSetAsNull() throws JMSException {
        EponaMessage message = Messages.empty();
        message.setStringProperty("isNull", null);
        for (String name : new String[] {"isNull", "isAbsent"}) {
            assertNull(message.getStringProperty(name));
            assertNull(message.getObjectProperty(name));
            assertFalse(message.getBooleanProperty(name));
            assertThrows(NumberFormatException.class, () -> message.getByteProperty(name));
            assertThrows(NumberFormatException.class, () -> message.getShortProperty(name));
            assertThrows(NumberFormatException.class, () -> message.getIntProperty(name));
            assertThrows(NumberFormatException.class, () -> message.getLongProperty(name));
            assertThrows(NullPointerException.class, () -> message.getFloatProperty(name));
            assertThrows(NullPointerException.class, () -> message.getDoubleProperty(name));
        }
    }
}
