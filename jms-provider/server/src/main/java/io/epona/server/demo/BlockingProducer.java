package io.epona.server.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Sends persistent messages to several destinations in turn, and waits for each to be confirmed. */
final class BlockingProducer implements Worker.Job {
    private final Load load;
    private final List<SentStream> streams;

    BlockingProducer(Load load, List<SentStream> streams) {
        this.load = load;
        this.streams = streams;
    }

    @Override
    public void run(BooleanSupplier isRunning) throws JMSException {
        try (Connection connection = load.factory().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(null)) {
            Pace pace = new Pace(load.intervalNs());
            for (int i = 0; isRunning.getAsBoolean(); i = (i + 1) % streams.size()) {
                send(session, producer, streams.get(i), pace.awaitNext(isRunning));
            }
        }
    }

    private void send(Session session, MessageProducer producer, SentStream stream, long dueNs) throws JMSException {
        int sequence = stream.next();
        // If this throws, the outcome stays unknown.
        producer.send(
                Destinations.of(session, stream.destination()),
                load.message(session, stream, sequence, System.nanoTime()));
        stream.settle(sequence, Outcome.CONFIRMED);
        load.confirmedSend(dueNs);
    }
}
