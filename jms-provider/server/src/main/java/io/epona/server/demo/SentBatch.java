package io.epona.server.demo;

import java.util.ArrayList;
import java.util.List;

/** The messages of one transaction, which share one outcome. Confined to the producer's thread. */
final class SentBatch {
    /** One message of the batch. */
    record Entry(SentStream stream, int sequence) {}

    private final Ledger ledger;
    private List<Entry> entries = new ArrayList<>();

    SentBatch(Ledger ledger) {
        this.ledger = ledger;
    }

    int count() {
        return entries.size();
    }

    /** Notes that a message is about to be sent. */
    int next(SentStream stream) {
        int sequence = stream.next();
        entries.add(new Entry(stream, sequence));
        return sequence;
    }

    /** Ends the transaction and begins the next one. */
    void settle(Outcome outcome) {
        for (Entry entry : entries) {
            entry.stream().settle(entry.sequence(), outcome);
        }
        if (outcome == Outcome.UNKNOWN) {
            ledger.addUnknown(entries);
        }
        entries = new ArrayList<>();
    }
}
