package io.epona.buffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/** Strings in UTF-8, alone or after a length in bytes of four bytes. A null is written as the empty string. */
interface Utf8Text extends MutableDirectBuffer {
    @Override
    default String getStringUtf8(int index) {
        return getStringUtf8(index, getInt(index));
    }

    @Override
    default String getStringUtf8(int index, ByteOrder byteOrder) {
        return getStringUtf8(index, getInt(index, byteOrder));
    }

    @Override
    default String getStringUtf8(int index, int length) {
        return getStringWithoutLengthUtf8(index + STR_HEADER_LEN, length);
    }

    @Override
    default String getStringWithoutLengthUtf8(int index, int length) {
        boundsCheck(index, length);
        if (byteArray() != null) {
            return new String(byteArray(), wrapAdjustment() + index, length, StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[length];
        getBytes(index, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    default int putStringUtf8(int index, String value) {
        return putStringUtf8(index, value, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    default int putStringUtf8(int index, String value, ByteOrder byteOrder) {
        return putStringUtf8(index, value, byteOrder, Integer.MAX_VALUE);
    }

    @Override
    default int putStringUtf8(int index, String value, int maxEncodedLength) {
        return putStringUtf8(index, value, ByteOrder.LITTLE_ENDIAN, maxEncodedLength);
    }

    @Override
    default int putStringUtf8(int index, String value, ByteOrder byteOrder, int maxEncodedLength) {
        byte[] bytes = encode(value);
        if (bytes.length > maxEncodedLength) {
            throw new IllegalArgumentException(
                    "encoded string is too long: length=" + bytes.length + " limit=" + maxEncodedLength);
        }
        checkLimit(Math.addExact(index, Math.addExact(STR_HEADER_LEN, bytes.length)));
        putInt(index, bytes.length, byteOrder);
        putBytes(index + STR_HEADER_LEN, bytes);
        return STR_HEADER_LEN + bytes.length;
    }

    @Override
    default int putStringWithoutLengthUtf8(int index, String value) {
        byte[] bytes = encode(value);
        putBytes(index, bytes);
        return bytes.length;
    }

    private static byte[] encode(String value) {
        return value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
    }
}
