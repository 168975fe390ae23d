package io.epona.broker.inspect;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.ValueKind;
import io.epona.protocol.wire.ValuesDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads properties and the bodies of maps and streams as values that carry their types: {@code {"int": 5}}. Nothing in the
 * bytes is trusted.
 */
final class ValuesReader {
    private ValuesReader() {}

    private record Entry(String name, Map<String, Object> value) {}

    /** The values by name, in their order; null if the bytes are not what they should be. */
    static Map<String, Object> named(byte[] encoded) {
        List<Entry> entries = entries(encoded);
        if (entries == null) {
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (values.put(entry.name(), entry.value()) != null) {
                return null;
            }
        }
        return values;
    }

    /** The values in their order; null if the bytes are not what they should be. */
    static List<Object> unnamed(byte[] encoded) {
        List<Entry> entries = entries(encoded);
        return entries == null
                ? null
                : entries.stream().<Object>map(Entry::value).toList();
    }

    private static List<Entry> entries(byte[] encoded) {
        try {
            NioBuffer buffer = new NioBuffer();
            buffer.wrap(encoded);
            ValuesDecoder decoder = new ValuesDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            List<Entry> entries = new ArrayList<>();
            for (ValuesDecoder.EntriesDecoder entry : decoder.entries()) {
                ValueKind kind = ValueKind.get(entry.kindRaw());
                long bits = entry.bits();
                byte[] name = new byte[Objects.checkIndex(entry.nameLength(), encoded.length)];
                entry.getName(name, 0, name.length);
                byte[] content = new byte[Objects.checkIndex(entry.contentLength(), encoded.length)];
                entry.getContent(content, 0, content.length);
                entries.add(new Entry(requireText(name), value(kind, bits, content)));
            }
            return decoder.limit() == encoded.length ? entries : null;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | IllegalStateException e) {
            // What a faulty client encoded is kept as it is.
            return null;
        }
    }

    private static String requireText(byte[] bytes) {
        String text = MessageReader.text(bytes);
        if (text == null) {
            throw new IllegalArgumentException("text is not UTF-8: length=" + bytes.length);
        }
        return text;
    }

    private static Map<String, Object> value(ValueKind kind, long bits, byte[] content) {
        return switch (kind) {
            case NOTHING -> Collections.singletonMap("null", null);
            case BOOLEAN -> Map.of("boolean", bits != 0);
            case BYTE -> Map.of("byte", (byte) bits);
            case SHORT -> Map.of("short", (short) bits);
            case CHAR -> Map.of("char", String.valueOf((char) bits));
            case INT -> Map.of("int", (int) bits);
            case LONG -> Map.of("long", bits);
            case FLOAT -> Map.of("float", fraction(Float.intBitsToFloat((int) bits)));
            case DOUBLE -> Map.of("double", fraction(Double.longBitsToDouble(bits)));
            case TEXT -> Map.of("string", requireText(content));
            case BYTES -> Map.of("bytes", Base64.getEncoder().encodeToString(content));
            case NULL_VAL -> throw new IllegalArgumentException("kind of a value is unknown: bits=" + bits);
        };
    }

    /** JSON has no numbers for what is infinite or none. */
    private static Object fraction(Number value) {
        return Double.isFinite(value.doubleValue()) ? value : value.toString();
    }
}
