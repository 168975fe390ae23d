package io.epona.jms;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;

/** A producer of any kind. For one thread at a time, as its session is. */
final class EponaProducer implements QueueSender, TopicPublisher {
    private final SessionCore session;
    /** Null if each send names its own. */
    private final EponaDestination destination;

    private volatile boolean isClosed;
    private SendOptions options = SendOptions.DEFAULT;

    EponaProducer(SessionCore session, EponaDestination destination) {
        this.session = session;
        this.destination = destination;
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (isClosed) {
            throw JmsErrors.of(ErrorCode.CLOSED, "producer is closed: destination=" + destination);
        }
    }

    @Override
    public void setDisableMessageID(boolean isDisabled) throws JMSException {
        checkOpen();
        options = options.withMessageIdDisabled(isDisabled);
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        checkOpen();
        return options.isMessageIdDisabled();
    }

    @Override
    public void setDisableMessageTimestamp(boolean isDisabled) throws JMSException {
        checkOpen();
        options = options.withTimestampDisabled(isDisabled);
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        checkOpen();
        return options.isTimestampDisabled();
    }

    @Override
    public void setDeliveryMode(int deliveryMode) throws JMSException {
        checkOpen();
        options = options.withDeliveryMode(deliveryMode);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        checkOpen();
        return options.deliveryMode();
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        checkOpen();
        options = options.withPriority(priority);
    }

    @Override
    public int getPriority() throws JMSException {
        checkOpen();
        return options.priority();
    }

    @Override
    public void setTimeToLive(long timeToLiveMs) throws JMSException {
        checkOpen();
        options = options.withTimeToLive(timeToLiveMs);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        checkOpen();
        return options.timeToLiveMs();
    }

    @Override
    public void setDeliveryDelay(long deliveryDelayMs) throws JMSException {
        checkOpen();
        options = options.withDeliveryDelay(deliveryDelayMs);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        checkOpen();
        return options.deliveryDelayMs();
    }

    @Override
    public Destination getDestination() throws JMSException {
        checkOpen();
        return destination;
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) getDestination();
    }

    @Override
    public Topic getTopic() throws JMSException {
        return (Topic) getDestination();
    }

    @Override
    public void send(Message message) throws JMSException {
        send(own(), message, options, null);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLiveMs) throws JMSException {
        send(own(), message, options.with(deliveryMode, priority, timeToLiveMs), null);
    }

    @Override
    public void send(Destination to, Message message) throws JMSException {
        send(given(to), message, options, null);
    }

    @Override
    public void send(Destination to, Message message, int deliveryMode, int priority, long timeToLiveMs)
            throws JMSException {
        send(given(to), message, options.with(deliveryMode, priority, timeToLiveMs), null);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        send(own(), message, options, required(listener));
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLiveMs, CompletionListener listener)
            throws JMSException {
        send(own(), message, options.with(deliveryMode, priority, timeToLiveMs), required(listener));
    }

    @Override
    public void send(Destination to, Message message, CompletionListener listener) throws JMSException {
        send(given(to), message, options, required(listener));
    }

    @Override
    public void send(
            Destination to,
            Message message,
            int deliveryMode,
            int priority,
            long timeToLiveMs,
            CompletionListener listener)
            throws JMSException {
        send(given(to), message, options.with(deliveryMode, priority, timeToLiveMs), required(listener));
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        send((Destination) queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int deliveryMode, int priority, long timeToLiveMs)
            throws JMSException {
        send((Destination) queue, message, deliveryMode, priority, timeToLiveMs);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int deliveryMode, int priority, long timeToLiveMs) throws JMSException {
        send(message, deliveryMode, priority, timeToLiveMs);
    }

    @Override
    public void publish(Topic topic, Message message) throws JMSException {
        send((Destination) topic, message);
    }

    @Override
    public void publish(Topic topic, Message message, int deliveryMode, int priority, long timeToLiveMs)
            throws JMSException {
        send((Destination) topic, message, deliveryMode, priority, timeToLiveMs);
    }

    private void send(EponaDestination to, Message message, SendOptions how, CompletionListener listener)
            throws JMSException {
        session.outbox().send(to, message, how, listener);
    }

    private EponaDestination own() throws JMSException {
        checkOpen();
        if (destination == null) {
            throw new UnsupportedOperationException("producer has no destination: name one in the call");
        }
        return destination;
    }

    private EponaDestination given(Destination to) throws JMSException {
        checkOpen();
        if (destination != null) {
            throw new UnsupportedOperationException("producer has a destination of its own: " + destination);
        }
        return Destinations.require(to);
    }

    private static CompletionListener required(CompletionListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("completion listener is null");
        }
        return listener;
    }

    /** Blocks until the completion listeners of the session have been called. */
    @Override
    public void close() throws JMSException {
        if (!isClosed) {
            session.thread().refuseInCompletion("MessageProducer.close");
            isClosed = true;
            session.thread().awaitCompletions(0);
        }
    }
}
