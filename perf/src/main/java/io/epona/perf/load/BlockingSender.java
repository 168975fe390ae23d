package io.epona.perf.load;

import jakarta.jms.JMSException;

/** Each send returns when the message has been confirmed; what that means, the delivery mode and the provider say. */
final class BlockingSender implements Sender {
    private final Outlet outlet;
    private final Ledger ledger;
    private final Latencies latencies;

    BlockingSender(Outlet outlet, Ledger ledger, Latencies latencies) {
        this.outlet = outlet;
        this.ledger = ledger;
        this.latencies = latencies;
    }

    @Override
    public void send(long sequence, long intendedNs) throws JMSException {
        ledger.sent();
        try {
            outlet.send(sequence, intendedNs);
        } catch (JMSException | RuntimeException e) {
            ledger.inDoubt(sequence);
            throw e;
        }
        latencies.confirmed(intendedNs, System.nanoTime());
        ledger.confirmed(1);
    }

    @Override
    public void finish() {
        // Nothing is unconfirmed between two sends.
    }
}
