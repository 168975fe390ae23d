package io.epona.server.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;

/** The body of a message as text. */
final class BodyText {
    private BodyText() {}

    /** Text as it is, bytes in Base64, a map as a JSON object, a stream as a JSON array; nothing if there is no body. */
    static String of(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? "" : text.getText();
        }
        if (message instanceof BytesMessage bytes) {
            return base64(bytes);
        }
        if (message instanceof MapMessage map) {
            return object(map);
        }
        if (message instanceof StreamMessage stream) {
            return array(stream);
        }
        // To show an object one would have to deserialise it, that is, to run what a stranger sent.
        return message instanceof ObjectMessage ? "(object)" : "";
    }

    private static String base64(BytesMessage message) throws JMSException {
        byte[] body = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(body);
        return Base64.getEncoder().encodeToString(body);
    }

    private static String object(MapMessage message) throws JMSException {
        List<String> members = new ArrayList<>();
        Enumeration<?> names = message.getMapNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            members.add(json(name) + ":" + json(message.getObject(name)));
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String array(StreamMessage message) throws JMSException {
        List<String> values = new ArrayList<>();
        boolean isEnded = false;
        while (!isEnded) {
            try {
                values.add(json(message.readObject()));
            } catch (MessageEOFException e) {
                isEnded = true;
            }
        }
        return "[" + String.join(",", values) + "]";
    }

    private static String json(Object value) {
        if (value instanceof byte[] bytes) {
            return Json.quoted(Base64.getEncoder().encodeToString(bytes));
        }
        boolean isFinite =
                !(value instanceof Float || value instanceof Double) || Double.isFinite(((Number) value).doubleValue());
        boolean isLiteral = value == null || value instanceof Boolean || value instanceof Number && isFinite;
        return isLiteral ? String.valueOf(value) : Json.quoted(value.toString());
    }
}
