package io.epona.buffer;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** The accesses with a byte order, and char, float and double, in terms of the little-endian integer accesses. */
interface DerivedPrimitives extends MutableDirectBuffer {
    @Override
    default long getLong(int index, ByteOrder byteOrder) {
        long value = getLong(index);
        return byteOrder == ByteOrder.LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    @Override
    default int getInt(int index, ByteOrder byteOrder) {
        int value = getInt(index);
        return byteOrder == ByteOrder.LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    @Override
    default short getShort(int index, ByteOrder byteOrder) {
        short value = getShort(index);
        return byteOrder == ByteOrder.LITTLE_ENDIAN ? value : Short.reverseBytes(value);
    }

    @Override
    default char getChar(int index, ByteOrder byteOrder) {
        return (char) getShort(index, byteOrder);
    }

    @Override
    default char getChar(int index) {
        return (char) getShort(index);
    }

    @Override
    default float getFloat(int index, ByteOrder byteOrder) {
        return Float.intBitsToFloat(getInt(index, byteOrder));
    }

    @Override
    default float getFloat(int index) {
        return Float.intBitsToFloat(getInt(index));
    }

    @Override
    default double getDouble(int index, ByteOrder byteOrder) {
        return Double.longBitsToDouble(getLong(index, byteOrder));
    }

    @Override
    default double getDouble(int index) {
        return Double.longBitsToDouble(getLong(index));
    }

    @Override
    default void putLong(int index, long value, ByteOrder byteOrder) {
        putLong(index, byteOrder == ByteOrder.LITTLE_ENDIAN ? value : Long.reverseBytes(value));
    }

    @Override
    default void putInt(int index, int value, ByteOrder byteOrder) {
        putInt(index, byteOrder == ByteOrder.LITTLE_ENDIAN ? value : Integer.reverseBytes(value));
    }

    @Override
    default void putShort(int index, short value, ByteOrder byteOrder) {
        putShort(index, byteOrder == ByteOrder.LITTLE_ENDIAN ? value : Short.reverseBytes(value));
    }

    @Override
    default void putChar(int index, char value, ByteOrder byteOrder) {
        putShort(index, (short) value, byteOrder);
    }

    @Override
    default void putChar(int index, char value) {
        putShort(index, (short) value);
    }

    // Raw bits, so that a NaN with a payload is stored as it is.

    @Override
    default void putFloat(int index, float value, ByteOrder byteOrder) {
        putInt(index, Float.floatToRawIntBits(value), byteOrder);
    }

    @Override
    default void putFloat(int index, float value) {
        putInt(index, Float.floatToRawIntBits(value));
    }

    @Override
    default void putDouble(int index, double value, ByteOrder byteOrder) {
        putLong(index, Double.doubleToRawLongBits(value), byteOrder);
    }

    @Override
    default void putDouble(int index, double value) {
        putLong(index, Double.doubleToRawLongBits(value));
    }
}
