package io.epona.broker.store;

import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/** Messages of one index that came back together, for {@link ReturnWriter}. Not thread-safe. */
public final class ReturnedMessages {
    /** What is larger is given up again: once in a while a transaction of very many is rolled back. */
    private static final int KEPT_CAPACITY = 64 * 1024;

    private final LongArrayList numbers = new LongArrayList();
    private final IntArrayList deliveryCounts = new IntArrayList();
    private final LongArrayList duesMs = new LongArrayList();

    /** Begins anew. */
    public void clear() {
        boolean isLarge = numbers.size() > KEPT_CAPACITY;
        numbers.clear();
        deliveryCounts.clear();
        duesMs.clear();
        if (isLarge) {
            numbers.trimToSize();
            deliveryCounts.trimToSize();
            duesMs.trimToSize();
        }
    }

    /**
     * Adds a message.
     *
     * @param dueMs when it may be delivered again, 0 for at once
     */
    public void add(long number, int deliveryCount, long dueMs) {
        numbers.addLong(number);
        deliveryCounts.addInt(deliveryCount);
        duesMs.addLong(dueMs);
    }

    int size() {
        return numbers.size();
    }

    long number(int i) {
        return numbers.getLong(i);
    }

    int deliveryCount(int i) {
        return deliveryCounts.getInt(i);
    }

    long dueMs(int i) {
        return duesMs.getLong(i);
    }
}
