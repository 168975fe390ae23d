package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.UriOption;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.Map;

/** What the browsers of a session ask of the broker. Any thread; methods that block say so and take the lock themselves. */
public final class Browsing {
    private final SessionContext context;
    private final SessionMonitor monitor;
    private final ClientLink link;
    private final SessionRequests requests;
    /** Whose answer is awaited, by request. */
    private final Map<Integer, QueueSnapshot> awaited = new HashMap<>();

    Browsing(SessionContext context, ClientLink link, SessionRequests requests) {
        this.context = context;
        this.monitor = context.monitor();
        this.link = link;
        this.requests = requests;
    }

    /**
     * Blocks until the broker has found the queue and the selector to be acceptable.
     *
     * @throws jakarta.jms.InvalidSelectorException if the selector is not one
     */
    public void check(String queue, String selector) throws JMSException {
        fetch(new QueueSnapshot(queue, selector), 0);
    }

    /** Blocks until the broker has taken a snapshot of a queue and sent the first messages of it. */
    public QueueSnapshot snapshot(String queue, String selector) throws JMSException {
        QueueSnapshot snapshot = new QueueSnapshot(queue, selector);
        fetch(snapshot, batchCount());
        return snapshot;
    }

    /** The next message, null if there is none. Blocks until the broker has answered if it has to be asked. */
    public Delivery next(QueueSnapshot snapshot) throws JMSException {
        while (true) {
            monitor.lock();
            try {
                Delivery next = snapshot.poll();
                if (next != null || snapshot.isComplete()) {
                    return next;
                }
            } finally {
                monitor.unlock();
            }
            fetch(snapshot, batchCount());
        }
    }

    private int batchCount() {
        return Math.max(1, context.uri().option(UriOption.PREFETCH_MESSAGES));
    }

    private void fetch(QueueSnapshot snapshot, int messages) throws JMSException {
        monitor.lock();
        try {
            if (link.protocolVersion() < Protocol.BROWSE_VERSION) {
                throw JmsErrors.of(
                        ErrorCode.NOT_SUPPORTED,
                        "broker is too old for browsers: version=" + link.protocolVersion() + " needed="
                                + Protocol.BROWSE_VERSION);
            }
            int bytes = Math.max(1, context.uri().option(UriOption.PREFETCH_BYTES));
            SessionRequests.Request request = requests.begin(
                    number -> {
                        awaited.put(number, snapshot);
                        return Frames.browse(number, context.number(), snapshot, messages, bytes);
                    },
                    () -> {});
            try {
                requests.await(request, "browse destination=" + snapshot.queue());
                request.throwIfRefused();
            } finally {
                awaited.remove(request.number());
            }
        } finally {
            monitor.unlock();
        }
    }

    // Events of the event loop, which take the lock

    void onMessage(int request, Delivery message) {
        monitor.lock();
        try {
            QueueSnapshot snapshot = awaited.get(request);
            if (snapshot != null) {
                snapshot.onMessage(message);
            }
        } finally {
            monitor.unlock();
        }
    }

    void onAnswered(int request, long lastMessage, int priority, long afterMessage, boolean isComplete) {
        monitor.lock();
        try {
            QueueSnapshot snapshot = awaited.remove(request);
            if (snapshot != null) {
                snapshot.onAnswered(lastMessage, priority, afterMessage, isComplete);
            }
            requests.answer(request, null);
        } finally {
            monitor.unlock();
        }
    }
}
