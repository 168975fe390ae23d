package io.epona.server.demo;

import java.util.Arrays;

/**
 * What one producer sent to one destination, numbered from 0. Confined to the producer's thread; others look only after
 * that thread has ended.
 */
final class SentStream {
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final int INITIAL_CAPACITY = 1024;

    private final Ledger ledger;
    private final int id;
    private final String producer;
    private final String destination;
    private byte[] outcomes = new byte[INITIAL_CAPACITY];
    private int count;

    SentStream(Ledger ledger, int id, String producer, String destination) {
        this.ledger = ledger;
        this.id = id;
        this.producer = producer;
        this.destination = destination;
    }

    int id() {
        return id;
    }

    String destination() {
        return destination;
    }

    /** Number of messages sent, whatever became of them. */
    int count() {
        return count;
    }

    /** Notes that a message is about to be sent; until it is settled its outcome is unknown. */
    int next() {
        if (count == outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, 2 * count);
        }
        ledger.countSent();
        return count++;
    }

    void settle(int sequence, Outcome outcome) {
        assert outcome(sequence) == Outcome.UNKNOWN : "settled twice: " + name(sequence);
        outcomes[sequence] = (byte) outcome.ordinal();
        if (outcome == Outcome.CONFIRMED) {
            ledger.countConfirmed(destination);
        }
    }

    Outcome outcome(int sequence) {
        return OUTCOMES[outcomes[sequence]];
    }

    /** A message's name in a report. */
    String name(int sequence) {
        return "producer=" + producer + " destination=" + destination + " sequence=" + sequence;
    }
}
