package io.epona.server.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.function.BooleanSupplier;

/** Receives from a queue in a session that acknowledges each message by itself. */
final class AutoConsumer implements Worker.Job {
    /** How soon a consumer without messages notices that it is to stop. */
    static final long POLL_MS = 100;

    private final Load load;
    private final String destination;
    private final ReceivedLog log;

    AutoConsumer(Load load, String destination) {
        this.load = load;
        this.destination = destination;
        log = load.ledger().log(destination, destination);
    }

    @Override
    public void run(BooleanSupplier isRunning) throws JMSException {
        try (Connection connection = load.factory().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(Destinations.of(session, destination))) {
            connection.start();
            while (isRunning.getAsBoolean()) {
                Message message = consumer.receive(POLL_MS);
                if (message != null) {
                    load.delivered(log, message);
                    log.settle(Settlement.CONSUMED);
                }
            }
        }
    }
}
