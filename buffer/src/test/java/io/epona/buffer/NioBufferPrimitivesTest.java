package io.epona.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NioBufferPrimitivesTest {
    private static final int CAPACITY = 24;
    private static final long LONG = 0x8182_8384_8586_8788L;

    @ParameterizedTest
    @EnumSource
    void shouldStoreLittleEndianAtEveryOffset(Memory memory) {
        for (int index = 0; index <= CAPACITY - Long.BYTES; index++) {
            NioBuffer buffer = memory.create(CAPACITY);
            ByteBuffer model = ByteBuffer.allocate(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);

            buffer.putLong(index, LONG);
            assertContent(model.putLong(index, LONG), buffer);
            assertEquals(LONG, buffer.getLong(index));
            assertEquals(model.getInt(index + 1), buffer.getInt(index + 1));
            assertEquals(model.getShort(index + 3), buffer.getShort(index + 3));
            assertEquals(model.getChar(index + 5), buffer.getChar(index + 5));
            assertEquals(model.getFloat(index + 2), buffer.getFloat(index + 2));
            assertEquals(model.getDouble(index), buffer.getDouble(index));

            buffer.putInt(index, 0x9192_9394);
            assertContent(model.putInt(index, 0x9192_9394), buffer);
            buffer.putShort(index, (short) 0xA1A2);
            assertContent(model.putShort(index, (short) 0xA1A2), buffer);
            buffer.putChar(index, '\uB1B2');
            assertContent(model.putChar(index, '\uB1B2'), buffer);
            buffer.putFloat(index, 1.5f);
            assertContent(model.putFloat(index, 1.5f), buffer);
            buffer.putDouble(index, -2.25);
            assertContent(model.putDouble(index, -2.25), buffer);
            buffer.putByte(index, (byte) -7);
            assertContent(model.put(index, (byte) -7), buffer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHonourAnExplicitByteOrder(Memory memory) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            NioBuffer buffer = memory.create(CAPACITY);
            ByteBuffer model = ByteBuffer.allocate(CAPACITY).order(order);

            buffer.putLong(1, LONG, order);
            assertContent(model.putLong(1, LONG), buffer);
            assertEquals(LONG, buffer.getLong(1, order));
            buffer.putInt(2, -5, order);
            assertContent(model.putInt(2, -5), buffer);
            assertEquals(-5, buffer.getInt(2, order));
            buffer.putShort(3, (short) 0xC1C2, order);
            assertContent(model.putShort(3, (short) 0xC1C2), buffer);
            assertEquals((short) 0xC1C2, buffer.getShort(3, order));
            buffer.putChar(5, '\uD1D2', order);
            assertContent(model.putChar(5, '\uD1D2'), buffer);
            assertEquals('\uD1D2', buffer.getChar(5, order));
            buffer.putFloat(7, 3.5f, order);
            assertContent(model.putFloat(7, 3.5f), buffer);
            assertEquals(3.5f, buffer.getFloat(7, order));
            buffer.putDouble(9, 4.5, order);
            assertContent(model.putDouble(9, 4.5), buffer);
            assertEquals(4.5, buffer.getDouble(9, order));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseGetsOutsideTheBounds(Memory memory) {
        NioBuffer buffer = memory.create(CAPACITY);

        assertBounds(Long.BYTES, buffer::getLong);
        assertBounds(Integer.BYTES, buffer::getInt);
        assertBounds(Short.BYTES, buffer::getShort);
        assertBounds(Character.BYTES, buffer::getChar);
        assertBounds(Byte.BYTES, buffer::getByte);
        assertBounds(Float.BYTES, buffer::getFloat);
        assertBounds(Double.BYTES, buffer::getDouble);
        assertBounds(5, index -> buffer.getBytes(index, new byte[5]));
        assertBounds(5, index -> buffer.getStringWithoutLengthUtf8(index, 5));
        assertBounds(5, index -> buffer.boundsCheck(index, 5));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GROWABLE")
    void shouldRefusePutsOutsideTheBounds(Memory memory) {
        NioBuffer buffer = memory.create(CAPACITY);

        assertBounds(Long.BYTES, index -> buffer.putLong(index, LONG));
        assertBounds(Integer.BYTES, index -> buffer.putInt(index, 1));
        assertBounds(Short.BYTES, index -> buffer.putShort(index, (short) 1));
        assertBounds(Character.BYTES, index -> buffer.putChar(index, 'a'));
        assertBounds(Byte.BYTES, index -> buffer.putByte(index, (byte) 1));
        assertBounds(Float.BYTES, index -> buffer.putFloat(index, 1f));
        assertBounds(Double.BYTES, index -> buffer.putDouble(index, 1d));
        assertBounds(5, index -> buffer.putBytes(index, new byte[5]));
        assertBounds(5, index -> buffer.setMemory(index, 5, (byte) 1));
        assertBounds(5, index -> buffer.putStringWithoutLengthAscii(index, "abcde"));
        assertBounds(3, index -> buffer.putIntAscii(index, 123));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.checkLimit(CAPACITY + 1));
        buffer.checkLimit(CAPACITY);
    }

    private static void assertBounds(int length, IntConsumer access) {
        access.accept(0);
        access.accept(CAPACITY - length - 1);
        access.accept(CAPACITY - length);
        for (int index : new int[] {-1, CAPACITY - length + 1, CAPACITY, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            RuntimeException e = assertThrows(RuntimeException.class, () -> access.accept(index));
            assertTrue(
                    e instanceof IndexOutOfBoundsException || e instanceof ArithmeticException,
                    () -> "index=" + index + " " + e);
        }
    }

    private static void assertContent(ByteBuffer expected, NioBuffer actual) {
        for (int i = 0; i < expected.capacity(); i++) {
            int index = i;
            assertEquals(expected.get(i), actual.getByte(i), () -> "index=" + index);
        }
    }
}
