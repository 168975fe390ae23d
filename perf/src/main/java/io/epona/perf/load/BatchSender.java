package io.epona.perf.load;

import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Sends in transactions of so many messages; a message is confirmed when its commit returns. */
final class BatchSender implements Sender {
    private final Session session;
    private final Outlet outlet;
    private final Ledger ledger;
    private final Latencies latencies;
    private final long[] intended;
    private int count;
    private long nextSequence;

    BatchSender(Session session, Outlet outlet, Ledger ledger, Latencies latencies, int batch) {
        this.session = session;
        this.outlet = outlet;
        this.ledger = ledger;
        this.latencies = latencies;
        intended = new long[batch];
    }

    @Override
    public void send(long sequence, long intendedNs) throws JMSException {
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
            session.commit();
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
