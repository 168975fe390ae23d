package io.epona.perf.load;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Sends with a CompletionListener as long as fewer than so many messages are unconfirmed. */
final class WindowSender implements Sender {
    private static final long FINISH_LIMIT_S = 30;

    private final Outlet outlet;
    private final Ledger ledger;
    private final Latencies latencies;
    private final int window;
    private final Semaphore room;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    WindowSender(Outlet outlet, Ledger ledger, Latencies latencies, int window) {
        this.outlet = outlet;
        this.ledger = ledger;
        this.latencies = latencies;
        this.window = window;
        room = new Semaphore(window);
    }

    @Override
    public void send(long sequence, long intendedNs) throws JMSException, InterruptedException {
        room.acquire();
        ledger.sent();
        try {
            outlet.send(sequence, intendedNs, new Confirmation(sequence, intendedNs));
        } catch (JMSException | RuntimeException e) {
            ledger.inDoubt(sequence);
            room.release();
            throw e;
        }
        throwFailure();
    }

    @Override
    public void finish() throws JMSException, InterruptedException {
        if (!room.tryAcquire(window, FINISH_LIMIT_S, TimeUnit.SECONDS)) {
            throw new JMSException("sends were not confirmed: unconfirmed=" + (window - room.availablePermits())
                    + " waitedS=" + FINISH_LIMIT_S);
        }
        room.release(window);
        throwFailure();
    }

    private void throwFailure() throws JMSException {
        Exception first = failure.get();
        if (first != null) {
            JMSException e = new JMSException("an asynchronous send failed: " + first.getMessage());
            e.initCause(first);
            throw e;
        }
    }

    private final class Confirmation implements CompletionListener {
        private final long sequence;
        private final long intendedNs;

        private Confirmation(long sequence, long intendedNs) {
            this.sequence = sequence;
            this.intendedNs = intendedNs;
        }

        @Override
        public void onCompletion(Message message) {
            latencies.confirmed(intendedNs, System.nanoTime());
            ledger.confirmed(1);
            room.release();
        }

        @Override
        public void onException(Message message, Exception e) {
            ledger.inDoubt(sequence);
            failure.compareAndSet(null, e);
            room.release();
        }
    }
}
