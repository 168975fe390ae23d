package io.epona.server.demo;

/** What one subscription got of one stream, while a ledger is checked. */
final class StreamTally {
    private static final byte RETURNED = 1;
    private static final byte MAY_BE_CONSUMED = 2;

    private final SentStream stream;
    private final boolean isShared;
    private final byte[] flags;
    private final int[] consumedCounts;
    /** The latest sequence that the consumer whose log is being read was given, -1 if none. */
    private int latest;
    /** The lowest sequence that the batch being read gives back. */
    private int lowestReturned;

    /**
     * @param isShared whether the subscription has several consumers, so that what one gives back may come to another
     *     behind its successors
     */
    StreamTally(SentStream stream, boolean isShared) {
        this.stream = stream;
        this.isShared = isShared;
        flags = new byte[stream.count()];
        consumedCounts = new int[stream.count()];
    }

    SentStream stream() {
        return stream;
    }

    boolean wasSent(int sequence) {
        return sequence >= 0 && sequence < flags.length;
    }

    /** Number of times the message was consumed in the logs read so far. */
    int consumedCount(int sequence) {
        return consumedCounts[sequence];
    }

    /** Whether it was consumed, or an acknowledgement without an answer may have consumed it. */
    boolean mayBeConsumed(int sequence) {
        return consumedCounts[sequence] > 0 || (flags[sequence] & MAY_BE_CONSUMED) != 0;
    }

    void addReturn(int sequence, Settlement settlement) {
        flags[sequence] |= RETURNED;
        if (settlement == Settlement.UNKNOWN) {
            flags[sequence] |= MAY_BE_CONSUMED;
        }
    }

    void beginLog() {
        latest = -1;
        lowestReturned = Integer.MAX_VALUE;
    }

    /** Whether a later message came before this one. One that was consumed before is doubled, not reordered. */
    boolean isOutOfOrder(int sequence) {
        boolean mayComeLate = isShared && (flags[sequence] & RETURNED) != 0;
        return sequence < latest && consumedCounts[sequence] == 0 && !mayComeLate;
    }

    void addDelivery(int sequence, Settlement settlement) {
        latest = Math.max(latest, sequence);
        if (settlement == Settlement.CONSUMED) {
            consumedCounts[sequence]++;
        } else {
            lowestReturned = Math.min(lowestReturned, sequence);
        }
    }

    /** After a return the consumer gets the same messages again, from the first. */
    void endReturn() {
        if (lowestReturned != Integer.MAX_VALUE) {
            latest = lowestReturned - 1;
            lowestReturned = Integer.MAX_VALUE;
        }
    }
}
