package io.epona.jms;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the exception listener of a connection what has failed, one failure after the other, on a thread that lives while
 * there is something to tell. Any thread reports; nobody waits.
 */
final class FailureReports {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReports.class);
    /** What a listener that does not return has not heard yet; later failures are logged only. */
    private static final int LIMIT = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<JMSException> unheard = new ArrayDeque<>();
    private boolean isTelling;
    private volatile ExceptionListener listener;

    ExceptionListener listener() {
        return listener;
    }

    void setListener(ExceptionListener newListener) {
        listener = newListener;
    }

    void add(JMSException failure) {
        if (listener == null) {
            return;
        }
        lock.lock();
        try {
            if (unheard.size() >= LIMIT) {
                LOG.warn("exception listener is behind: unheard={}", unheard.size(), failure);
                return;
            }
            unheard.add(failure);
            if (!isTelling) {
                isTelling = true;
                Thread thread = new Thread(this::tell, "epona-exception-listener");
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        for (JMSException failure = next(); failure != null; failure = next()) {
            ExceptionListener told = listener;
            try {
                if (told != null) {
                    told.onException(failure);
                }
            } catch (RuntimeException e) {
                LOG.warn("exception listener failed: failure={}", failure.getMessage(), e);
            }
        }
    }

    private JMSException next() {
        lock.lock();
        try {
            JMSException failure = unheard.poll();
            isTelling = failure != null;
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
