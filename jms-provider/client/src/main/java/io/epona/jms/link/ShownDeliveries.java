package io.epona.jms.link;

import java.util.Arrays;

/**
 * Deliveries that an application was shown, in order of their ids, in 16 bytes each: a transaction may consume millions. A
 * ring; one that is taken from the middle leaves a hole that goes when its turn comes. Guarded by the session's lock.
 */
final class ShownDeliveries {
    /** A power of two; a session may have thousands of consumers. */
    private static final int INITIAL_CAPACITY = 8;
    /** What is larger is given up when nothing is left. */
    private static final int IDLE_CAPACITY = 64 * 1024;

    private static final long HOLE = -1;
    /** Marks, as the highest bit of its number, a message that does not outlive the broker; alone, one that is gone. */
    private static final long VOLATILE = Long.MIN_VALUE;

    private long[] ids = new long[INITIAL_CAPACITY];
    private long[] messageNumbers = new long[INITIAL_CAPACITY];
    /** The number of the first and of the next slot, neither a hole; a slot's place is its number modulo the capacity. */
    private long head;

    private long tail;
    private int count;

    /** Shown each delivery, in order. */
    @FunctionalInterface
    interface Visitor {
        void onDelivery(long id, long messageNumber);
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** There must be one. */
    long firstId() {
        return ids[at(head)];
    }

    /** There must be one. */
    long lastId() {
        return ids[at(tail - 1)];
    }

    /**
     * Adds one.
     *
     * @param id must be higher than those before
     * @param isPersistent whether the message outlives the broker
     */
    void add(long id, long messageNumber, boolean isPersistent) {
        if (tail - head == ids.length) {
            grow();
        }
        int at = at(tail++);
        ids[at] = id;
        messageNumbers[at] = isPersistent ? messageNumber : messageNumber | VOLATILE;
        count++;
    }

    boolean contains(long id) {
        long slot = firstNotBefore(id);
        return slot < tail && ids[at(slot)] == id && messageNumbers[at(slot)] != HOLE;
    }

    /**
     * Takes out those from one id to another, both included.
     *
     * @return how many there were
     */
    int remove(long from, long to) {
        int before = count;
        for (long slot = firstNotBefore(from); slot < tail && ids[at(slot)] <= to; slot++) {
            if (messageNumbers[at(slot)] != HOLE) {
                messageNumbers[at(slot)] = HOLE;
                count--;
            }
        }
        trim();
        return before - count;
    }

    private void trim() {
        while (head < tail && messageNumbers[at(head)] == HOLE) {
            head++;
        }
        while (head < tail && messageNumbers[at(tail - 1)] == HOLE) {
            tail--;
        }
        if (count == 0 && ids.length > IDLE_CAPACITY) {
            ids = new long[INITIAL_CAPACITY];
            messageNumbers = new long[INITIAL_CAPACITY];
        }
    }

    /** The broker has lost the messages that do not outlive it, and gives their numbers to others. */
    void loseVolatile() {
        for (long slot = head; slot < tail; slot++) {
            int at = at(slot);
            if (messageNumbers[at] < 0 && messageNumbers[at] != HOLE) {
                messageNumbers[at] = VOLATILE;
            }
        }
    }

    /** Shows those whose messages the broker may have. */
    void forEach(Visitor visitor) {
        for (long slot = head; slot < tail; slot++) {
            int at = at(slot);
            if (messageNumbers[at] != HOLE && messageNumbers[at] != VOLATILE) {
                visitor.onDelivery(ids[at], messageNumbers[at] & ~VOLATILE);
            }
        }
    }

    private long firstNotBefore(long id) {
        long low = head;
        long high = tail;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (ids[at(middle)] < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int at(long slot) {
        return (int) (slot & (ids.length - 1));
    }

    private void grow() {
        ids = grown(ids);
        messageNumbers = grown(messageNumbers);
        tail -= head;
        head = 0;
    }

    /** Twice as many slots, the first one at the start. */
    private long[] grown(long[] slots) {
        int start = (int) (head & (slots.length - 1));
        long[] grown = Arrays.copyOfRange(slots, start, start + slots.length * 2);
        System.arraycopy(slots, 0, grown, slots.length - start, start);
        return grown;
    }
}
