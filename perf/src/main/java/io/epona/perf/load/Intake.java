package io.epona.perf.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/** Reads the stamp of each message of one consumer and writes down what it says. Used by one thread at a time. */
final class Intake {
    private final int run;
    private final Receipts receipts;
    private final Latencies latencies;
    private final Stamp stamp = new Stamp();

    /** @param latencies where to record; null: nowhere, as while a backlog is drained */
    Intake(int run, Receipts receipts, Latencies latencies) {
        this.run = run;
        this.receipts = receipts;
        this.latencies = latencies;
    }

    /** @param place index of the destination that it came from */
    void accept(Message message, int place) throws JMSException {
        long nowNs = System.nanoTime();
        if (!stamp.read(message) || !stamp.isSound() || stamp.run() != run) {
            receipts.acceptForeign();
            return;
        }
        if (latencies != null) {
            latencies.received(stamp.intendedNs(), nowNs);
        }
        if (((BytesMessage) message).getBodyLength() != stamp.length()) {
            receipts.acceptDamaged();
        }
        receipts.accept(stamp.producer(), stamp.sequence(), place);
    }
}
