package io.epona.server.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.function.BooleanSupplier;

/** Receives from a queue in transactions, and rolls one of them back now and then. */
final class TransactedConsumer implements Worker.Job {
    private final Load load;
    private final String destination;
    private final ReceivedLog log;
    private int transactionCount;

    TransactedConsumer(Load load, String destination) {
        this.load = load;
        this.destination = destination;
        log = load.ledger().log(destination, destination);
    }

    @Override
    public void run(BooleanSupplier isRunning) throws JMSException {
        try (Connection connection = load.factory().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(Destinations.of(session, destination))) {
            connection.start();
            while (isRunning.getAsBoolean()) {
                Message message = consumer.receive(AutoConsumer.POLL_MS);
                if (message != null) {
                    load.delivered(log, message);
                }
                if (log.openCount() == load.batch() || message == null && log.openCount() > 0) {
                    end(session);
                }
            }
            session.rollback();
            log.settle(Settlement.RETURNED);
        } finally {
            log.settle(Settlement.UNKNOWN);
        }
    }

    private void end(Session session) throws JMSException {
        if (++transactionCount % Load.ROLLBACK_INTERVAL == 0) {
            session.rollback();
            log.settle(Settlement.RETURNED);
            return;
        }
        try {
            session.commit();
            log.settle(Settlement.CONSUMED);
        } catch (TransactionRolledBackException e) {
            log.settle(Settlement.RETURNED);
        }
    }
}
