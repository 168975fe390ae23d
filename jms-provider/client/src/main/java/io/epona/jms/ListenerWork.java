package io.epona.jms;

import io.epona.jms.link.Delivery;
import io.epona.jms.message.EponaMessage;
import jakarta.jms.MessageListener;

/** A message for a listener. */
final class ListenerWork implements SessionWork {
    private final SessionCore session;
    private final EponaConsumer consumer;
    private final MessageListener listener;
    private final Delivery delivery;
    private final EponaMessage message;
    private boolean isConsumed;

    ListenerWork(
            SessionCore session,
            EponaConsumer consumer,
            MessageListener listener,
            Delivery delivery,
            EponaMessage message) {
        this.session = session;
        this.consumer = consumer;
        this.listener = listener;
        this.delivery = delivery;
        this.message = message;
    }

    @Override
    public void run() {
        try {
            listener.onMessage(message);
            isConsumed = true;
        } finally {
            if (!isConsumed) {
                session.onListenerFailed();
            }
        }
    }

    @Override
    public void finish() {
        if (isConsumed) {
            consumer.settle(delivery);
        }
    }

    @Override
    public boolean isFor(EponaConsumer other) {
        return consumer == other;
    }

    @Override
    public String toString() {
        return message.toString();
    }
}
