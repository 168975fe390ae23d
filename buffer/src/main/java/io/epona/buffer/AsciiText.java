package io.epona.buffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/**
 * Strings of one byte a character, alone or after a length of four bytes. What is not ASCII is written as {@code '?'} and
 * read as U+FFFD. A null is written as the empty string.
 */
interface AsciiText extends MutableDirectBuffer {
    @Override
    default String getStringAscii(int index) {
        return getStringAscii(index, getInt(index));
    }

    @Override
    default String getStringAscii(int index, ByteOrder byteOrder) {
        return getStringAscii(index, getInt(index, byteOrder));
    }

    @Override
    default String getStringAscii(int index, int length) {
        return getStringWithoutLengthAscii(index + STR_HEADER_LEN, length);
    }

    @Override
    default int getStringAscii(int index, Appendable appendable) {
        return getStringAscii(index, getInt(index), appendable);
    }

    @Override
    default int getStringAscii(int index, Appendable appendable, ByteOrder byteOrder) {
        return getStringAscii(index, getInt(index, byteOrder), appendable);
    }

    @Override
    default int getStringAscii(int index, int length, Appendable appendable) {
        return getStringWithoutLengthAscii(index + STR_HEADER_LEN, length, appendable);
    }

    @Override
    default String getStringWithoutLengthAscii(int index, int length) {
        boundsCheck(index, length);
        if (byteArray() != null) {
            return new String(byteArray(), wrapAdjustment() + index, length, StandardCharsets.US_ASCII);
        }
        byte[] bytes = new byte[length];
        getBytes(index, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    default int getStringWithoutLengthAscii(int index, int length, Appendable appendable) {
        boundsCheck(index, length);
        try {
            for (int i = index; i < index + length; i++) {
                byte character = getByte(i);
                appendable.append(character >= 0 ? (char) character : '\uFFFD');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return length;
    }

    @Override
    default int putStringAscii(int index, String value) {
        return putStringAscii(index, value, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    default int putStringAscii(int index, CharSequence value) {
        return putStringAscii(index, value, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    default int putStringAscii(int index, String value, ByteOrder byteOrder) {
        return putStringAscii(index, (CharSequence) value, byteOrder);
    }

    @Override
    default int putStringAscii(int index, CharSequence value, ByteOrder byteOrder) {
        int length = value == null ? 0 : value.length();
        checkLimit(Math.addExact(index, Math.addExact(STR_HEADER_LEN, length)));
        putInt(index, length, byteOrder);
        return STR_HEADER_LEN + putStringWithoutLengthAscii(index + STR_HEADER_LEN, value);
    }

    @Override
    default int putStringWithoutLengthAscii(int index, String value) {
        return putStringWithoutLengthAscii(index, (CharSequence) value);
    }

    @Override
    default int putStringWithoutLengthAscii(int index, CharSequence value) {
        return value == null ? 0 : putStringWithoutLengthAscii(index, value, 0, value.length());
    }

    @Override
    default int putStringWithoutLengthAscii(int index, String value, int valueOffset, int length) {
        return putStringWithoutLengthAscii(index, (CharSequence) value, valueOffset, length);
    }

    @Override
    default int putStringWithoutLengthAscii(int index, CharSequence value, int valueOffset, int length) {
        int count = value == null ? 0 : Math.max(0, Math.min(value.length() - valueOffset, length));
        checkLimit(Math.addExact(index, count));
        for (int i = 0; i < count; i++) {
            char character = value.charAt(valueOffset + i);
            putByte(index + i, (byte) (character < 128 ? character : '?'));
        }
        return count;
    }
}
