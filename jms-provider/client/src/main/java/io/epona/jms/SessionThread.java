package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.SessionMonitor;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls the application for a session: message listeners, round robin, and completion listeners, in the
 * order of sending. It is started when first needed. State is guarded by the session's monitor.
 */
final class SessionThread {
    private static final Logger LOG = LoggerFactory.getLogger(SessionThread.class);

    private final SessionMonitor monitor;
    private final String name;
    private final ArrayDeque<Completion> completions = new ArrayDeque<>();
    /** The consumers with a listener. */
    private final Set<EponaConsumer> listening = new HashSet<>();
    /** Of these, in the order of their turns, those that may have a message: few, be there thousands of consumers. */
    private final Set<EponaConsumer> line = new LinkedHashSet<>();

    private Thread thread;
    /** The server's thread that calls the session's listener at this moment; null mostly. */
    private Thread guest;

    private SessionWork current;
    private boolean isEnding;

    SessionThread(SessionMonitor monitor, String name) {
        this.monitor = monitor;
        this.name = name;
    }

    void addCompletion(Completion completion) {
        monitor.lock();
        try {
            completions.add(completion);
            wake();
        } finally {
            monitor.unlock();
        }
    }

    /** The consumer has a listener from now on. Lock held. */
    void add(EponaConsumer consumer) {
        listening.add(consumer);
        lineUp(consumer);
        wake();
    }

    /** A consumer may have a message for its listener; to be followed by a signal. Lock held. */
    void lineUp(EponaConsumer consumer) {
        if (listening.contains(consumer)) {
            line.add(consumer);
        }
    }

    /** Lock held. */
    void remove(EponaConsumer consumer) {
        listening.remove(consumer);
        line.remove(consumer);
    }

