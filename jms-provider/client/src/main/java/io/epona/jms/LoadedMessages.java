package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.ClientConsumer;
import io.epona.jms.link.Delivery;
import io.epona.jms.link.Receiving;
import io.epona.jms.link.SessionMonitor;
import io.epona.jms.message.EponaMessage;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What connection consumers have loaded into a session, and the session's own listener, which {@link #run} calls with it on
 * a thread of the server. Guarded by the session's monitor.
 */
final class LoadedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedMessages.class);

    private final SessionCore session;
    private final SessionMonitor monitor;
    private final Receiving receiving;
    private final ArrayDeque<ClientConsumer> loads = new ArrayDeque<>();
    private MessageListener listener;

    LoadedMessages(SessionCore session) {
        this.session = session;
        this.monitor = session.link().monitor();
        this.receiving = session.link().receiving();
    }

    MessageListener listener() {
        monitor.lock();
        try {
            return listener;
        } finally {
            monitor.unlock();
        }
    }

    /** @throws jakarta.jms.IllegalStateException if the session receives in another way already */
    void setListener(MessageListener newListener) throws JMSException {
        monitor.lock();
        try {
            if (newListener != null && session.thread().isListening()) {
                throw JmsErrors.of(
                        ErrorCode.ILLEGAL_STATE,
                        "a consumer of the session has a message listener: method=Session.setMessageListener");
            }
            listener = newListener;
        } finally {
            monitor.unlock();
        }
    }

    /** @throws jakarta.jms.IllegalStateException if the session has a listener of its own. Lock held. */
    void refuseOtherReceipt(String method) throws JMSException {
        if (listener != null) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "session has a message listener of its own: method=" + method);
        }
    }

    /** The session has these messages from now on. Lock held. */
    void add(ClientConsumer loaded) {
        loads.add(loaded);
    }

    /**
     * Calls the listener with each message, one after the other, and settles it as the session's mode says. Blocks while
     * the connection is stopped or lost; returns when there is no message left or the session is closed.
     *
     * @throws jakarta.jms.IllegalStateException if there is no listener; the messages go back to the broker
     */
    void run() throws JMSException {
        monitor.lock();
        try {
            while (awaitNext()) {
                if (listener == null) {
                    throw giveBack();
                }
                showNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JmsErrors.of(ErrorCode.INTERRUPTED, "interrupted while running the session", e);
        } finally {
            receiving.endBatch();
            monitor.unlock();
        }
    }

    private JMSException giveBack() throws JMSException {
        loads.clear();
        session.returnDeliveries();
        return JmsErrors.of(ErrorCode.ILLEGAL_STATE, "session has no message listener: method=Session.run");
    }

    /** Whether there is a message, which may then have to wait. */
    private boolean awaitNext() {
        while (!loads.isEmpty() && !receiving.hasLoaded(loads.peek())) {
            loads.poll();
        }
        return !loads.isEmpty() && session.isOpen();
    }

    private void showNext() throws JMSException, InterruptedException {
        ClientConsumer load = loads.peek();
        Delivery delivery = receiving.nextLoaded(load);
        if (delivery == null) {
            monitor.awaitArrival();
            return;
        }
        EponaMessage message = decode(load, delivery);
        if (message != null) {
            call(load, delivery, message);
        }
    }

    /** Null if the message is nothing for the listener. */
    private EponaMessage decode(ClientConsumer load, Delivery delivery) {
        try {
            EponaMessage message = session.decode(load, delivery);
            if (!EponaConsumer.isExpired(message)) {
                return message;
            }
            session.discard(load, delivery);
        } catch (JMSException e) {
            LOG.warn("message could not be given to a session's listener", e);
        }
        return null;
    }

    private void call(ClientConsumer load, Delivery delivery, EponaMessage message) throws InterruptedException {
        MessageListener called = listener;
        session.thread().enterGuest();
        boolean isConsumed = false;
        monitor.unlock();
        try {
            called.onMessage(message);
            isConsumed = true;
        } catch (RuntimeException e) {
            // Whatever a listener throws, the messages of the others go on.
            LOG.warn("listener failed: message={}", message, e);
        } finally {
            if (!isConsumed) {
                session.onListenerFailed();
            }
            monitor.lock();
            session.thread().leaveGuest();
        }
        if (isConsumed) {
            session.settle(load, delivery);
        }
    }
}
