package io.epona.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A view of a {@code byte[]} or a {@link ByteBuffer}, heap or direct, that works on any JVM without a flag.
 *
 * <p>Values are little-endian unless a byte order is given. Every access is absolute and always checked:
 * {@link IndexOutOfBoundsException} names index, length and capacity. Not thread-safe; no method blocks.
 *
 * <p>Wrapping allocates nothing, so a view can be moved from one piece of memory to the next for ever. The one exception
 * is a {@code ByteBuffer} without an array whose limit lies before the end of the wrapped range: it is duplicated. The
 * byte order and the position of a wrapped {@code ByteBuffer} are neither used nor changed. Its limit is not used if it
 * has an array; if it has none (direct or read-only), lowering it later into the wrapped range makes accesses beyond
 * it fail.
 *
 * <p>A {@linkplain #growable growable} buffer owns its memory: puts beyond its capacity enlarge it, gets do not, and it
 * cannot be wrapped around something else. A view of it sees the memory that it had when the view was made.
 *
 * <p>There are no addresses here: {@link #addressOffset()} and {@link #wrap(long, int)} are refused. Agrona's own buffers
 * ask for the address of a source, so copy to one with {@link #getBytes(int, MutableDirectBuffer, int, int)} of this one.
 */
public final class NioBuffer implements DerivedPrimitives, AsciiNumbers, AsciiText, Utf8Text {
    /** The longest array that every JVM can allocate. */
    static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private static final byte[] EMPTY = new byte[0];

    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle ARRAY_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle ARRAY_SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DIRECT_LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DIRECT_INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DIRECT_SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** The memory, if it is an array that may be written; then {@link #byteBuffer} is not used for access. */
    private byte[] array = EMPTY;

    private ByteBuffer byteBuffer;

    /** Where index 0 is: in the array if there is one, else in the ByteBuffer. */
    private int base;

    private int capacity;
    private final boolean isGrowable;

    /** A view of nothing, with a capacity of 0, until it is wrapped around something. */
    public NioBuffer() {
        this(false);
    }

    private NioBuffer(boolean isGrowable) {
        this.isGrowable = isGrowable;
    }

    /** A buffer over a new zeroed array. */
    public static NioBuffer allocate(int capacity) {
        return over(ByteBuffer.wrap(new byte[capacity]));
    }

    /** A buffer over new zeroed memory outside the heap, released when the last view of it is collected. */
    public static NioBuffer allocateDirect(int capacity) {
        return over(ByteBuffer.allocateDirect(capacity));
    }

    /** A buffer over an array that puts enlarge as needed, at least doubling it. */
    public static NioBuffer growable(int initialCapacity) {
        NioBuffer buffer = new NioBuffer(true);
        buffer.point(new byte[initialCapacity], null, 0, initialCapacity);
        return buffer;
    }

    private static NioBuffer over(ByteBuffer memory) {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(memory);
        return buffer;
    }

    @Override
    public void wrap(byte[] buffer) {
        wrap(buffer, 0, buffer.length);
    }

    @Override
    public void wrap(byte[] buffer, int offset, int length) {
        checkRange(offset, length, buffer.length);
        refuseIfGrowable();
        point(buffer, null, offset, length);
    }

    @Override
    public void wrap(ByteBuffer buffer) {
        wrap(buffer, 0, buffer.capacity());
    }

    @Override
    public void wrap(ByteBuffer buffer, int offset, int length) {
        checkRange(offset, length, buffer.capacity());
        refuseIfGrowable();
        if (buffer.hasArray()) {
            point(buffer.array(), buffer, buffer.arrayOffset() + offset, length);
        } else if (offset + length <= buffer.limit()) {
            point(null, buffer, offset, length);
        } else {
            point(null, buffer.duplicate().clear(), offset, length);
        }
    }

    @Override
    public void wrap(DirectBuffer buffer) {
        wrap(buffer, 0, buffer.capacity());
    }

    @Override
    public void wrap(DirectBuffer buffer, int offset, int length) {
        checkRange(offset, length, buffer.capacity());
        refuseIfGrowable();
        if (buffer.byteArray() == null && buffer.byteBuffer() == null) {
            throw new UnsupportedOperationException("buffer has neither array nor ByteBuffer: class="
                    + buffer.getClass().getName());
        }
        point(buffer.byteArray(), buffer.byteBuffer(), buffer.wrapAdjustment() + offset, length);
    }

    /** @throws UnsupportedOperationException always: memory is reached through arrays and ByteBuffers alone */
    @Override
    public void wrap(long address, int length) {
        throw new UnsupportedOperationException("addresses cannot be wrapped: length=" + length);
    }

    private void point(byte[] newArray, ByteBuffer newByteBuffer, int newBase, int newCapacity) {
        array = newArray;
        byteBuffer = newByteBuffer;
        base = newBase;
        capacity = newCapacity;
    }

    private void refuseIfGrowable() {
        if (isGrowable) {
            throw new UnsupportedOperationException("growable buffer owns its memory: capacity=" + capacity);
        }
    }

    /** @throws UnsupportedOperationException always: see {@link #wrap(long, int)} */
    @Override
    public long addressOffset() {
        throw new UnsupportedOperationException("buffer has no address: capacity=" + capacity);
    }

    @Override
    public byte[] byteArray() {
        return array;
    }

    @Override
    public ByteBuffer byteBuffer() {
        return byteBuffer;
    }

    /** Index in {@link #byteArray()} if there is one, else in {@link #byteBuffer()}, of index 0 of this buffer. */
    @Override
    public int wrapAdjustment() {
        return base;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean isExpandable() {
        return isGrowable;
    }

    /** A growable buffer grows up to the limit. */
    @Override
    public void checkLimit(int limit) {
        ensure(0, limit);
    }

    @Override
    public void boundsCheck(int index, int length) {
        checkRange(index, length, capacity);
    }

    private static void checkRange(int index, int length, int capacity) {
        if ((index | length) < 0 || index > capacity - length) {
            throw outOfBounds(index, length, capacity);
        }
    }

    private static IndexOutOfBoundsException outOfBounds(int index, int length, int capacity) {
        return new IndexOutOfBoundsException(
                "range is outside the buffer: index=" + index + " length=" + length + " capacity=" + capacity);
    }

    private void ensure(int index, int length) {
        if ((index | length) < 0 || index > capacity - length) {
            grow(index, length);
        }
    }

    private void grow(int index, int length) {
        long limit = (long) index + length;
        if (!isGrowable || (index | length) < 0 || limit > MAX_CAPACITY) {
            throw outOfBounds(index, length, capacity);
        }
        int newCapacity = (int) Math.min(MAX_CAPACITY, Math.max(limit, capacity * 2L));
        point(Arrays.copyOf(array, newCapacity), null, 0, newCapacity);
    }

    @Override
    public long getLong(int index) {
        boundsCheck(index, Long.BYTES);
        return array != null
                ? (long) ARRAY_LONG.get(array, base + index)
                : (long) DIRECT_LONG.get(byteBuffer, base + index);
    }

    @Override
    public int getInt(int index) {
        boundsCheck(index, Integer.BYTES);
        return array != null
                ? (int) ARRAY_INT.get(array, base + index)
                : (int) DIRECT_INT.get(byteBuffer, base + index);
    }

    @Override
    public short getShort(int index) {
        boundsCheck(index, Short.BYTES);
        return array != null
                ? (short) ARRAY_SHORT.get(array, base + index)
                : (short) DIRECT_SHORT.get(byteBuffer, base + index);
    }

    @Override
    public byte getByte(int index) {
        boundsCheck(index, Byte.BYTES);
        return array != null ? array[base + index] : byteBuffer.get(base + index);
    }

    @Override
    public void putLong(int index, long value) {
        ensure(index, Long.BYTES);
        if (array != null) {
            ARRAY_LONG.set(array, base + index, value);
        } else {
            DIRECT_LONG.set(byteBuffer, base + index, value);
        }
    }

    @Override
    public void putInt(int index, int value) {
        ensure(index, Integer.BYTES);
        if (array != null) {
            ARRAY_INT.set(array, base + index, value);
        } else {
            DIRECT_INT.set(byteBuffer, base + index, value);
        }
    }

    @Override
    public void putShort(int index, short value) {
        ensure(index, Short.BYTES);
        if (array != null) {
            ARRAY_SHORT.set(array, base + index, value);
        } else {
            DIRECT_SHORT.set(byteBuffer, base + index, value);
        }
    }

    @Override
    public void putByte(int index, byte value) {
        ensure(index, Byte.BYTES);
        if (array != null) {
            array[base + index] = value;
        } else {
            byteBuffer.put(base + index, value);
        }
    }

    @Override
    public void setMemory(int index, int length, byte value) {
        ensure(index, length);
        if (array != null) {
            Arrays.fill(array, base + index, base + index + length, value);
            return;
        }
        long eight = (value & 0xFFL) * 0x0101_0101_0101_0101L;
        int end = base + index + length;
        int at = base + index;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            DIRECT_LONG.set(byteBuffer, at, eight);
        }
        for (; at < end; at++) {
            byteBuffer.put(at, value);
        }
    }

    @Override
    public void getBytes(int index, byte[] dst) {
        getBytes(index, dst, 0, dst.length);
    }

    @Override
    public void getBytes(int index, byte[] dst, int offset, int length) {
        boundsCheck(index, length);
        checkRange(offset, length, dst.length);
        if (array != null) {
            System.arraycopy(array, base + index, dst, offset, length);
        } else {
            byteBuffer.get(base + index, dst, offset, length);
        }
    }

    @Override
    public void getBytes(int index, MutableDirectBuffer dstBuffer, int dstIndex, int length) {
        boundsCheck(index, length);
        // Hands over the memory, not this buffer: Agrona's own buffers would ask it for an address.
        if (array != null) {
            dstBuffer.putBytes(dstIndex, array, base + index, length);
        } else {
            dstBuffer.putBytes(dstIndex, byteBuffer, base + index, length);
        }
    }

    @Override
    public void getBytes(int index, ByteBuffer dstBuffer, int length) {
        int position = dstBuffer.position();
        getBytes(index, dstBuffer, position, length);
        dstBuffer.position(position + length);
    }

    /** Copies up to the limit of the destination, not beyond. */
    @Override
    public void getBytes(int index, ByteBuffer dstBuffer, int dstOffset, int length) {
        boundsCheck(index, length);
        checkRange(dstOffset, length, dstBuffer.limit());
        if (array != null) {
            dstBuffer.put(dstOffset, array, base + index, length);
        } else {
            dstBuffer.put(dstOffset, byteBuffer, base + index, length);
        }
    }

    @Override
    public void putBytes(int index, byte[] src) {
        putBytes(index, src, 0, src.length);
    }

    @Override
    public void putBytes(int index, byte[] src, int offset, int length) {
        checkRange(offset, length, src.length);
        ensure(index, length);
        if (array != null) {
            System.arraycopy(src, offset, array, base + index, length);
        } else {
            byteBuffer.put(base + index, src, offset, length);
        }
    }

    @Override
    public void putBytes(int index, ByteBuffer srcBuffer, int length) {
        int position = srcBuffer.position();
        putBytes(index, srcBuffer, position, length);
        srcBuffer.position(position + length);
    }

    /** Copies up to the limit of the source, not beyond. */
    @Override
    public void putBytes(int index, ByteBuffer srcBuffer, int srcIndex, int length) {
        checkRange(srcIndex, length, srcBuffer.limit());
        ensure(index, length);
        if (array != null) {
            srcBuffer.get(srcIndex, array, base + index, length);
        } else {
            byteBuffer.put(base + index, srcBuffer, srcIndex, length);
        }
    }

    @Override
    public void putBytes(int index, DirectBuffer srcBuffer, int srcIndex, int length) {
        srcBuffer.boundsCheck(srcIndex, length);
        ensure(index, length);
        byte[] srcArray = srcBuffer.byteArray();
        ByteBuffer srcBytes = srcBuffer.byteBuffer();
        if (srcArray != null) {
            putBytes(index, srcArray, srcBuffer.wrapAdjustment() + srcIndex, length);
        } else if (srcBytes != null) {
            putBytes(index, srcBytes, srcBuffer.wrapAdjustment() + srcIndex, length);
        } else {
            for (int i = 0; i < length; i++) {
                putByte(index + i, srcBuffer.getByte(srcIndex + i));
            }
        }
    }

    /** Orders by unsigned bytes, and a prefix before what it is a prefix of. */
    @Override
    public int compareTo(DirectBuffer that) {
        int common = Math.min(capacity, that.capacity());
        for (int i = 0; i < common; i++) {
            int order = Byte.compareUnsigned(getByte(i), that.getByte(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(capacity, that.capacity());
    }

    /** Whether the other is a NioBuffer with the same capacity and content. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof NioBuffer)) {
            return false;
        }
        NioBuffer that = (NioBuffer) other;
        if (capacity != that.capacity) {
            return false;
        }
        int i = 0;
        for (; i <= capacity - Long.BYTES; i += Long.BYTES) {
            if (getLong(i) != that.getLong(i)) {
                return false;
            }
        }
        for (; i < capacity; i++) {
            if (getByte(i) != that.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < capacity; i++) {
            hash = 31 * hash + getByte(i);
        }
        return hash;
    }

    /** Says what is wrapped; never shows content. */
    @Override
    public String toString() {
        String memory =
                isGrowable ? "growable" : array != null ? "heap" : byteBuffer.isDirect() ? "direct" : "read-only";
        return "NioBuffer{memory=" + memory + " base=" + base + " capacity=" + capacity + "}";
    }
}