    private void wake() {
        if (thread == null && !isEnding) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.start();
        }
        monitor.signalArrival();
    }

    private void run() {
        monitor.lock();
        try {
            while (!isEnding) {
                current = next();
                if (current == null) {
                    awaitWork();
                } else {
                    callApplication();
                }
            }
        } finally {
            monitor.unlock();
        }
    }

    private void awaitWork() {
        try {
            monitor.awaitArrival();
        } catch (InterruptedException e) {
            // The application interrupted a thread that is not its own; only close() ends it.
            LOG.debug("session thread was interrupted: thread={}", name);
        }
    }

    private void callApplication() {
        monitor.unlock();
        try {
            current.run();
        } catch (Throwable e) {
            // Whatever a listener throws, the messages of the others go on.
            LOG.warn("listener failed: thread={} message={}", name, current, e);
        } finally {
            monitor.lock();
            current.finish();
            current = null;
            monitor.signalArrival();
        }
    }

    private SessionWork next() {
        if (guest != null) {
            // A session calls one listener at a time.
            return null;
        }
        Completion completion = completions.peek();
        if (completion != null && completion.isReady()) {
            return completions.poll().work();
        }
        try {
            monitor.checkAlive();
        } catch (JMSException e) {
            return completion == null ? null : completions.poll().outcome(unknown(e));
        }
        while (!line.isEmpty()) {
            EponaConsumer consumer = pollLine();
            SessionWork work = consumer.nextForListener();
            if (work != null) {
                lineUp(consumer);
                return work;
            }
        }
        return null;
    }

    private EponaConsumer pollLine() {
        Iterator<EponaConsumer> first = line.iterator();
        EponaConsumer consumer = first.next();
        first.remove();
        return consumer;
    }

    private static JMSException unknown(JMSException cause) {
        return JmsErrors.of(
                ErrorCode.OUTCOME_UNKNOWN,
                "connection failed before the send was confirmed: " + cause.getMessage(),
                cause);
    }

    /** Whether a consumer has a listener. Lock held. */
    boolean isListening() {
        return !listening.isEmpty();
    }

    /** Blocks until no listener runs; from then on the caller's thread calls one. Lock held. */
    void enterGuest() throws InterruptedException {
        while (current != null || guest != null) {
            monitor.awaitArrival();
        }
        guest = Thread.currentThread();
    }

    /** Lock held. */
    void leaveGuest() {
        guest = null;
        monitor.signalArrival();
    }

    /** Whether the caller is a listener that this thread, or a server's in its place, runs. */
    boolean isCurrent() {
        return isOwn() || Thread.currentThread() == guest;
    }

    private boolean isOwn() {
        return Thread.currentThread() == thread;
    }

    /** @throws jakarta.jms.IllegalStateException if a completion listener calls, which would wait for itself */
    void refuseInCompletion(String method) throws JMSException {
        if (isOwn() && !(current instanceof ListenerWork)) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "not allowed in a completion listener: method=" + method);
        }
    }

    /** @throws jakarta.jms.IllegalStateException if a message listener calls, for whose end it would wait */
    void refuseInMessageListener(String method) throws JMSException {
        boolean isGuest = Thread.currentThread() == guest;
        if (isGuest || isOwn() && current instanceof ListenerWork) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "not allowed in a message listener: method=" + method);
        }
    }

    /** @throws jakarta.jms.IllegalStateException if any listener of this session calls */
    void refuseInListener(String method) throws JMSException {
        if (isCurrent()) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "not allowed in a listener of this session: method=" + method);
        }
    }

    /**
     * A session with a listener is its listeners' thread's alone once messages flow. Lock held.
     *
     * @throws jakarta.jms.IllegalStateException if a consumer has a message listener, and another thread calls
     */
    void refuseBesideListeners(String method) throws JMSException {
        if (!listening.isEmpty() && !isCurrent()) {
            throw JmsErrors.of(
                    ErrorCode.ILLEGAL_STATE, "a consumer of the session has a message listener: method=" + method);
        }
    }

    /** Blocks until no message listener runs, or only that of the caller. */
    void awaitListeners() throws JMSException {
        awaitUntil(() -> isCurrent() || !(current instanceof ListenerWork) && guest == null, 0);
    }

    /** Blocks until the listener of this consumer does not run, unless it is the caller. */
    void awaitListener(EponaConsumer consumer) throws JMSException {
        awaitUntil(() -> isCurrent() || current == null || !current.isFor(consumer), 0);
    }

    /**
     * Blocks until all completion listeners have been called.
     *
     * @param timeoutMs 0 for no limit
     * @return whether they have
     */
    boolean awaitCompletions(long timeoutMs) throws JMSException {
        monitor.lock();
        Thread caller = Thread.currentThread() == guest ? guest : null;
        try {
            if (caller != null) {
                // Its listener waits for the others, so it is their turn.
                leaveGuest();
            }
            return awaitUntil(
                    () -> isOwn() || completions.isEmpty() && (current == null || current instanceof ListenerWork),
                    timeoutMs);
        } finally {
            if (caller != null) {
                guest = caller;
            }
            monitor.unlock();
        }
    }

    private boolean awaitUntil(BooleanSupplier isDone, long timeoutMs) throws JMSException {
        long remainingNs = timeoutMs == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        monitor.lock();
        try {
            while (!isDone.getAsBoolean() && remainingNs > 0) {
                remainingNs = monitor.awaitArrival(remainingNs);
            }
            return isDone.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JmsErrors.of(ErrorCode.INTERRUPTED, "interrupted while waiting for listeners: thread=" + name, e);
        } finally {
            monitor.unlock();
        }
    }

    /** No message listener is called any more, but for one that runs at this moment. */
    void stopListening() {
        monitor.lock();
        try {
            listening.clear();
            line.clear();
        } finally {
            monitor.unlock();
        }
    }

    /** Nothing is called any more. */
    void end() {
        monitor.lock();
        try {
            isEnding = true;
            monitor.signalArrival();
        } finally {
            monitor.unlock();
        }
    }
}
