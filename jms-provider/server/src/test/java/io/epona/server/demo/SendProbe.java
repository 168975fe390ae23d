package io.epona.server.demo;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** What a client measures of persistent sends, after as long a warm-up. */
final class SendProbe {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int WINDOW = 256;
    private static final String QUEUE = "queue://figures";

    private final ConnectionFactory factory;
    private final byte[] body;
    private final long durationNs;

    SendProbe(ConnectionFactory factory, int bodyLength, long durationNs) {
        this.factory = factory;
        this.body = new byte[bodyLength];
        this.durationNs = durationNs;
    }

    /** Times of sends that wait to be confirmed, one after the other, in nanoseconds, while a consumer takes them away. */
    Histogram blockingBesideConsumer() throws JMSException, InterruptedException {
        Worker consumer = Worker.start("figures-consumer", isRunning -> consume(isRunning, new LongAdder()));
        try {
            return blocking();
        } finally {
            consumer.stop();
            consumer.join(10_000);
        }
    }

    /** Times of sends that wait to be confirmed, one after the other, in nanoseconds; the messages stay. */
    Histogram blocking() throws JMSException {
        Histogram times = new Histogram(SIGNIFICANT_DIGITS);
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(Destinations.of(session, QUEUE))) {
            long measureNs = System.nanoTime() + durationNs;
            long endNs = measureNs + durationNs;
            for (long startNs = System.nanoTime(); startNs - endNs < 0; startNs = System.nanoTime()) {
                producer.send(message(session));
                if (startNs - measureNs >= 0) {
                    times.recordValue(System.nanoTime() - startNs);
                }
            }
        }
        return times;
    }

    /** Messages a second that a consumer gets while one producer has a window of them unconfirmed. */
    double windowed() throws JMSException, InterruptedException {
        LongAdder received = new LongAdder();
        Worker consumer = Worker.start("figures-consumer", isRunning -> consume(isRunning, received));
        long countedFrom = 0;
        long measureNs = System.nanoTime() + durationNs;
        long countedNs = 0;
        Semaphore room = new Semaphore(WINDOW);
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(Destinations.of(session, QUEUE))) {
            for (long nowNs = System.nanoTime(); nowNs - measureNs < durationNs; nowNs = System.nanoTime()) {
                if (countedNs == 0 && nowNs - measureNs >= 0) {
                    countedFrom = received.sum();
                    countedNs = nowNs;
                }
                room.acquire();
                producer.send(message(session), new Release(room));
            }
            room.acquire(WINDOW);
            double seconds = (System.nanoTime() - countedNs) / 1e9;
            double rate = (received.sum() - countedFrom) / seconds;
            consumer.stop();
            consumer.join(10_000);
            return rate;
        }
    }

    private Message message(Session session) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private void consume(BooleanSupplier isRunning, LongAdder received) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(Destinations.of(session, QUEUE))) {
            connection.start();
            while (isRunning.getAsBoolean()) {
                if (consumer.receive(AutoConsumer.POLL_MS) != null) {
                    received.increment();
                }
            }
        }
    }

    private record Release(Semaphore room) implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            room.release();
        }

        @Override
        public void onException(Message message, Exception e) {
            throw new IllegalStateException("send failed", e);
        }
    }
}
