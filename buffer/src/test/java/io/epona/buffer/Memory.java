package io.epona.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The kinds of memory that a buffer can be over; each gives a zeroed buffer of a capacity. */
enum Memory {
    HEAP,
    DIRECT,
    GROWABLE,
    ARRAY_RANGE,
    SLICED_HEAP,
    DIRECT_RANGE,
    DIRECT_BEYOND_LIMIT,
    VIEW_OF_VIEW;

    NioBuffer create(int capacity) {
        NioBuffer buffer = new NioBuffer();
        switch (this) {
            case HEAP -> buffer = NioBuffer.allocate(capacity);
            case DIRECT -> buffer = NioBuffer.allocateDirect(capacity);
            case GROWABLE -> buffer = NioBuffer.growable(capacity);
            case ARRAY_RANGE -> buffer.wrap(new byte[capacity + 8], 3, capacity);
            case SLICED_HEAP ->
                buffer.wrap(ByteBuffer.allocate(capacity + 9).position(5).slice(), 1, capacity);
            case DIRECT_RANGE ->
                buffer.wrap(ByteBuffer.allocateDirect(capacity + 9).order(ByteOrder.BIG_ENDIAN), 7, capacity);
            case DIRECT_BEYOND_LIMIT ->
                buffer.wrap(ByteBuffer.allocateDirect(capacity + 2).limit(1), 2, capacity);
            case VIEW_OF_VIEW -> buffer.wrap(DIRECT_RANGE.create(capacity + 4), 2, capacity);
            default -> throw new AssertionError(this);
        }
        return buffer;
    }
}
