package io.epona.jms.link;

/** What a consumer holds at one time, in order of delivery id, to be named to a broker in one frame or in several. */
final class HeldDeliveries {
    static final HeldDeliveries NONE = new HeldDeliveries(0);

    private final long[] ids;
    private final long[] messageNumbers;
    private int count;

    HeldDeliveries(int capacity) {
        ids = new long[capacity];
        messageNumbers = new long[capacity];
    }

    void add(long id, long messageNumber) {
        ids[count] = id;
        messageNumbers[count] = messageNumber;
        count++;
    }

    int count() {
        return count;
    }

    long id(int index) {
        return ids[index];
    }

    long messageNumber(int index) {
        return messageNumbers[index];
    }

    /** Some of them, from one index to another, which is not included. */
    record Piece(HeldDeliveries all, int from, int to) {
        int count() {
            return to - from;
        }

        /** How many come behind it. */
        int countBehind() {
            return all.count() - to;
        }

        /** The next so many. */
        Piece next(int limit) {
            return new Piece(all, to, Math.min(to + limit, all.count()));
        }
    }

    /** The first so many. */
    Piece first(int limit) {
        return new Piece(this, 0, Math.min(limit, count));
    }
}
