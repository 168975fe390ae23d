package io.epona.server.cli;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.concurrent.Semaphore;

/** Sends without waiting for each message to be confirmed, with a bound on how many are unconfirmed at a time. */
final class WindowedSender implements Sender {
    private final MessageProducer producer;
    private final SendResult result;
    private final int window;
    private final Semaphore room;

    WindowedSender(MessageProducer producer, SendResult result, int window) {
        this.producer = producer;
        this.result = result;
        this.window = window;
        room = new Semaphore(window);
    }

    @Override
    public void send(Message message, long line) throws InterruptedException {
        room.acquire();
        try {
            producer.send(message, new Confirmation(line));
        } catch (JMSException e) {
            result.notConfirmed(line, line, e);
            room.release();
        }
    }

    /** The client gives every send an outcome by its own deadlines, so this needs none. */
    @Override
    public void finish() throws InterruptedException {
        room.acquire(window);
    }

    private final class Confirmation implements CompletionListener {
        private final long line;

        Confirmation(long line) {
            this.line = line;
        }

        @Override
        public void onCompletion(Message message) {
            result.confirmed(1);
            room.release();
        }

        @Override
        public void onException(Message message, Exception e) {
            result.notConfirmed(line, line, e);
            room.release();
        }
    }
}
