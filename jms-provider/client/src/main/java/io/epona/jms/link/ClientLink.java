package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.EponaUri;
import io.epona.protocol.ErrorCode;
import io.netty.channel.EventLoop;
import jakarta.jms.JMSException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A connection that outlives its sockets. It connects at once, but introduces itself to the broker only when its client id
 * is final; from then on a lost socket is replaced behind the application's back. Any thread; methods that block say so.
 */
public final class ClientLink {
    private final EponaUri uri;
    private final EventLoop loop;
    private final FrameWriter writer;
    private final Routes routes = new Routes();
    private final TemporaryNames temporaryNames = new TemporaryNames(this);
    private final LinkLife life;
    private final Consumer<JMSException> onFailure;
    private final ReentrantLock introducing = new ReentrantLock();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean isCloseDue;
    private boolean isIntroduced;

    /** Where to connect, and as whom. */
    public record Way(EponaUri uri, Credentials credentials) {}

    private ClientLink(Way way, EventLoop loop, Consumer<JMSException> onFailure) {
        this.uri = way.uri();
        this.loop = loop;
        this.onFailure = onFailure;
        writer = new FrameWriter(loop);
        life = new LinkLife(
                way, loop, writer, routes, temporaryNames, failure -> onFailure.accept(failure.toException()));
    }

    /**
     * Connects a socket and, if there is a user, has the broker know it. Blocks for the connect timeout at most, for each
     * host.
     *
     * @param onFailure hears on the event loop when the connection, or a consumer of it, is lost for good
     * @throws JMSException with {@link ErrorCode#CONNECT_FAILED}, naming every address tried
     * @throws jakarta.jms.JMSSecurityException if the user does not exist or the password is wrong
     */
    public static ClientLink connect(Way way, Consumer<JMSException> onFailure) throws JMSException {
        ClientLink link = new ClientLink(way, SharedLoop.instance().acquire(), onFailure);
        boolean isConnected = false;
        try {
            link.await(link.life::connect, "connect");
            isConnected = true;
        } finally {
            if (!isConnected) {
                link.close();
            }
        }
        return link;
    }

    /**
     * Has a broker welcome the connection, if none has yet. Blocks.
     *
     * @param clientId the JMS client id, empty for none
     * @throws jakarta.jms.InvalidClientIDException if the client id is in use; another may be tried
     */
    public void introduce(String clientId) throws JMSException {
        introducing.lock();
        try {
            if (!isIntroduced) {
                await(outcome -> life.introduce(clientId, outcome), "introduce clientId=" + clientId);
                isIntroduced = true;
            }
        } finally {
            introducing.unlock();
        }
    }

    private void await(Consumer<CompletableFuture<Void>> action, String what) throws JMSException {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        loop.execute(() -> action.accept(outcome));
        try {
            outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JmsErrors.of(ErrorCode.INTERRUPTED, "interrupted: " + what, e);
        } catch (ExecutionException e) {
            throw (JMSException) e.getCause();
        }
    }

    /** Blocks until a broker has opened the session; the connection must be introduced. */
    public ClientSession openSession(boolean isTransacted) throws JMSException {
        int number = routes.nextSession();
        ClientSession session = new ClientSession(this, number, newProducerId(), isTransacted);
        loop.execute(() -> life.add(number, session));
        try {
            session.awaitOpen();
            return session;
        } catch (JMSException e) {
            remove(number);
            throw e;
        }
    }

    /** No two sessions of any client may have the same one, or the broker would take sends for repetitions; 0 is none. */
    private long newProducerId() {
        long id = random.nextLong();
        while (id == 0) {
            id = random.nextLong();
        }
        return id;
    }

    /**
     * Says goodbye to the broker, which forgets the connection. Sessions are to be closed before. Blocks until that is
     * said, a second or two at most: a process that ends next would else leave its messages locked for a while. As long
     * as sessions that were closed have to do with branches of distributed transactions, that is put off.
     */
    public void close() {
        isCloseDue = true;
        if (routes.sessions().stream().noneMatch(ClientSession::isCloseDue)) {
            end();
        }
    }

    private void end() {
        if (isClosed.compareAndSet(false, true)) {
            CompletableFuture<Void> said = new CompletableFuture<>();
            loop.execute(() -> life.close(() -> {
                if (said.complete(null)) {
                    SharedLoop.instance().release();
                }
            }));
            if (!loop.inEventLoop()) {
                said.join();
            }
        }
    }

    /** The temporary destinations of the connection. */
    public TemporaryNames temporaryNames() {
        return temporaryNames;
    }

    /** The version of the protocol that is spoken with the broker of the present or the last link. */
    int protocolVersion() {
        return life.protocolVersion();
    }

    /** Whether it is, or was last, connected to the same broker as another one, as far as is known. */
    public boolean isToSameBroker(ClientLink other) {
        return this == other || life.brokerRunId() != 0 && life.brokerRunId() == other.life.brokerRunId();
    }

    EponaUri uri() {
        return uri;
    }

    FrameWriter writer() {
        return writer;
    }

    Routes routes() {
        return routes;
    }

    /** Something is lost for good that nobody waits for. */
    void report(Failure failure) {
        onFailure.accept(failure.toException());
    }

    /** Forgets a session; on a resume that is under way nobody waits for it any more. */
    void remove(int session) {
        routes.removeSession(session);
        if (!isClosed.get()) {
            loop.execute(life::checkResumed);
        }
        if (isCloseDue) {
            close();
        }
    }
}
