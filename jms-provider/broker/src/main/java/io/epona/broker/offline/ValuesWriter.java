package io.epona.broker.offline;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.ValueKind;
import io.epona.protocol.wire.ValuesEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Encodes values that carry their types, such as {@code {"int": 5}}: properties and the bodies of maps and streams. */
final class ValuesWriter {
    private static final byte[] NOTHING = {};

    private final List<Entry> entries = new ArrayList<>();
    private int length = MessageHeaderEncoder.ENCODED_LENGTH
            + ValuesEncoder.BLOCK_LENGTH
            + ValuesEncoder.EntriesEncoder.sbeHeaderSize();

    private record Entry(byte[] name, ValueKind kind, long bits, byte[] content) {}

    static byte[] named(String field, Map<?, ?> values) throws BadMessageException {
        ValuesWriter writer = new ValuesWriter();
        for (Map.Entry<?, ?> value : values.entrySet()) {
            writer.add(field + "." + value.getKey(), value.getKey().toString(), value.getValue());
        }
        return writer.encode(field);
    }

    static byte[] unnamed(String field, List<?> values) throws BadMessageException {
        ValuesWriter writer = new ValuesWriter();
        for (int i = 0; i < values.size(); i++) {
            writer.add(field + "[" + i + "]", "", values.get(i));
        }
        return writer.encode(field);
    }

    private void add(String field, String name, Object value) throws BadMessageException {
        if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
            throw new BadMessageException("value must be an object of its type and itself: field=" + field);
        }
        Map.Entry<?, ?> typed = map.entrySet().iterator().next();
        try {
            Entry entry = entry(field, name, typed.getKey().toString(), typed.getValue());
            entries.add(entry);
            length += ValuesEncoder.EntriesEncoder.sbeBlockLength()
                    + ValuesEncoder.EntriesEncoder.nameHeaderLength()
                    + entry.name().length
                    + ValuesEncoder.EntriesEncoder.contentHeaderLength()
                    + entry.content().length;
        } catch (ClassCastException | NullPointerException | ArithmeticException | NumberFormatException e) {
            throw new BadMessageException("value is not of its type: field=" + field + " type=" + typed.getKey());
        }
    }

    private static Entry entry(String field, String name, String type, Object value) throws BadMessageException {
        byte[] encodedName = MessageWriter.shortText(field, name);
        return switch (type) {
            case "null" -> new Entry(encodedName, ValueKind.NOTHING, 0, NOTHING);
            case "boolean" -> new Entry(encodedName, ValueKind.BOOLEAN, (Boolean) value ? 1 : 0, NOTHING);
            case "byte" -> new Entry(encodedName, ValueKind.BYTE, range((Long) value, Byte.MIN_VALUE), NOTHING);
            case "short" -> new Entry(encodedName, ValueKind.SHORT, range((Long) value, Short.MIN_VALUE), NOTHING);
            case "int" -> new Entry(encodedName, ValueKind.INT, Math.toIntExact((Long) value), NOTHING);
            case "long" -> new Entry(encodedName, ValueKind.LONG, (Long) value, NOTHING);
            case "char" -> new Entry(encodedName, ValueKind.CHAR, character((String) value), NOTHING);
            case "float" -> {
                int bits = Float.floatToRawIntBits(Float.parseFloat(value.toString()));
                yield new Entry(encodedName, ValueKind.FLOAT, Integer.toUnsignedLong(bits), NOTHING);
            }
            case "double" -> {
                long bits = Double.doubleToRawLongBits(Double.parseDouble(value.toString()));
                yield new Entry(encodedName, ValueKind.DOUBLE, bits, NOTHING);
            }
            case "string" ->
                new Entry(encodedName, ValueKind.TEXT, 0, ((String) value).getBytes(StandardCharsets.UTF_8));
            case "bytes" -> new Entry(encodedName, ValueKind.BYTES, 0, MessageFields.decode(field, (String) value));
            default -> throw new BadMessageException("type of a value is unknown: field=" + field + " type=" + type);
        };
    }

    private static long range(long value, long minimum) {
        if (value < minimum || value > -minimum - 1) {
            throw new ArithmeticException("out of range: value=" + value);
        }
        return value;
    }

    private static long character(String text) {
        if (text.length() != 1) {
            throw new ArithmeticException("not one character: length=" + text.length());
        }
        return text.charAt(0);
    }

    private byte[] encode(String field) throws BadMessageException {
        if (entries.size() > Protocol.MAX_GROUP_COUNT) {
            throw new BadMessageException("field has too many values: field=" + field + " count=" + entries.size()
                    + " limit=" + Protocol.MAX_GROUP_COUNT);
        }
        byte[] bytes = new byte[length];
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(bytes);
        ValuesEncoder.EntriesEncoder encoder = new ValuesEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .entriesCount(entries.size());
        for (Entry entry : entries) {
            encoder.next()
                    .kind(entry.kind())
                    .bits(entry.bits())
                    .putName(entry.name(), 0, entry.name().length)
                    .putContent(entry.content(), 0, entry.content().length);
        }
        return bytes;
    }
}
