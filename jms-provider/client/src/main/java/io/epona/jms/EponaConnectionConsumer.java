package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.ClientConsumer;
import io.epona.jms.link.ClientSession;
import io.epona.jms.link.Loading;
import io.epona.jms.link.SessionMonitor;
import io.epona.jms.link.Source;
import io.epona.protocol.ErrorCode;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Receives messages in a session of its own and loads them into the sessions of a server, on a thread of its own. A message
 * belongs to this consumer until the broker has moved it to a server's session, which settles it as its mode says.
 *
 * <p>When the server's pool fails, or gives a session of another connection, the connection's exception listener hears of
 * it, the messages stay, and the pool is asked again after a pause.
 */
final class EponaConnectionConsumer implements ConnectionConsumer {
    private static final long MIN_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private final EponaConnection connection;
    private final ServerSessionPool pool;
    private final int maxMessages;
    private final ClientSession link;
    private final SessionMonitor monitor;
    private final Loading loading;
    private final ClientConsumer consumer;
    private final Consumer<JMSException> onFailure;
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private long pauseNs = MIN_PAUSE_NS;

    /** Blocks until the broker has accepted the consumer. */
    EponaConnectionConsumer(
            EponaConnection connection,
            ClientSession link,
            Source source,
            ServerSessionPool pool,
            int maxMessages,
            Consumer<JMSException> onFailure)
            throws JMSException {
        this.connection = connection;
        this.pool = pool;
        this.maxMessages = maxMessages;
        this.link = link;
        this.monitor = link.monitor();
        this.loading = link.loading();
        this.onFailure = onFailure;
        loading.requireSupport();
        this.consumer = link.receiving().open(source);
    }

    /** Begins to load messages, once the connection is started. */
    void start() {
        Thread thread = new Thread(this::run, "epona-connection-consumer-" + Long.toHexString(link.producerId()));
        thread.setDaemon(true);
        thread.start();
    }

    ClientSession link() {
        return link;
    }

    @Override
    public ServerSessionPool getServerSessionPool() throws JMSException {
        if (isClosing.get()) {
            throw JmsErrors.of(ErrorCode.CLOSED, "connection consumer is closed");
        }
        return pool;
    }

    private void run() {
        try {
            while (awaitMessages()) {
                if (dispatch()) {
                    pauseNs = MIN_PAUSE_NS;
                } else {
                    pause();
                }
            }
        } catch (JMSException e) {
            // The connection has failed for good, of which its listener has heard, or is closed.
            isClosing.set(true);
        } catch (InterruptedException e) {
            // Nobody else knows this thread but the pool, whose code runs on it.
            report(JmsErrors.of(ErrorCode.INTERRUPTED, "thread of a connection consumer was interrupted", e));
        }
    }

    /** Returns false once it is closed or lost. */
    private boolean awaitMessages() throws JMSException, InterruptedException {
        monitor.lock();
        try {
            while (!isOver() && !loading.isDue(consumer)) {
                monitor.awaitArrival();
            }
            return !isOver();
        } finally {
            monitor.unlock();
        }
    }

    private boolean isOver() throws JMSException {
        monitor.checkAlive();
        return isClosing.get() || link.receiving().hasFailed(consumer);
    }

    /** Returns whether the server has taken what there was. */
    private boolean dispatch() throws JMSException {
        SessionCore target = null;
        boolean isLoaded = false;
        try {
            ServerSession server = pool.getServerSession();
            if (server == null) {
                throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "pool has no server session: pool=" + pool.getClass());
            }
            target = core(server.getSession());
            isLoaded = load(target, server);
            server.start();
            return true;
        } catch (JMSException e) {
            failed(e, isLoaded ? target : null);
        } catch (RuntimeException e) {
            failed(
                    JmsErrors.of(ErrorCode.ILLEGAL_STATE, "server session failed: cause=" + e, e),
                    isLoaded ? target : null);
        }
        return false;
    }

    /**
     * Returns whether there were messages. The server session is to be started without any, too, and is if this fails: it is
     * the only way in which the pool gets it back.
     */
    private boolean load(SessionCore target, ServerSession server) throws JMSException {
        try {
            return loading.isDueNow(consumer)
                    && loading.load(consumer, target.link(), maxMessages, target.loaded()::add);
        } catch (JMSException | RuntimeException e) {
            giveBack(server, e);
            throw e;
        }
    }

    private static void giveBack(ServerSession server, Exception failure) {
        try {
            server.start();
        } catch (JMSException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private SessionCore core(Session session) throws JMSException {
        if (session instanceof EponaSession own && own.core().isOf(connection)) {
            own.core().checkOpen();
            return own.core();
        }
        throw JmsErrors.of(
                ErrorCode.ILLEGAL_STATE,
                "server session has no session of this connection: class="
                        + (session == null ? null : session.getClass().getName()));
    }

    /** @param loaded the session that has messages which nobody will run, null for none */
    private void failed(JMSException failure, SessionCore loaded) throws JMSException {
        if (!isClosing.get()) {
            report(failure);
        }
        if (loaded != null && loaded.isOpen()) {
            loaded.returnDeliveries();
        }
    }

    private void report(JMSException failure) {
        onFailure.accept(failure);
    }

    private void pause() throws InterruptedException {
        long remainingNs = pauseNs;
        pauseNs = Math.min(MAX_PAUSE_NS, pauseNs * 2);
        monitor.lock();
        try {
            while (remainingNs > 0 && !isClosing.get()) {
                remainingNs = monitor.awaitArrival(remainingNs);
            }
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Takes no more messages; those that server sessions have are theirs. Blocks until the broker has back what was not
     * loaded, but not for the pool.
     */
    @Override
    public void close() throws JMSException {
        close(false);
        connection.connectionConsumers().remove(this);
    }

    /** @param isConnectionClosing whether the connection is closed next */
    void close(boolean isConnectionClosing) throws JMSException {
        if (!isClosing.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!isConnectionClosing) {
                link.receiving().close(consumer);
            }
            link.close(isConnectionClosing);
        } finally {
            link.abandon();
        }
    }
}
