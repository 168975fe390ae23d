package io.epona.jms.message;

import io.epona.protocol.Protocol;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.ValueKind;
import io.epona.protocol.wire.ValuesEncoder;
import jakarta.jms.JMSException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the variable-length fields of a message one after the other, as the schema's types shortText and data.
 *
 * <p>Used where a generated codec would first copy text into an array, and a group of values into a buffer of its own.
 * Nothing is written beyond {@link Protocol#MAX_MESSAGE_LENGTH}. Not thread-safe.
 */
final class WireWriter {
    /** Text up to this length is likely to be ASCII, which needs no array in between. */
    private static final int SHORT_TEXT_LENGTH = 128;

    private static final int SHORT_LIMIT = 65_534;

    private final MessageHeaderEncoder valuesHeader = new MessageHeaderEncoder();
    private final ValuesEncoder values = new ValuesEncoder();
    private MutableDirectBuffer buffer;
    private int start;
    private int position;

    /** Continues a message that starts at one offset and has been written up to another. */
    void begin(MutableDirectBuffer target, int messageStart, int end) {
        buffer = target;
        start = messageStart;
        position = end;
    }

    /** How long the message is by now. */
    int length() {
        return position - start;
    }

    /** @param text null is written as the empty text */
    void putShortText(String field, String text) throws JMSException {
        int length = 0;
        if (text != null) {
            requireShort(field, text.length());
            length = putUtf8(position + Short.BYTES, text);
            requireShort(field, length);
        }
        buffer.putShort(position, (short) length, ByteOrder.LITTLE_ENDIAN);
        position += Short.BYTES + length;
    }

    void putShortData(String field, byte[] bytes) throws JMSException {
        requireShort(field, bytes.length);
        requireRoom(Short.BYTES + bytes.length);
        buffer.putShort(position, (short) bytes.length, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(position + Short.BYTES, bytes);
        position += Short.BYTES + bytes.length;
    }

    void putText(String text) throws JMSException {
        int length = putUtf8(position + Integer.BYTES, text);
        buffer.putInt(position, length, ByteOrder.LITTLE_ENDIAN);
        position += Integer.BYTES + length;
    }

    void putData(Slice slice) throws JMSException {
        requireRoom(Integer.BYTES + slice.length());
        buffer.putInt(position, slice.length(), ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(position + Integer.BYTES, slice.array(), slice.offset(), slice.length());
        position += Integer.BYTES + slice.length();
    }

    /** Writes a data field that holds these values with their names. */
    void putValues(Map<String, Object> named) throws JMSException {
        int field = position;
        ValuesEncoder.EntriesEncoder entries = beginValues(named.size());
        for (Map.Entry<String, Object> entry : named.entrySet()) {
            putEntry(entries, entry.getKey(), entry.getValue());
        }
        endValues(field);
    }

    /** Writes a data field that holds these values without names. */
    void putValues(List<Object> unnamed) throws JMSException {
        int field = position;
        ValuesEncoder.EntriesEncoder entries = beginValues(unnamed.size());
        for (Object value : unnamed) {
            putEntry(entries, null, value);
        }
        endValues(field);
    }

    private ValuesEncoder.EntriesEncoder beginValues(int count) throws JMSException {
        if (count > Protocol.MAX_GROUP_COUNT) {
            throw MessageErrors.invalid(
                    "message has too many values: count=" + count + " limit=" + Protocol.MAX_GROUP_COUNT);
        }
        values.wrapAndApplyHeader(buffer, position + Integer.BYTES, valuesHeader);
        return values.entriesCount(count);
    }

    private void putEntry(ValuesEncoder.EntriesEncoder entries, String name, Object value) throws JMSException {
        ValueKind kind = ValueBits.kindOf(value);
        entries.next().kind(kind).bits(ValueBits.bitsOf(kind, value));
        position = values.limit();
        putShortText("name", name);
        if (kind == ValueKind.TEXT) {
            putText((String) value);
        } else {
            putData(kind == ValueKind.BYTES ? Slice.of((byte[]) value) : Slice.EMPTY);
        }
        values.limit(position);
    }

    private void endValues(int field) throws JMSException {
        position = values.limit();
        requireRoom(0);
        buffer.putInt(field, position - field - Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    private int putUtf8(int offset, String text) throws JMSException {
        // Each UTF-16 unit takes a byte at least, so that what is far too long is refused before it is copied.
        requireRoom(Integer.BYTES + text.length());
        if (text.length() <= SHORT_TEXT_LENGTH && putAscii(offset, text)) {
            return text.length();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        requireRoom(Integer.BYTES + bytes.length);
        buffer.putBytes(offset, bytes);
        return bytes.length;
    }

    private boolean putAscii(int offset, String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                return false;
            }
            buffer.putByte(offset + i, (byte) character);
        }
        return true;
    }

    private void requireRoom(int length) throws JMSException {
        long total = (long) position - start + length;
        if (total > Protocol.MAX_MESSAGE_LENGTH) {
            throw MessageErrors.tooLong(total);
        }
    }

    private static void requireShort(String field, int length) throws JMSException {
        if (length > SHORT_LIMIT) {
            throw MessageErrors.invalid(
                    "field is too long: field=" + field + " length=" + length + " limit=" + SHORT_LIMIT);
        }
    }
}
