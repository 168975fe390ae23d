package io.epona.broker.queue;

import java.util.Arrays;

/**
 * The deliveries that a consumer has and has not acknowledged, in order of their ids. A ring; a delivery that is taken from
 * the middle leaves a hole that goes when its turn comes.
 */
final class InFlight {
    /** Small, as there may be tens of thousands of consumers; a power of two. */
    private static final int INITIAL_CAPACITY = 8;
    /** What is larger is given up when nothing is in flight any more: once in a while a transaction takes very many. */
    private static final int IDLE_CAPACITY = 64 * 1024;

    private long[] deliveryIds = new long[INITIAL_CAPACITY];
    private EntryChunk[] chunks = new EntryChunk[INITIAL_CAPACITY];
    private int[] indexes = new int[INITIAL_CAPACITY];
    /** The number of the first and of the next slot; a slot's place in the ring is its number modulo the capacity. */
    private long head;

    private long tail;
    private int count;

    int count() {
        return count;
    }

    void add(long deliveryId, EntryChunk chunk, int index) {
        if (tail - head == chunks.length) {
            grow();
        }
        int at = at(tail++);
        deliveryIds[at] = deliveryId;
        chunks[at] = chunk;
        indexes[at] = index;
        count++;
    }

    boolean has(long deliveryId, long messageNumber) {
        long slot = firstNotBefore(deliveryId);
        int at = at(slot);
        return slot < tail
                && deliveryIds[at] == deliveryId
                && chunks[at] != null
                && chunks[at].number(indexes[at]) == messageNumber;
    }

    /** Whether there is one from one id to another, both included. */
    boolean hasAny(long from, long to) {
        for (long slot = firstNotBefore(from); slot < tail && deliveryIds[at(slot)] <= to; slot++) {
            if (chunks[at(slot)] != null) {
                return true;
            }
        }
        return false;
    }

    /** Takes out the deliveries from one id to another, both included, and shows each. */
    void take(long from, long to, EntryVisitor visitor) {
        for (long slot = firstNotBefore(from); slot < tail && deliveryIds[at(slot)] <= to; slot++) {
            int at = at(slot);
            EntryChunk chunk = chunks[at];
            if (chunk != null) {
                chunks[at] = null;
                count--;
                visitor.onEntry(chunk, indexes[at]);
            }
        }
        while (head < tail && chunks[at(head)] == null) {
            head++;
        }
        while (head < tail && chunks[at(tail - 1)] == null) {
            tail--;
        }
        if (count == 0 && chunks.length > IDLE_CAPACITY) {
            deliveryIds = new long[INITIAL_CAPACITY];
            chunks = new EntryChunk[INITIAL_CAPACITY];
            indexes = new int[INITIAL_CAPACITY];
        }
    }

    private long firstNotBefore(long deliveryId) {
        long low = head;
        long high = tail;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (deliveryIds[at(middle)] < deliveryId) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int at(long slot) {
        return (int) (slot & (chunks.length - 1));
    }

    private void grow() {
        int old = chunks.length;
        int shift = at(head);
        deliveryIds = Arrays.copyOf(rotate(deliveryIds, shift), old * 2);
        indexes = Arrays.copyOf(rotate(indexes, shift), old * 2);
        EntryChunk[] rotated = new EntryChunk[old * 2];
        System.arraycopy(chunks, shift, rotated, 0, old - shift);
        System.arraycopy(chunks, 0, rotated, old - shift, shift);
        chunks = rotated;
        tail -= head;
        head = 0;
    }

    private static long[] rotate(long[] values, int shift) {
        long[] rotated = new long[values.length];
        System.arraycopy(values, shift, rotated, 0, values.length - shift);
        System.arraycopy(values, 0, rotated, values.length - shift, shift);
        return rotated;
    }

    private static int[] rotate(int[] values, int shift) {
        int[] rotated = new int[values.length];
        System.arraycopy(values, shift, rotated, 0, values.length - shift);
        System.arraycopy(values, 0, rotated, values.length - shift, shift);
        return rotated;
    }
}
