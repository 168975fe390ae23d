package io.epona.jms;

import io.epona.jms.destination.EponaQueue;
import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;

/**
 * Looks at the messages of a queue. The broker keeps nothing for it, so that an enumeration left behind costs nothing.
 */
final class EponaBrowser implements QueueBrowser {
    private final SessionCore session;
    private final EponaQueue queue;
    private final String selector;
    private volatile boolean isClosed;

    EponaBrowser(SessionCore session, EponaQueue queue, String selector) {
        this.session = session;
        this.queue = queue;
        this.selector = selector;
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return queue;
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return Selectors.shown(selector);
    }

    /**
     * The messages that are in the queue now, those in flight to consumers included, in the order of delivery; of them
     * those that are still there when it is their turn. Blocks until the broker has answered; so does {@code
     * hasMoreElements}, once for many messages. A lost connection is waited out, and the enumeration goes on after the last
     * message that it gave.
     */
    @Override
    public Enumeration<Message> getEnumeration() throws JMSException {
        checkOpen();
        return new BrowsedMessages(this, session, session.link().browsing().snapshot(queue.name(), selector));
    }

    boolean isClosed() {
        return isClosed;
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (isClosed) {
            throw JmsErrors.of(ErrorCode.CLOSED, "browser is closed: destination=" + queue);
        }
    }

    /** Ends its enumerations. */
    @Override
    public void close() {
        isClosed = true;
    }
}
