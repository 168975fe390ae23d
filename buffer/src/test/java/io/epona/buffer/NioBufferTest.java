package io.epona.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NioBufferTest {
    @ParameterizedTest
    @EnumSource
    void shouldBehaveLikeAnArray(Memory memory) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int capacity = 64 + random.nextInt(64);
        byte[] model = new byte[capacity];
        NioBuffer buffer = memory.create(capacity);

        for (int step = 0; step < 2_000; step++) {
            int index = random.nextInt(capacity);
            int length = random.nextInt(capacity - index + 1);
            int from = random.nextInt(capacity - length + 1);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            change(random.nextInt(6), buffer, model, index, from, bytes);
            assertArrayEquals(model, content(buffer), "seed=" + seed + " step=" + step);
        }
    }

    private static void change(int kind, NioBuffer buffer, byte[] model, int index, int from, byte[] bytes) {
        int length = bytes.length;
        switch (kind) {
            case 0 -> buffer.putBytes(index, bytes);
            case 1 -> {
                ByteBuffer source = ByteBuffer.allocateDirect(length + 1).position(1);
                source.put(bytes).position(1);
                buffer.putBytes(index, source, length);
                assertEquals(length + 1, source.position());
            }
            case 2 -> buffer.putBytes(index, ByteBuffer.wrap(bytes), 0, length);
            case 3 -> {
                NioBuffer source = Memory.DIRECT_RANGE.create(length);
                source.putBytes(0, bytes);
                source.getBytes(0, buffer, index, length);
            }
            case 4 -> {
                System.arraycopy(model, from, bytes, 0, length);
                buffer.putBytes(index, buffer, from, length);
            }
            default -> {
                Arrays.fill(bytes, (byte) from);
                buffer.setMemory(index, length, (byte) from);
            }
        }
        System.arraycopy(bytes, 0, model, index, length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCopyOutInEveryWay(Memory memory) {
        NioBuffer buffer = memory.create(8);
        buffer.putBytes(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        ByteBuffer relative = ByteBuffer.allocate(4).position(1);
        ByteBuffer absolute = ByteBuffer.allocateDirect(4).position(3);
        NioBuffer other = NioBuffer.allocateDirect(4);

        buffer.getBytes(2, relative, 3);
        buffer.getBytes(2, absolute, 1, 3);
        buffer.getBytes(2, other, 1, 3);

        assertEquals(4, relative.position());
        assertEquals(ByteBuffer.wrap(new byte[] {0, 3, 4, 5}), relative.rewind());
        assertEquals(3, absolute.position());
        assertEquals(ByteBuffer.wrap(new byte[] {0, 3, 4, 5}), absolute.rewind());
        assertArrayEquals(new byte[] {0, 3, 4, 5}, content(other));
    }

    @Test
    void shouldGrowOnPutsAndKeepItsContent() {
        NioBuffer buffer = NioBuffer.growable(0);

        buffer.putByte(0, (byte) 1);
        buffer.putLong(1, 2);
        buffer.putStringUtf8(9, "three");
        int capacity = buffer.capacity();
        buffer.putByte(capacity, (byte) 4);

        assertTrue(buffer.isExpandable());
        assertEquals(capacity * 2, buffer.capacity());
        assertEquals(1, buffer.getByte(0));
        assertEquals(2, buffer.getLong(1));
        assertEquals("three", buffer.getStringUtf8(9));
        assertEquals(4, buffer.getByte(capacity));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(buffer.capacity()));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putLong(Integer.MAX_VALUE - 8, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putByte(-1, (byte) 1));
        assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new byte[1]));
    }

    @Test
    void shouldNotDependOnPositionAndOrderOfAWrappedBuffer() {
        ByteBuffer memory = ByteBuffer.allocateDirect(16);
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(memory);

        memory.position(12);
        buffer.putLong(0, 0x0102);

        assertEquals(0x0102, buffer.getLong(0));
        assertEquals(0x0201, memory.getShort(0));
        assertEquals(12, memory.position());
        assertEquals(16, memory.limit());
    }

    @Test
    void shouldReadButNotWriteReadOnlyMemory() {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 9}).asReadOnlyBuffer());

        assertEquals(1, buffer.getLong(0));
        assertEquals(9, buffer.getByte(8));
        assertThrows(java.nio.ReadOnlyBufferException.class, () -> buffer.putLong(0, 2));
        assertThrows(java.nio.ReadOnlyBufferException.class, () -> buffer.putByte(0, (byte) 2));
    }

    @Test
    void shouldSayWhereTheWrappedMemoryIs() {
        byte[] array = new byte[10];
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(ByteBuffer.wrap(array, 2, 8).slice(), 3, 4);
        buffer.putByte(1, (byte) 7);

        assertEquals(5, buffer.wrapAdjustment());
        assertEquals(array, buffer.byteArray());
        assertEquals(7, array[6]);
        assertEquals("NioBuffer{memory=heap base=5 capacity=4}", buffer.toString());
        assertThrows(UnsupportedOperationException.class, buffer::addressOffset);
        assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(1L, 1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompareByContent(Memory memory) {
        NioBuffer buffer = memory.create(11);
        NioBuffer same = NioBuffer.allocateDirect(11);
        NioBuffer longer = NioBuffer.allocate(12);
        buffer.putByte(10, (byte) 200);
        same.putByte(10, (byte) 200);
        longer.putByte(10, (byte) 200);

        assertEquals(buffer, same);
        assertEquals(buffer.hashCode(), same.hashCode());
        assertEquals(0, buffer.compareTo(same));
        assertTrue(buffer.compareTo(longer) < 0);
        assertNotEquals(buffer, longer);
        same.putByte(10, (byte) 100);
        assertNotEquals(buffer, same);
        assertTrue(buffer.compareTo(same) > 0);
        same.putLong(0, 1);
        assertNotEquals(buffer, same);
        assertFalse(buffer.equals("text"));
    }

    @Test
    void shouldBeEmptyUntilWrapped() {
        NioBuffer buffer = new NioBuffer();

        assertEquals(0, buffer.capacity());
        IndexOutOfBoundsException e = assertThrows(IndexOutOfBoundsException.class, () -> buffer.getInt(2));
        assertEquals("range is outside the buffer: index=2 length=4 capacity=0", e.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.wrap(new byte[4], 2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.wrap(ByteBuffer.allocate(4), -1, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.wrap(NioBuffer.allocate(4), 4, 1));
    }

    private static byte[] content(NioBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
