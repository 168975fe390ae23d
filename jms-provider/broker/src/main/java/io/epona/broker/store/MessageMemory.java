package io.epona.broker.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Messages that are in memory and nowhere else: non-persistent ones, and those of open transactions. Each is in a slot with
 * a count of those who refer to it. Arrays of common lengths are used again.
 */
public final class MessageMemory {
    private static final int MIN_CLASS_SHIFT = 8;
    private static final int MAX_CLASS_SHIFT = 17;
    private static final int POOLED_PER_CLASS = 256;

    private final List<ArrayDeque<byte[]>> pools = new ArrayList<>();
    private final long limit;
    private byte[][] contents = new byte[256][];
    private int[] lengths = new int[256];
    private int[] references = new int[256];
    private int[] freeSlots = new int[256];
    private int freeCount;
    private int slotCount;
    private long used;

    /**
     * An empty memory.
     *
     * @param limit in bytes, beyond which {@link #isFull()} says so; nothing is refused
     */
    public MessageMemory(long limit) {
        this.limit = limit;
        for (int shift = MIN_CLASS_SHIFT; shift <= MAX_CLASS_SHIFT; shift++) {
            pools.add(new ArrayDeque<>());
        }
    }

    /** Whether the budget is used up. */
    public boolean isFull() {
        return used >= limit;
    }

    /** Whether twice the budget is used up: what cannot spill must be refused. */
    public boolean isExhausted() {
        return used >= 2 * limit;
    }

    /** Copies a message into a slot, with one reference. */
    public int store(DirectBuffer buffer, int offset, int length) {
        int slot = takeSlot();
        byte[] content = allocate(length);
        buffer.getBytes(offset, content, 0, length);
        contents[slot] = content;
        lengths[slot] = length;
        references[slot] = 1;
        used += content.length;
        return slot;
    }

    /** Adds references to a slot. */
    public void retain(int slot, int count) {
        references[slot] += count;
    }

    /** Drops a reference; with the last one the message is gone. */
    public void release(int slot) {
        assert references[slot] > 0 : "slot not in use: " + slot;
        if (--references[slot] == 0) {
            byte[] content = contents[slot];
            contents[slot] = null;
            used -= content.length;
            recycle(content);
            if (freeCount == freeSlots.length) {
                freeSlots = Arrays.copyOf(freeSlots, freeCount * 2);
            }
            freeSlots[freeCount++] = slot;
        }
    }

    /** The array that starts with the message; it may be longer. */
    public byte[] content(int slot) {
        return contents[slot];
    }

    /** Length of the message. */
    public int length(int slot) {
        return lengths[slot];
    }

    private int takeSlot() {
        if (freeCount > 0) {
            return freeSlots[--freeCount];
        }
        if (slotCount == contents.length) {
            contents = Arrays.copyOf(contents, slotCount * 2);
            lengths = Arrays.copyOf(lengths, slotCount * 2);
            references = Arrays.copyOf(references, slotCount * 2);
        }
        return slotCount++;
    }

    private byte[] allocate(int length) {
        int shift = classShift(length);
        if (shift > MAX_CLASS_SHIFT) {
            return new byte[length];
        }
        byte[] pooled = pools.get(shift - MIN_CLASS_SHIFT).pollLast();
        return pooled != null ? pooled : new byte[1 << shift];
    }

    private void recycle(byte[] content) {
        int shift = classShift(content.length);
        if (shift <= MAX_CLASS_SHIFT && content.length == 1 << shift) {
            ArrayDeque<byte[]> pool = pools.get(shift - MIN_CLASS_SHIFT);
            if (pool.size() < POOLED_PER_CLASS) {
                pool.addLast(content);
            }
        }
    }

    private static int classShift(int length) {
        return Math.max(MIN_CLASS_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, length) - 1));
    }
}
