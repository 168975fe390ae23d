package io.epona.jms;

import io.epona.jms.link.Delivery;
import io.epona.jms.link.QueueSnapshot;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Enumeration;
import java.util.NoSuchElementException;

/** One enumeration of a browser. Failures are thrown as {@link jakarta.jms.JMSRuntimeException}. */
final class BrowsedMessages implements Enumeration<Message> {
    private final EponaBrowser browser;
    private final SessionCore session;
    private final QueueSnapshot snapshot;
    private Message next;

    BrowsedMessages(EponaBrowser browser, SessionCore session, QueueSnapshot snapshot) {
        this.browser = browser;
        this.session = session;
        this.snapshot = snapshot;
    }

    @Override
    public boolean hasMoreElements() {
        if (next == null && !browser.isClosed()) {
            next = Unchecked.get(this::fetch);
        }
        return next != null;
    }

    private Message fetch() throws JMSException {
        session.checkOpen();
        Delivery delivery = session.link().browsing().next(snapshot);
        return delivery == null ? null : session.decodeBrowsed(delivery);
    }

    @Override
    public Message nextElement() {
        if (!hasMoreElements()) {
            throw new NoSuchElementException("no more messages to browse");
        }
        Message message = next;
        next = null;
        return message;
    }
}
