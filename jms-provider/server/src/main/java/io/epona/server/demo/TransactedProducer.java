package io.epona.server.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Sends persistent messages to several destinations in transactions, and rolls one of them back now and then. */
final class TransactedProducer implements Worker.Job {
    private final Load load;
    private final List<SentStream> streams;
    private final SentBatch batch;

    TransactedProducer(Load load, List<SentStream> streams) {
        this.load = load;
        this.streams = streams;
        batch = load.ledger().batch();
    }

    @Override
    public void run(BooleanSupplier isRunning) throws JMSException {
        try (Connection connection = load.factory().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null)) {
            Pace pace = new Pace(load.intervalNs() * load.batch());
            for (int i = 1; isRunning.getAsBoolean(); i++) {
                pace.awaitNext(isRunning);
                for (int n = 0; n < load.batch(); n++) {
                    send(session, producer, streams.get(n % streams.size()));
                }
                end(session, i % Load.ROLLBACK_INTERVAL == 0);
            }
        } finally {
            batch.settle(Outcome.UNKNOWN);
        }
    }

    private void send(Session session, MessageProducer producer, SentStream stream) throws JMSException {
        int sequence = batch.next(stream);
        producer.send(
                Destinations.of(session, stream.destination()),
                load.message(session, stream, sequence, System.nanoTime()));
    }

    private void end(Session session, boolean isToRollBack) throws JMSException {
        if (isToRollBack) {
            session.rollback();
            batch.settle(Outcome.ROLLED_BACK);
            return;
        }
        try {
            session.commit();
        } catch (TransactionRolledBackException e) {
            batch.settle(Outcome.ROLLED_BACK);
            return;
        }
        batch.settle(Outcome.CONFIRMED);
        load.outage().confirmed(System.nanoTime());
    }
}
