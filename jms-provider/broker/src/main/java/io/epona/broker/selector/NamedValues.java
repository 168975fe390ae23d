package io.epona.broker.selector;

import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.ValueKind;
import io.epona.protocol.wire.ValuesDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Finds the properties of some names among those of a message, and skips the others. */
final class NamedValues {
    private static final int MIN_ENTRY_LENGTH = ValuesDecoder.EntriesDecoder.sbeBlockLength();

    /** The kinds in the order of their numbers. */
    private static final ValueKind[] KINDS = ValueKind.values();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ValuesDecoder decoder = new ValuesDecoder();
    private final byte[][] names;
    private final Value[] values;
    private final boolean[] isFound;

    NamedValues(Iterable<String> propertyNames) {
        List<byte[]> encoded = new ArrayList<>();
        propertyNames.forEach(name -> encoded.add(name.getBytes(StandardCharsets.UTF_8)));
        names = encoded.toArray(new byte[0][]);
        values = new Value[names.length];
        isFound = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            values[i] = new Value();
        }
    }

    /** The value that the last {@link #read} found for a name; null if there was none. */
    Value value(int number) {
        return values[number];
    }

    /**
     * Reads encoded properties until all names are found. What clients sent was not looked into before, so no length in it
     * is trusted.
     *
     * @throws IndexOutOfBoundsException if they are malformed
     */
    void read(DirectBuffer buffer, int offset, int length) {
        for (int i = 0; i < names.length; i++) {
            values[i].setNull();
            isFound[i] = false;
        }
        if (names.length == 0 || length == 0) {
            return;
        }
        int end = offset + length;
        require(offset + MessageHeaderDecoder.ENCODED_LENGTH, end);
        header.wrap(buffer, offset);
        int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        require(block + header.blockLength() + ValuesDecoder.EntriesDecoder.HEADER_SIZE, end);
        decoder.wrap(buffer, block, header.blockLength(), header.version());
        ValuesDecoder.EntriesDecoder entries = decoder.entries();
        if (header.templateId() != ValuesDecoder.TEMPLATE_ID || entries.actingBlockLength() < MIN_ENTRY_LENGTH) {
            throw new IndexOutOfBoundsException("properties are malformed: template=" + header.templateId());
        }
        int missing = names.length;
        while (missing > 0 && entries.hasNext()) {
            entries.next();
            missing -= read(buffer, entries, end);
        }
    }

    /** Reads one entry; 1 if it is one of those that were missing, else 0. */
    private int read(DirectBuffer buffer, ValuesDecoder.EntriesDecoder entry, int end) {
        require(decoder.limit() + ValuesDecoder.EntriesDecoder.nameHeaderLength(), end);
        int nameLength = entry.nameLength();
        int nameStart = decoder.limit() + ValuesDecoder.EntriesDecoder.nameHeaderLength();
        int nameEnd = nameStart + nameLength;
        require(nameEnd + ValuesDecoder.EntriesDecoder.contentHeaderLength(), end);
        decoder.limit(nameEnd);
        int contentLength = entry.contentLength();
        int contentStart = nameEnd + ValuesDecoder.EntriesDecoder.contentHeaderLength();
        if (contentLength < 0 || contentLength > end - contentStart) {
            throw new IndexOutOfBoundsException("property ends after its message: length=" + contentLength);
        }
        decoder.limit(contentStart + contentLength);
        int number = numberOf(buffer, nameStart, nameLength);
        if (number < 0 || isFound[number]) {
            return 0;
        }
        isFound[number] = true;
        if (entry.kindRaw() == ValueKind.TEXT.value()) {
            values[number].setText(buffer, contentStart, contentLength);
        } else {
            set(values[number], kind(entry.kindRaw()), entry.bits());
        }
        return 1;
    }

    private static void require(int needed, int end) {
        if (needed > end) {
            throw new IndexOutOfBoundsException("properties end early: missing=" + (needed - end));
        }
    }

    private int numberOf(DirectBuffer buffer, int offset, int length) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].length == length && isSame(names[i], buffer, offset)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(byte[] name, DirectBuffer buffer, int offset) {
        for (int i = 0; i < name.length; i++) {
            if (name[i] != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private static ValueKind kind(int raw) {
        return raw < KINDS.length && KINDS[raw].value() == raw ? KINDS[raw] : ValueKind.NULL_VAL;
    }

    private static void set(Value value, ValueKind kind, long bits) {
        switch (kind) {
            case BOOLEAN -> value.setBoolean(bits != 0);
            case BYTE, SHORT, INT -> value.setInteger(ValueType.INT, bits);
            case LONG -> value.setInteger(ValueType.LONG, bits);
            case FLOAT -> value.setFraction(ValueType.FLOAT, Float.intBitsToFloat((int) bits));
            case DOUBLE -> value.setFraction(ValueType.DOUBLE, Double.longBitsToDouble(bits));
            // No property is of another kind.
            default -> value.setNull();
        }
    }
}
