package io.epona.server.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Receives from a durable subscription of a topic through a message listener. */
final class DurableListener implements Worker.Job {
    private static final String CLIENT_ID = "kill-test";
    private static final String SUBSCRIPTION = "all-news";

    private final Load load;
    private final String topic;
    private final ReceivedLog log;
    private final AtomicReference<JMSException> failure = new AtomicReference<>();

    DurableListener(Load load, String topic) {
        this.load = load;
        this.topic = topic;
        log = load.ledger().log(SUBSCRIPTION, topic);
    }

    /** Makes the subscription, so that it gets what is sent from now on. */
    static void subscribe(Load load, String topic) throws JMSException {
        try (Connection connection = load.factory().createConnection()) {
            connection.setClientID(CLIENT_ID);
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            session.createDurableConsumer((Topic) Destinations.of(session, topic), SUBSCRIPTION);
        }
    }

    @Override
    public void run(BooleanSupplier isRunning) throws JMSException {
        try (Connection connection = load.factory().createConnection()) {
            connection.setClientID(CLIENT_ID);
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer =
                    session.createDurableConsumer((Topic) Destinations.of(session, topic), SUBSCRIPTION);
            consumer.setMessageListener(this::onMessage);
            connection.start();
            Waiting.await(() -> !isRunning.getAsBoolean() || failure.get() != null, Long.MAX_VALUE / 2_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void onMessage(Message message) {
        try {
            load.delivered(log, message);
            log.settle(Settlement.CONSUMED);
        } catch (JMSException e) {
            failure.compareAndSet(null, e);
        }
    }
}
