package io.epona.perf.load;

import jakarta.jms.JMSException;

/** Sends in transactions of so many messages; a message is confirmed when its commit returns. */
final class BatchSender implements Sender {
    private final Transaction transaction;
    private final Outlet outlet;
    private final Ledger ledger;
    private final Latencies latencies;
    private final long[] intended;
    private int count;
    private long nextSequence;

    BatchSender(Transaction transaction, Outlet outlet, Ledger ledger, Latencies latencies, int batch) {
        this.transaction = transaction;
        this.outlet = outlet;
        this.ledger = ledger;
        this.latencies = latencies;
        intended = new long[batch];
    }

    @Override
    public void send(long sequence, long intendedNs) throws JMSException {
        if (count == 0) {
            transaction.begin();
        }
        ledger.sent();
        intended[count++] = intendedNs;
        nextSequence = sequence + 1;
        try {
            outlet.send(sequence, intendedNs);
        } catch (JMSException | RuntimeException e) {
            doubtBatch();
            throw e;
        }
        if (count == intended.length) {
            commit();
        }
    }

    @Override
    public void finish() throws JMSException {
        if (count > 0) {
            commit();
        }
    }

    private void commit() throws JMSException {
        try {
            transaction.commit();
        } catch (JMSException | RuntimeException e) {
            doubtBatch();
            throw e;
        }
        long nowNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            latencies.confirmed(intended[i], nowNs);
        }
        ledger.confirmed(count);
        count = 0;
    }

    private void doubtBatch() {
        for (long sequence = nextSequence - count; sequence < nextSequence; sequence++) {
            ledger.inDoubt(sequence);
        }
        count = 0;
    }
}
