package io.epona.jms;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.ClientConsumer;
import io.epona.jms.link.ClientSession;
import io.epona.jms.link.Delivery;
import io.epona.jms.link.SessionMonitor;
import io.epona.jms.link.Source;
import io.epona.jms.link.SubscriptionTerms;
import io.epona.jms.message.Acknowledger;
import io.epona.jms.message.EponaMessage;
import io.epona.jms.message.MessageDecoder;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session has going on: its thread, its consumers, its transaction, and its end. Any thread. */
final class SessionCore {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCore.class);

    private final EponaConnection connection;
    private final ClientSession link;
    private final SessionMonitor monitor;
    private final int mode;
    private final boolean isExternal;
    private final SessionThread thread;
    private final Outbox outbox;
    private final LoadedMessages loaded;
    private final MessageDecoder decoder;
    private final Acknowledger acknowledger = this::acknowledge;
    private final AtomicBoolean isClosing = new AtomicBoolean();
    /** Guarded by the monitor. */
    private final List<EponaConsumer> consumers = new ArrayList<>();

    private volatile boolean isClosed;

    private SessionCore(EponaConnection connection, ClientSession link, int mode, boolean isExternal) {
        this.isExternal = isExternal;
        this.connection = connection;
        this.link = link;
        this.monitor = link.monitor();
        this.decoder = new MessageDecoder(connection.objectFilter());
        this.mode = mode;
        this.thread = new SessionThread(monitor, "epona-session-" + Long.toHexString(link.producerId()));
        this.outbox = new Outbox(link, thread);
        this.loaded = new LoadedMessages(this);
    }

    static SessionCore of(EponaConnection connection, ClientSession link, int mode) {
        return new SessionCore(connection, link, mode, false);
    }

    /** One whose transactions are those of a transaction manager. */
    static SessionCore external(EponaConnection connection, ClientSession link) {
        return new SessionCore(connection, link, Session.SESSION_TRANSACTED, true);
    }

    EponaXAResource newXAResource() {
        return new EponaXAResource(this, connection.link());
    }

    /** How what is received now is to be acknowledged. */
    int acknowledgeMode() {
        return isExternal && !link.branches().isActive() ? Session.AUTO_ACKNOWLEDGE : mode;
    }

    private void refuseIfExternal(String method) throws JMSException {
        checkOpen();
        if (isExternal) {
            throw JmsErrors.of(
                    ErrorCode.TRANSACTION_IN_PROGRESS,
                    "transactions of an XA session are ended by their transaction manager: method=" + method);
        }
    }

    ClientSession link() {
        return link;
    }

    SessionThread thread() {
        return thread;
    }

    Outbox outbox() {
        return outbox;
    }

    Temporaries temporaries() throws JMSException {
        checkOpen();
        return connection.temporaries();
    }

    LoadedMessages loaded() {
        return loaded;
    }

    boolean isOpen() {
        return !isClosed && !isClosing.get();
    }

    /** Whether it is one of this connection's. */
    boolean isOf(EponaConnection other) {
        return connection == other;
    }

    int mode() {
        return mode;
    }

    boolean isTransacted() {
        return mode == Session.SESSION_TRANSACTED;
    }

    void checkOpen() throws JMSException {
        if (isClosed) {
            throw JmsErrors.of(ErrorCode.CLOSED, "session is closed");
        }
    }

    /** Decodes a message that was delivered. Lock held. */
    EponaMessage decode(ClientConsumer consumer, Delivery delivery) throws JMSException {
        byte[] encoded = delivery.takeMessage();
        EponaMessage message = decoder.decode(encoded, 0, encoded.length, delivery.deliveryCount());
        message.acknowledgeWith(
                mode == EponaJms.INDIVIDUAL_ACKNOWLEDGE ? () -> acknowledge(consumer, delivery) : acknowledger);
        return message;
    }

    /** Decodes a message that a browser shows: there is nothing to acknowledge. */
    EponaMessage decodeBrowsed(Delivery browsed) throws JMSException {
        monitor.lock();
        try {
            byte[] encoded = browsed.takeMessage();
            return decoder.decode(encoded, 0, encoded.length, browsed.deliveryCount());
        } finally {
            monitor.unlock();
        }
    }

    /** Blocks until the broker has accepted the selector. */
    EponaBrowser openBrowser(EponaQueue queue, String selector) throws JMSException {
        checkOpen();
        String sent = Selectors.require(selector);
        link.browsing().check(queue.name(), sent);
        return new EponaBrowser(this, queue, sent);
    }

    /** Whether the session acknowledges by itself. */
    boolean isAutomatic() {
        int current = acknowledgeMode();
        return current == Session.AUTO_ACKNOWLEDGE || current == Session.DUPS_OK_ACKNOWLEDGE;
    }

    /** The application has done with a message, as far as the mode lets the session decide that. Lock held. */
    void settle(ClientConsumer consumer, Delivery delivery) {
        int current = acknowledgeMode();
        if (current == Session.AUTO_ACKNOWLEDGE) {
            link.receiving().acknowledge(consumer, delivery);
        } else if (current == Session.DUPS_OK_ACKNOWLEDGE) {
            link.receiving().acknowledgeLazily(consumer, delivery);
        }
    }

    /** In the automatic modes the message comes again; in the others that is for the application to decide. */
    void onListenerFailed() {
        if (isAutomatic()) {
            try {
                returnDeliveries();
            } catch (JMSException e) {
                LOG.warn("message could not be returned for redelivery", e);
            }
        }
    }

    private void acknowledge(ClientConsumer consumer, Delivery delivery) throws JMSException {
        checkOpen();
        link.receiving().acknowledgeOnlyAndAwait(consumer, delivery);
    }

    /** A message that has expired is nothing for the application. Lock held. */
    void discard(ClientConsumer consumer, Delivery delivery) {
        if (link.receiving().expire(consumer, delivery)) {
            return;
        }
        if (mode == EponaJms.INDIVIDUAL_ACKNOWLEDGE) {
            link.receiving().acknowledgeOnly(consumer, delivery);
        } else {
            settle(consumer, delivery);
        }
    }

    /** Blocks until all that the session has consumed is acknowledged, if its mode leaves that to the application. */
    void acknowledge() throws JMSException {
        checkOpen();
        if (mode == Session.CLIENT_ACKNOWLEDGE || mode == EponaJms.INDIVIDUAL_ACKNOWLEDGE) {
            link.receiving().acknowledgeAll();
        }
    }

    EponaConsumer openConsumer(EponaDestination destination, String selector, boolean isNoLocal) throws JMSException {
        return open(destination, Destinations.source(destination, selector, isNoLocal));
    }

    /** Opens a consumer of a subscription that has a name; one that is durable and not shared needs a client id. */
    EponaConsumer openConsumer(EponaDestination topic, String name, String selector, SubscriptionTerms terms)
            throws JMSException {
        checkOpen();
        if (terms.isDurable() && !terms.isShared()) {
            connection.requireClientId("subscription=" + name);
        }
        return open(topic, Destinations.subscription(topic, name, selector, terms));
    }

    private EponaConsumer open(EponaDestination destination, Source source) throws JMSException {
        checkOpen();
        EponaConsumer consumer =
                new EponaConsumer(this, destination, source, link.receiving().open(source));
        monitor.lock();
        try {
            consumers.add(consumer);
        } finally {
            monitor.unlock();
        }
        return consumer;
    }

    /** The consumer is closed. */
    void remove(EponaConsumer consumer) {
        monitor.lock();
        try {
            consumers.remove(consumer);
        } finally {
            monitor.unlock();
        }
    }

    void unsubscribe(String name) throws JMSException {
        checkOpen();
        if (name == null || name.isEmpty()) {
            throw JmsErrors.of(ErrorCode.NO_SUCH_SUBSCRIPTION, "no such subscription: subscription=" + name);
        }
        link.unsubscribe(Destinations.requireName("subscription", name));
    }

    void commit() throws JMSException {
        refuseIfExternal("commit");
        requireTransacted("commit", true);
        thread.refuseInCompletion("Session.commit");
        thread.awaitCompletions(0);
        link.commit();
    }

    void rollback() throws JMSException {
        refuseIfExternal("rollback");
        requireTransacted("rollback", true);
        thread.refuseInCompletion("Session.rollback");
        thread.awaitCompletions(0);
        returnDeliveries();
    }

    void recover() throws JMSException {
        requireTransacted("recover", false);
        returnDeliveries();
    }

    /** Blocks until the broker has back what was not acknowledged. */
    void returnDeliveries() throws JMSException {
        monitor.lock();
        try {
            consumers.forEach(EponaConsumer::forgetReturned);
        } finally {
            monitor.unlock();
        }
        link.recover();
    }

    private void requireTransacted(String method, boolean isRequired) throws JMSException {
        checkOpen();
        if (isTransacted() != isRequired) {
            throw JmsErrors.of(
                    ErrorCode.ILLEGAL_STATE,
                    "session's mode does not allow this: method=" + method + " transacted=" + isTransacted());
        }
    }

    void close() throws JMSException {
        thread.refuseInListener("Session.close");
        close(false);
        connection.remove(this);
    }

    /**
     * Ends the session. Blocks until listeners that run have returned, which can use the session until then, completion
     * listeners have been called, and acknowledgements are safe.
     *
     * @param isConnectionClosing whether the connection is closed next
     */
    void close(boolean isConnectionClosing) throws JMSException {
        if (!isClosing.compareAndSet(false, true)) {
            return;
        }
        try {
            thread.stopListening();
            thread.awaitListeners();
            thread.awaitCompletions(isConnectionClosing ? connection.requestTimeoutMs() : 0);
        } finally {
            markClosed();
            try {
                link.close(isConnectionClosing);
            } finally {
                thread.end();
            }
        }
    }

    private void markClosed() {
        isClosed = true;
        monitor.lock();
        try {
            consumers.forEach(EponaConsumer::markClosed);
            consumers.clear();
        } finally {
            monitor.unlock();
        }
    }
}
