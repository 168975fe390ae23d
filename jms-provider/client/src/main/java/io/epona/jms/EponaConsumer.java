package io.epona.jms;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.ClientConsumer;
import io.epona.jms.link.Delivery;
import io.epona.jms.link.Receiving;
import io.epona.jms.link.SessionMonitor;
import io.epona.jms.link.Source;
import io.epona.jms.message.EponaMessage;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A consumer of any kind. Guarded by the session's monitor. */
final class EponaConsumer implements QueueReceiver, TopicSubscriber {
    private static final Logger LOG = LoggerFactory.getLogger(EponaConsumer.class);
    private static final long FOR_EVER_NS = Long.MAX_VALUE;

    private final SessionCore session;
    private final EponaDestination destination;
    private final Source source;
    private final SessionMonitor monitor;
    private final Receiving receiving;
    private final ClientConsumer consumer;
    private MessageListener listener;
    private boolean isClosed;
    /** What receiveBody could not convert, in modes in which that counts as if it had not been called. */
    private EponaMessage returned;

    private Delivery returnedDelivery;

    EponaConsumer(SessionCore session, EponaDestination destination, Source source, ClientConsumer consumer) {
        this.session = session;
        this.destination = destination;
        this.source = source;
        this.monitor = session.link().monitor();
        this.receiving = session.link().receiving();
        this.consumer = consumer;
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) destination;
    }

    @Override
    public Topic getTopic() throws JMSException {
        checkOpen();
        return (Topic) destination;
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        checkOpen();
        return source.terms().isNoLocal();
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return Selectors.shown(source.selector());
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return listener;
    }

    @Override
    public void setMessageListener(MessageListener newListener) throws JMSException {
        monitor.lock();
        try {
            checkOpen();
            session.loaded().refuseOtherReceipt("MessageConsumer.setMessageListener");
            listener = newListener;
            if (newListener == null) {
                consumer.onArrival(null);
                session.thread().remove(this);
            } else {
                consumer.onArrival(() -> session.thread().lineUp(this));
                session.thread().add(this);
            }
        } finally {
            monitor.unlock();
        }
    }

    @Override
    public Message receive() throws JMSException {
        return receive(FOR_EVER_NS, null);
    }

    /**
     * Waits for the next message.
     *
     * @param timeoutMs milliseconds; 0 waits until a message arrives or the consumer closes
     * @return the message, or null if the time passed or the consumer was closed meanwhile
     * @throws jakarta.jms.IllegalStateException if the consumer is closed or has a message listener, or another one of the
     *     session has, the connection is started, and the caller is not that listener
     */
    @Override
    public Message receive(long timeoutMs) throws JMSException {
        return receive(timeoutNs(timeoutMs), null);
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return receive(0, null);
    }

    /** Receives the body of the next message; as {@link #receive(long)} but for 0, which does not wait here. */
    <T> T receiveBodyNoWait(Class<T> type) throws JMSException {
        return body(receive(0, type), type);
    }

    /** Receives the body of the next message. */
    <T> T receiveBody(Class<T> type, long timeoutMs) throws JMSException {
        return body(receive(timeoutNs(timeoutMs), type), type);
    }

    private static <T> T body(EponaMessage message, Class<T> type) throws JMSException {
        return message == null ? null : message.getBody(type);
    }

    private static long timeoutNs(long timeoutMs) {
        return timeoutMs <= 0 ? FOR_EVER_NS : TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** @param bodyType what the body must be convertible to, null for no matter what */
    private EponaMessage receive(long timeoutNs, Class<?> bodyType) throws JMSException {
        monitor.lock();
        try {
            checkOpen();
            session.loaded().refuseOtherReceipt("MessageConsumer.receive");
            if (listener != null) {
                throw JmsErrors.of(
                        ErrorCode.ILLEGAL_STATE, "consumer has a message listener: destination=" + destination);
            }
            if (receiving.isStarted()) {
                session.thread().refuseBesideListeners("MessageConsumer.receive");
            }
            long remainingNs = timeoutNs;
            while (!isClosed) {
                if (takeNext()) {
                    return hand(bodyType);
                } else if (remainingNs <= 0) {
                    return null;
                }
                remainingNs = monitor.awaitArrival(remainingNs);
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JmsErrors.of(ErrorCode.INTERRUPTED, "interrupted while receiving: destination=" + destination, e);
        } finally {
            monitor.unlock();
        }
    }

    /** Puts the next message that has not expired where {@link #hand} finds it; false if there is none. */
    private boolean takeNext() throws JMSException {
        while (returned == null) {
            Delivery delivery = receiving.next(consumer);
            if (delivery == null) {
                return false;
            }
            EponaMessage message = session.decode(consumer, delivery);
            if (isExpired(message)) {
                session.discard(consumer, delivery);
            } else {
                returned = message;
                returnedDelivery = delivery;
            }
        }
        return true;
    }

    static boolean isExpired(EponaMessage message) {
        long expirationMs = message.getJMSExpiration();
        return expirationMs != 0 && expirationMs <= WallClock.nowMs();
    }

    /**
     * Gives the message to the application.
     *
     * @throws jakarta.jms.MessageFormatException if its body is not of the type; in the automatic modes it then stays the
     *     next one, in the others it counts as received
     */
    private EponaMessage hand(Class<?> bodyType) throws JMSException {
        EponaMessage message = returned;
        boolean isConvertible =
                bodyType == null || message.getClass() != EponaMessage.class && message.isBodyAssignableTo(bodyType);
        if (isConvertible || !session.isAutomatic()) {
            session.settle(consumer, returnedDelivery);
            forgetReturned();
        }
        if (!isConvertible) {
            throw JmsErrors.of(
                    ErrorCode.INVALID_MESSAGE,
                    "body is not of this type: type=" + bodyType.getName() + " messageId=" + message.getJMSMessageID());
        }
        return message;
    }

    /** What was put aside is the broker's again. Lock held. */
    void forgetReturned() {
        returned = null;
        returnedDelivery = null;
    }

    /** The next message for the listener; null if there is none. Lock held. */
    SessionWork nextForListener() {
        try {
            return takeNext() ? takeReturned() : null;
        } catch (JMSException e) {
            LOG.warn("message could not be given to a listener: destination={}", destination, e);
            if (receiving.hasFailed(consumer)) {
                session.thread().remove(this);
            } else {
                // The next one may do.
                session.thread().lineUp(this);
            }
            return null;
        }
    }

    /** The application has done with a message. Lock held. */
    void settle(Delivery delivery) {
        session.settle(consumer, delivery);
    }

    private SessionWork takeReturned() {
        SessionWork work = new ListenerWork(session, this, listener, returnedDelivery, returned);
        forgetReturned();
        return work;
    }

    private void checkOpen() throws JMSException {
        monitor.lock();
        try {
            if (isClosed) {
                throw JmsErrors.of(ErrorCode.CLOSED, "consumer is closed: destination=" + destination);
            }
        } finally {
            monitor.unlock();
        }
    }

    /** Receives nothing more; receivers that wait get null. Lock held. Returns false if it was closed before. */
    boolean markClosed() {
        boolean wasOpen = !isClosed;
        isClosed = true;
        session.thread().remove(this);
        monitor.signalArrival();
        return wasOpen;
    }

    /** Blocks until its listener, unless that is the caller, has returned, and the broker has closed it. */
    @Override
    public void close() throws JMSException {
        monitor.lock();
        boolean wasOpen;
        try {
            wasOpen = markClosed();
        } finally {
            monitor.unlock();
        }
        if (wasOpen) {
            session.thread().awaitListener(this);
            session.remove(this);
            receiving.close(consumer);
        }
    }
}
