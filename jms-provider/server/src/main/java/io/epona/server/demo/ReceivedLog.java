package io.epona.server.demo;

import java.util.Arrays;

/**
 * What one consumer was given, in that order, and how it ended. Confined to the consumer's thread; others look only
 * after that thread has ended.
 */
final class ReceivedLog {
    /** Reads a log from its start. */
    interface Reader {
        void delivery(int stream, int sequence, Settlement settlement);

        /** The deliveries since the last call were settled together. */
        void settled(Settlement settlement);
    }

    private static final Settlement[] SETTLEMENTS = Settlement.values();
    private static final int INITIAL_CAPACITY = 1024;
    /** No delivery: a stream's id and a sequence are never negative. */
    private static final long BATCH_END = Long.MIN_VALUE;

    private final Ledger ledger;
    private long[] entries = new long[INITIAL_CAPACITY];
    private int count;
    private int batchStart;

    ReceivedLog(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Notes that the consumer was given a message. It stays open until {@link #settle}. */
    void delivered(int stream, int sequence) {
        append((long) stream << Integer.SIZE | sequence);
    }

    /** Number of deliveries that are not settled. */
    int openCount() {
        return count - batchStart;
    }

    /** Ends all open deliveries together. */
    void settle(Settlement settlement) {
        int settledCount = openCount();
        append(BATCH_END + settlement.ordinal());
        batchStart = count;
        ledger.countDelivered(settlement == Settlement.CONSUMED ? settledCount : 0);
    }

    /** Reads all that was settled; what is still open is read as unknown. */
    void read(Reader reader) {
        int start = 0;
        while (start < count) {
            int end = start;
            while (end < count && entries[end] >= 0) {
                end++;
            }
            Settlement settlement = end < count ? SETTLEMENTS[(int) (entries[end] - BATCH_END)] : Settlement.UNKNOWN;
            for (int i = start; i < end; i++) {
                reader.delivery((int) (entries[i] >>> Integer.SIZE), (int) entries[i], settlement);
            }
            reader.settled(settlement);
            start = end + 1;
        }
    }

    private void append(long entry) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
        }
        entries[count++] = entry;
    }
}
