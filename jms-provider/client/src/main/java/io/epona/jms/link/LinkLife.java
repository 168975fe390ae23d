package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.EponaUri;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.UriOption;
import io.epona.protocol.transport.FrameLink;
import io.epona.protocol.transport.FrameListener;
import io.epona.protocol.wire.WelcomeDecoder;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a connection from its first socket to its last. Event loop only. */
final class LinkLife implements FrameReader.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(LinkLife.class);
    /** A broker that ends the connection for one of these would do so again. */
    private static final Set<ErrorCode> FINAL = EnumSet.of(
            ErrorCode.MALFORMED_FRAME,
            ErrorCode.UNSUPPORTED_VERSION,
            ErrorCode.FRAME_TOO_LONG,
            ErrorCode.NOT_EPONA,
            ErrorCode.CLIENT_ID_IN_USE,
            ErrorCode.CREDIT_EXCEEDED,
            ErrorCode.PROTOCOL_VIOLATION,
            ErrorCode.AUTHENTICATION_FAILED,
            ErrorCode.AUTHENTICATION_REQUIRED);

    private static final long CLOSE_TIMEOUT_MS = 1_000;

    private final EponaUri uri;
    private final Credentials credentials;
    private final EventLoop loop;
    private final FrameWriter writer;
    private final Routes routes;
    private final TemporaryNames temporaryNames;
    private final Router router;
    private final Consumer<Failure> onFailure;
    private final Dialer dialer;
    private final Resumption resumption;
    private final Heartbeats heartbeats;
    private Identity identity = new Identity(UUID.randomUUID(), "");
    private LinkState state = LinkState.NEW;
    private FrameReader reader;
    /** Whoever waits for the first socket or the first welcome. */
    private CompletableFuture<Void> waiting = new CompletableFuture<>();

    /** The sessions that were not as before when last looked at, and those after them. */
    private final ArrayDeque<ClientSession> resuming = new ArrayDeque<>();

    private Runnable onClosed = () -> {};
    private boolean isIntroducing;
    private Failure failure;
    private volatile long brokerRunId;
    private volatile int protocolVersion;

    LinkLife(
            ClientLink.Way way,
            EventLoop loop,
            FrameWriter writer,
            Routes routes,
            TemporaryNames temporaryNames,
            Consumer<Failure> onFailure) {
        this.uri = way.uri();
        this.credentials = way.credentials();
        this.loop = loop;
        this.writer = writer;
        this.routes = routes;
        this.temporaryNames = temporaryNames;
        this.onFailure = onFailure;
        router = new Router(routes, this::checkResumed);
        dialer = new Dialer(uri, loop, this::onConnected, this::onRoundFailed);
        resumption = new Resumption(uri, loop, dialer, this::onGivenUp);
        heartbeats = new Heartbeats(loop, writer);
    }

    /** As the last welcome said; any thread. */
    int protocolVersion() {
        return protocolVersion;
    }

    /** Of the broker that gave the last welcome, 0 if there was none; any thread. */
    long brokerRunId() {
        return brokerRunId;
    }

    private void moveTo(LinkState next) {
        if (!state.permits(next)) {
            throw new IllegalStateException("connection state may not change: from=" + state + " to=" + next);
        }
        state = next;
    }

    /** Connects the first socket. */
    void connect(CompletableFuture<Void> outcome) {
        waiting = outcome;
        moveTo(LinkState.DIALING);
        dialer.startRound();
    }

    /** Greets the broker on the first socket, or on a new one if it did not last. */
    void introduce(String clientId, CompletableFuture<Void> outcome) {
        waiting = outcome;
        if (state == LinkState.CLOSED) {
            fail(waiting, new Failure(ErrorCode.CLOSED, "connection is closed"));
            return;
        }
        isIntroducing = true;
        identity = new Identity(identity.connectionId(), clientId);
        if (state == LinkState.IDLE) {
            dialer.allowRound();
            greet();
        } else {
            moveTo(LinkState.DIALING);
            dialer.startRound();
        }
    }

    private FrameListener onConnected(FrameLink link) {
        dropUnwelcomed();
        FrameReader connected = new FrameReader(link, this, router);
        reader = connected;
        if (credentials.isAnonymous()) {
            onReachable();
        } else {
            connected.authenticate(new Authentication(credentials, loop, () -> {
                if (reader == connected) {
                    onReachable();
                }
            }));
        }
        return connected;
    }

    /** A broker has taken the socket and knows the user, if there is one. */
    private void onReachable() {
        if (state == LinkState.LOST || isIntroducing) {
            greet();
        } else {
            dialer.stop();
            moveTo(LinkState.IDLE);
            waiting.complete(null);
        }
    }

    private void greet() {
        boolean isResumed = state == LinkState.LOST;
        if (state == LinkState.DIALING || state == LinkState.IDLE) {
            moveTo(LinkState.GREETING);
        }
        reader.writeNow(Frames.hello(identity, isResumed, uri.option(UriOption.HEARTBEAT_MS)));
    }

    @Override
    public void onWelcome(FrameReader from, WelcomeDecoder welcome) {
        if (from != reader) {
            return;
        }
        if (welcome.protocolVersion() > Protocol.VERSION) {
            from.end(new Failure(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "broker speaks a newer protocol: version=" + welcome.protocolVersion() + " known="
                            + Protocol.VERSION));
            return;
        }
        dialer.stop();
        protocolVersion = welcome.protocolVersion();
        boolean isSameRun = welcome.brokerRunId() == brokerRunId;
        brokerRunId = welcome.brokerRunId();
        from.link().setMaxFrameLength((int) Math.min(Integer.MAX_VALUE, welcome.maxFrameLength()));
        writer.attach(from.link());
        heartbeats.start(from, Math.max(1, welcome.heartbeatMs()));
        if (state == LinkState.GREETING) {
            moveTo(LinkState.LIVE);
            waiting.complete(null);
        } else {
            resumption.onWelcomed();
            resuming.clear();
            resuming.addAll(routes.sessions());
            temporaryNames.createAgain(writer);
            routes.sessions().forEach(session -> session.events().onLink(isSameRun));
            checkResumed();
        }
    }

    /** Ends the resume when all sessions are as before. */
    void checkResumed() {
        if (state != LinkState.LOST || reader == null || !reader.isWelcomed()) {
            return;
        }
        while (!resuming.isEmpty()
                && (isClosed(resuming.peek()) || resuming.peek().events().isResumed())) {
            resuming.poll();
        }
        if (resuming.isEmpty()) {
            writer.write(Frames.resumeComplete());
            moveTo(LinkState.LIVE);
            LOG.info(
                    "connection resumed: broker={} lostForMs={}",
                    reader.link().remoteAddress(),
                    resumption.lostForMs());
            resumption.onLive();
        }
    }

    private boolean isClosed(ClientSession session) {
        return routes.session(session.number()) != session;
    }

    /** A session to be opened, now or with the others on a resume. */
    void add(int number, ClientSession session) {
        routes.add(number, session);
        if (failure != null) {
            session.events().onFailure(failure);
        } else if (state == LinkState.CLOSED) {
            session.events().onFailure(new Failure(ErrorCode.CLOSED, "connection is closed"));
        } else if (reader != null && reader.isWelcomed()) {
            session.events().onLink(true);
        }
    }

    @Override
    public void onEnded(FrameReader from, Failure reason) {
        if (state == LinkState.CLOSED) {
            onClosed.run();
            return;
        } else if (from != reader) {
            return;
        }
        boolean wasWelcomed = reader.isWelcomed();
        reader = null;
        heartbeats.stop();
        writer.detach();
        switch (state) {
            case IDLE -> moveTo(LinkState.NEW);
            case DIALING, GREETING -> onGreetingEnded(reason);
            case LIVE -> onLost(reason);
            case LOST -> onLostAgain(wasWelcomed, reason);
            default -> {
                // Ended by this side.
            }
        }
    }

    private void onGreetingEnded(Failure reason) {
        if (FINAL.contains(reason.code())) {
            dialer.stop();
            moveTo(LinkState.NEW);
            fail(waiting, reason);
        } else {
            if (state == LinkState.GREETING) {
                moveTo(LinkState.DIALING);
            }
            dialer.fail(reason.text());
        }
    }

    private void onLost(Failure reason) {
        if (FINAL.contains(reason.code())) {
            fail(reason);
        } else {
            moveTo(LinkState.LOST);
            LOG.warn("connection lost: code={} reason={}", reason.code().label(), reason.text());
            routes.sessions().forEach(session -> session.events().onLinkLost());
            resumption.onLost(reason.text());
        }
    }

    private void onLostAgain(boolean wasWelcomed, Failure reason) {
        if (FINAL.contains(reason.code())) {
            fail(reason);
        } else if (wasWelcomed) {
            routes.sessions().forEach(session -> session.events().onLinkLost());
            resumption.onLost(reason.text());
        } else {
            dialer.fail(reason.text());
        }
    }

    private void onRoundFailed(String reasons) {
        dropUnwelcomed();
        if (state == LinkState.LOST) {
            resumption.onRoundFailed(reasons);
        } else {
            moveTo(LinkState.NEW);
            fail(waiting, new Failure(ErrorCode.CONNECT_FAILED, "no broker could be reached: tried=" + reasons));
        }
    }

    /** A socket on which no welcome came in time. */
    private void dropUnwelcomed() {
        if (reader != null) {
            FrameReader dropped = reader;
            reader = null;
            dropped.close();
        }
    }

    private void onGivenUp(String reason) {
        fail(new Failure(
                ErrorCode.CONNECT_FAILED,
                "connection could not be resumed in time: lostForMs=" + resumption.lostForMs() + " tried=" + reason));
    }

    private void fail(Failure reason) {
        failure = reason;
        moveTo(LinkState.FAILED);
        LOG.warn("connection failed for good: code={} reason={}", reason.code().label(), reason.text());
        resumption.stop();
        endReader();
        routes.sessions().forEach(session -> fail(session, reason));
        onFailure.accept(reason);
    }

    private static void fail(ClientSession session, Failure reason) {
        session.events().onFailure(reason);
        SharedBranches.instance().remove(session);
    }

    private static void fail(CompletableFuture<Void> outcome, Failure reason) {
        outcome.completeExceptionally(JmsErrors.of(reason.code(), reason.text()));
    }

    /**
     * Says goodbye.
     *
     * @param whenClosed runs once the last socket is closed, perhaps more than once
     */
    void close(Runnable whenClosed) {
        moveTo(LinkState.CLOSED);
        onClosed = whenClosed;
        resumption.stop();
        Failure reason = new Failure(ErrorCode.CLOSED, "connection is closed");
        routes.sessions().forEach(session -> fail(session, reason));
        fail(waiting, reason);
        if (reader == null) {
            whenClosed.run();
        } else {
            // A broker that does not read must not keep this side from ending.
            loop.schedule(whenClosed, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            endReader();
        }
    }

    private void endReader() {
        heartbeats.stop();
        if (reader != null) {
            FrameReader ended = reader;
            reader = null;
            if (ended.isWelcomed()) {
                ended.writeNow(Frames.disconnect(null, ""));
            }
            ended.close();
        }
        writer.detach();
    }
}
