package io.epona.journal;

/**
 * The places between two groups up to which the owner has handed the log over, so that the writer can stop at one of them.
 * The owner adds, one other thread at a time takes. Remembers so many of those not taken, and always the last.
 */
final class PublishedPositions {
    private static final int CAPACITY = 1024;

    private final long[] ring = new long[CAPACITY];
    private volatile long head;
    private volatile long tail;
    private volatile long last;

    PublishedPositions(long start) {
        last = start;
    }

    /** Owner. */
    void add(long position) {
        long at = tail;
        if (at - head < CAPACITY) {
            ring[(int) at & CAPACITY - 1] = position;
            tail = at + 1;
        }
        last = position;
    }

    /** The last one added. Any thread. */
    long last() {
        return last;
    }

    /**
     * Takes the last one up to a limit or, if all are beyond it, the first.
     *
     * @param done those up to this position are passed over
     */
    long take(long done, long limit) {
        // First, so that what is added meanwhile comes next time, and in order.
        long newest = last;
        long end = tail;
        long at = head;
        long taken = done;
        while (at < end) {
            long position = ring[(int) at & CAPACITY - 1];
            if (taken > done && position > limit) {
                head = at;
                return taken;
            }
            taken = Math.max(taken, position);
            at++;
        }
        head = at;
        return taken > done && newest > limit ? taken : Math.max(taken, newest);
    }
}
