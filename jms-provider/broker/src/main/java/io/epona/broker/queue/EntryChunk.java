package io.epona.broker.queue;

import java.util.Arrays;

/**
 * A run of consecutive entries of a lane in primitive columns: 24 bytes an entry, 32 with an expiry. An entry is named by
 * its chunk and its index in it for as long as it is not gone.
 */
public final class EntryChunk {
    static final int CAPACITY = 512;

    private static final int STATE_MASK = 3;
    private static final int COUNT_SHIFT = 2;
    private static final int MAX_DELIVERY_COUNT = 0xFFFF;

    private final Lane lane;
    private final long[] numbers = new long[CAPACITY];
    private final long[] positions = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    /** Delivery count and, in the two lowest bits, the state. */
    private final int[] states = new int[CAPACITY];

    private long[] expirationsMs;
    private int size;
    private int liveCount;

    EntryChunk(Lane lane) {
        this.lane = lane;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    int size() {
        return size;
    }

    int liveCount() {
        return liveCount;
    }

    Lane lane() {
        return lane;
    }

    long firstNumber() {
        return numbers[0];
    }

    void append(long number, long position, int length, long expirationMs) {
        assert size == 0 || numbers[size - 1] < number : "numbers must grow";
        numbers[size] = number;
        positions[size] = position;
        lengths[size] = length;
        if (expirationMs != 0) {
            if (expirationsMs == null) {
                expirationsMs = new long[CAPACITY];
            }
            expirationsMs[size] = expirationMs;
        }
        size++;
        liveCount++;
    }

    /** Index of the entry with this number, or a negative value. */
    int indexOf(long number) {
        return Arrays.binarySearch(numbers, 0, size, number);
    }

    EntryState state(int index) {
        return EntryState.of(states[index] & STATE_MASK);
    }

    void changeState(int index, EntryState next) {
        EntryState state = state(index);
        if (!state.permits(next)) {
            throw new IllegalStateException("entry state: number=" + numbers[index] + " from=" + state + " to=" + next);
        }
        states[index] = states[index] & ~STATE_MASK | next.ordinal();
        if (next == EntryState.GONE) {
            liveCount--;
        }
    }

    void countDelivery(int index) {
        if (deliveryCount(index) < MAX_DELIVERY_COUNT) {
            states[index] += 1 << COUNT_SHIFT;
        }
    }

    /** How often the message has been delivered and come back. */
    public int deliveryCount(int index) {
        return states[index] >>> COUNT_SHIFT;
    }

    /** The broker's number of the message. */
    public long number(int index) {
        return numbers[index];
    }

    /** Where the message is: a position in the journal or, if negative, the complement of a slot in memory. */
    public long position(int index) {
        return positions[index];
    }

    /** Length of the encoded message. */
    public int length(int index) {
        return lengths[index];
    }

    /** When the message expires, 0 for never. */
    public long expirationMs(int index) {
        return expirationsMs == null ? 0 : expirationsMs[index];
    }
}
