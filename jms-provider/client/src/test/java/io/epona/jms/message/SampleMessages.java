package io.epona.jms.message;

import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message of each kind, always the same, with all headers and properties of all kinds. */
final class SampleMessages {
    private SampleMessages() {}

    /** The messages by the name of their kind. */
    static Map<String, EponaMessage> all() throws JMSException {
        Map<String, EponaMessage> messages = new LinkedHashMap<>();
        messages.put("empty", Messages.empty());
        EponaMessage complete = Messages.empty();
        setHeaders(complete);
        setProperties(complete);
        messages.put("headers-and-properties", complete);
        EponaTextMessage text = Messages.text();
        text.setText("grüße \uD83D\uDE00");
        text.setJMSCorrelationIDAsBytes(new byte[] {1, 0, -1});
        messages.put("text", text);
        EponaBytesMessage bytes = Messages.bytes();
        bytes.writeInt(0x01020304);
        bytes.writeUTF("ü");
        messages.put("bytes", bytes);
        EponaMapMessage map = Messages.map();
        for (Object value : values()) {
            map.setObject("entry " + value.getClass().getSimpleName(), value);
        }
        map.setString("null", null);
        messages.put("map", map);
        EponaStreamMessage stream = Messages.stream();
        for (Object value : values()) {
            stream.writeObject(value);
        }
        stream.writeObject(null);
        messages.put("stream", stream);
        EponaObjectMessage object = Messages.object();
        object.setObject(new int[] {1, 2, 3});
        messages.put("object", object);
        return messages;
    }

    private static Object[] values() {
        return new Object[] {
            true,
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            'ü',
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            1.5f,
            -2.5,
            "ü",
            new byte[] {1, 2}
        };
    }

    private static void setHeaders(EponaMessage message) throws JMSException {
        message.setJMSDestination(new EponaQueue("orders"));
        message.setJMSReplyTo(new EponaTopic("replies"));
        message.setJMSMessageID("ID:1-2");
        message.setJMSCorrelationID("correlation");
        message.setJMSType("type");
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(7);
        message.setJMSTimestamp(1_700_000_000_000L);
        message.setJMSExpiration(1_700_000_060_000L);
        message.setJMSDeliveryTime(1_700_000_001_000L);
    }

    private static void setProperties(EponaMessage message) throws JMSException {
        message.setBooleanProperty("aBoolean", true);
        message.setByteProperty("aByte", (byte) -1);
        message.setShortProperty("aShort", (short) -2);
        message.setIntProperty("anInt", -3);
        message.setLongProperty("aLong", -4);
        message.setFloatProperty("aFloat", 1.5f);
        message.setDoubleProperty("aDouble", -2.5);
        message.setStringProperty("aText", "grüße");
        message.setStringProperty("aNull", null);
    }

    /** Everything that a receiver can read, as text. */
    static String describe(EponaMessage message) throws JMSException {
        StringBuilder text = new StringBuilder()
                .append(message)
                .append(" replyTo=")
                .append(message.getJMSReplyTo())
                .append(" correlationId=")
                .append(message.getJMSCorrelationID())
                .append(" type=")
                .append(message.getJMSType())
                .append(" deliveryMode=")
                .append(message.getJMSDeliveryMode())
                .append(" priority=")
                .append(message.getJMSPriority())
                .append(" timestamp=")
                .append(message.getJMSTimestamp())
                .append(" expiration=")
                .append(message.getJMSExpiration())
                .append(" deliveryTime=")
                .append(message.getJMSDeliveryTime());
        for (Enumeration<String> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            Object value = message.getObjectProperty(name);
            text.append(" ").append(name).append("=").append(show(value));
        }
        return text.append(" body=").append(describeBody(message)).toString();
    }

    private static String describeBody(EponaMessage message) throws JMSException {
        if (message instanceof EponaStreamMessage stream) {
            StringBuilder text = new StringBuilder();
            stream.reset();
            try {
                while (true) {
                    text.append(show(stream.readObject())).append(" ");
                }
            } catch (MessageEOFException e) {
                return text.toString();
            }
        } else if (message instanceof EponaMapMessage map) {
            StringBuilder text = new StringBuilder();
            for (Enumeration<String> names = map.getMapNames(); names.hasMoreElements(); ) {
                String name = names.nextElement();
                text.append(name).append("=").append(show(map.getObject(name))).append(" ");
            }
            return text.toString();
        }
        return show(message.getBody(Object.class));
    }

    private static String show(Object value) {
        String type = value == null ? "" : value.getClass().getSimpleName() + ":";
        String text = Arrays.deepToString(new Object[] {value});
        return type + text.substring(1, text.length() - 1);
    }
}
