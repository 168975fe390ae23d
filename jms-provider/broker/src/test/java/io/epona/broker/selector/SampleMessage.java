package io.epona.broker.selector;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageEncoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.ValueKind;
import io.epona.protocol.wire.ValuesEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An encoded message with the headers and properties that a test wants, not at the start of its buffer. */
final class SampleMessage {
    private static final int OFFSET = 24;

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private boolean isPersistent = true;
    private int priority = 4;
    private long timestampMs;
    private String messageId;
    private String correlationId;
    private String type;
    private NioBuffer encoded;
    private int length;

    SampleMessage with(String property, Object value) {
        properties.put(property, value);
        encoded = null;
        return this;
    }

    SampleMessage nonPersistent() {
        isPersistent = false;
        return this;
    }

    SampleMessage priority(int newPriority) {
        priority = newPriority;
        return this;
    }

    SampleMessage timestamp(long newTimestampMs) {
        timestampMs = newTimestampMs;
        return this;
    }

    SampleMessage texts(String newMessageId, String newCorrelationId, String newType) {
        messageId = newMessageId;
        correlationId = newCorrelationId;
        type = newType;
        return this;
    }

    boolean matches(Selector selector) {
        if (encoded == null) {
            encode();
        }
        return selector.matches(encoded, OFFSET, length);
    }

    /** T, F or U for unknown: what is neither true nor, negated, true. */
    String truth(String condition) throws SelectorSyntaxException {
        if (matches(Selector.parse(condition))) {
            return "T";
        }
        return matches(Selector.parse("NOT (" + condition + ")")) ? "F" : "U";
    }

    /** The encoded message, from {@link #OFFSET} on. */
    byte[] bytes() {
        encode();
        byte[] bytes = new byte[length];
        encoded.getBytes(OFFSET, bytes);
        return bytes;
    }

    private void encode() {
        NioBuffer buffer = NioBuffer.growable(1024);
        MessageEncoder message = new MessageEncoder();
        message.wrapAndApplyHeader(buffer, OFFSET, new MessageHeaderEncoder())
                .priority((short) priority)
                .destinationKind(DestinationKind.QUEUE)
                .timestampMs(timestampMs);
        message.flags()
                .clear()
                .persistent(isPersistent)
                .hasMessageId(messageId != null)
                .hasCorrelationId(correlationId != null)
                .hasType(type != null)
                .hasTimestamp(timestampMs != 0);
        byte[] values = values();
        message.destination("orders")
                .messageId(orEmpty(messageId))
                .correlationId(orEmpty(correlationId))
                .jmsType(orEmpty(type))
                .replyTo("replies")
                .putProperties(values, 0, values.length)
                .putBody(new byte[10], 0, 10);
        length = Protocol.HEADER_LENGTH + message.encodedLength();
        encoded = buffer;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private byte[] values() {
        if (properties.isEmpty()) {
            return new byte[0];
        }
        NioBuffer buffer = NioBuffer.growable(1024);
        ValuesEncoder values = new ValuesEncoder();
        values.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        ValuesEncoder.EntriesEncoder entries = values.entriesCount(properties.size());
        properties.forEach((name, value) -> {
            byte[] content = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
            entries.next().kind(kind(value)).bits(bits(value)).name(name).putContent(content, 0, content.length);
        });
        byte[] bytes = new byte[Protocol.HEADER_LENGTH + values.encodedLength()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static ValueKind kind(Object value) {
        if (value == null) {
            return ValueKind.NOTHING;
        }
        return switch (value.getClass().getSimpleName()) {
            case "Boolean" -> ValueKind.BOOLEAN;
            case "Byte" -> ValueKind.BYTE;
            case "Short" -> ValueKind.SHORT;
            case "Integer" -> ValueKind.INT;
            case "Long" -> ValueKind.LONG;
            case "Float" -> ValueKind.FLOAT;
            case "Double" -> ValueKind.DOUBLE;
            default -> ValueKind.TEXT;
        };
    }

    private static long bits(Object value) {
        if (value instanceof Boolean isTrue) {
            return isTrue ? 1 : 0;
        } else if (value instanceof Float number) {
            return Integer.toUnsignedLong(Float.floatToRawIntBits(number));
        } else if (value instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        return value instanceof Number number ? number.longValue() : 0;
    }
}
