package io.epona.broker.core;

import io.epona.broker.store.ConnectionId;
import io.epona.broker.users.User;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AuthenticateDecoder;
import io.epona.protocol.wire.DisconnectDecoder;
import io.epona.protocol.wire.HelloDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.ProofDecoder;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket of a client, from its acceptance to its end: the introduction, the heartbeats, and what is malformed. */
public final class PeerHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeerHandler.class);
    private static final int MIN_HEARTBEAT_MS = 100;
    private static final int MAX_HEARTBEAT_MS = 600_000;
    private static final int SILENT_HEARTBEATS = 3;

    private enum State {
        HALF_OPEN,
        REJECTED,
        OPEN,
        CLOSED;

        boolean permits(State next) {
            return switch (this) {
                case HALF_OPEN -> next == OPEN || next == REJECTED || next == CLOSED;
                case REJECTED, OPEN -> next == CLOSED;
                case CLOSED -> false;
            };
        }
    }

    private final BrokerCore core;
    private final Services services;
    private final Peer peer;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    private final Introduction introduction;

    private State state = State.HALF_OPEN;
    private Connection connection;
    private BrokerLoop.Timer timer;
    private int heartbeatMs;
    private int silentHeartbeats;
    private boolean hasSent;

    PeerHandler(BrokerCore core, Services services, Peer peer) {
        this.core = core;
        this.services = services;
        this.peer = peer;
        this.introduction = new Introduction(core.access(), services.frames(), peer);
        this.timer = services.loop()
                .schedule(
                        Protocol.HANDSHAKE_TIMEOUT_MS,
                        () -> fail(
                                ErrorCode.HANDSHAKE_TIMEOUT,
                                "no complete Hello: waitedMs=" + Protocol.HANDSHAKE_TIMEOUT_MS));
    }

    private void become(State next) {
        if (!state.permits(next)) {
            throw new IllegalStateException("peer state: from=" + state + " to=" + next);
        }
        state = next;
    }

    /** Takes in a frame. Whatever is wrong with it ends this client's socket and nothing else. */
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        if (state == State.CLOSED || state == State.REJECTED) {
            return;
        }
        silentHeartbeats = 0;
        try {
            header.wrap(buffer, offset);
            if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
                ErrorCode code = state == State.HALF_OPEN ? ErrorCode.NOT_EPONA : ErrorCode.MALFORMED_FRAME;
                throw new ViolationException(code, "unknown schema: schema=" + header.schemaId());
            }
            handle(buffer, offset, length);
        } catch (ViolationException e) {
            fail(e.code(), e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            fail(ErrorCode.MALFORMED_FRAME, "body ends early: template=" + header.templateId() + " length=" + length);
        }
    }

    private void handle(DirectBuffer buffer, int offset, int length) {
        if (state == State.HALF_OPEN) {
            handleHalfOpen(buffer, offset);
        } else if (header.templateId() == DisconnectDecoder.TEMPLATE_ID) {
            become(State.CLOSED);
            timer.cancel();
            services.frames().disconnect(peer, null, "");
            core.connections().end(connection, true);
            peer.close();
        } else {
            core.requests().handle(connection, buffer, offset, length);
        }
    }

    private void handleHalfOpen(DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case HelloDecoder.TEMPLATE_ID -> introduce(new HelloDecoder().wrapAndApplyHeader(buffer, offset, header));
            case AuthenticateDecoder.TEMPLATE_ID ->
                introduction.onAuthenticate(new AuthenticateDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ProofDecoder.TEMPLATE_ID ->
                judge(introduction.onProof(new ProofDecoder().wrapAndApplyHeader(buffer, offset, header)));
            default ->
                throw new ViolationException(
                        ErrorCode.PROTOCOL_VIOLATION, "Hello must come first: template=" + header.templateId());
        }
    }

    private void judge(Introduction.Verdict verdict) {
        if (verdict instanceof Introduction.Verdict.Rejected rejected) {
            become(State.REJECTED);
            timer.cancel();
            timer = services.loop()
                    .schedule(rejected.delayMs(), () -> fail(ErrorCode.AUTHENTICATION_FAILED, rejected.reason()));
        }
    }

    private void introduce(HelloDecoder hello) {
        Introduction.checkSpeech(hello.magic(), hello.protocolVersion());
        User user = introduction.user();
        ConnectionId id = new ConnectionId(hello.connectionIdHigh(), hello.connectionIdLow());
        boolean isResuming = hello.resumed() != 0;
        int version = Math.min(Protocol.VERSION, hello.protocolVersion());
        int wantedMs = (int) Math.min(MAX_HEARTBEAT_MS, hello.heartbeatMs());
        try {
            Connections.Admission admission = core.connections().admit(peer, user, id, hello.clientId(), isResuming);
            become(State.OPEN);
            core.onIntroduced(this);
            timer.cancel();
            connection = admission.connection();
            connection.speak(version);
            heartbeatMs = Math.max(MIN_HEARTBEAT_MS, wantedMs);
            timer = services.loop().schedule(heartbeatMs, this::heartbeat);
            peer.admit();
            services.frames()
                    .welcome(
                            peer,
                            new OutgoingFrames.WelcomeFields(
                                    version,
                                    admission.isResumed(),
                                    core.runId(),
                                    heartbeatMs,
                                    services.settings().resumeGraceMs()));
        } catch (RefusedException e) {
            throw new ViolationException(e.code(), e.getMessage());
        }
    }

    private void heartbeat() {
        if (state != State.OPEN) {
            return;
        }
        if (++silentHeartbeats > SILENT_HEARTBEATS) {
            fail(ErrorCode.PEER_SILENT, "nothing received: silentMs=" + SILENT_HEARTBEATS * heartbeatMs);
        } else {
            if (!hasSent) {
                services.frames().heartbeat(peer);
            }
            hasSent = false;
            timer = services.loop().schedule(heartbeatMs, this::heartbeat);
        }
    }

    /** Something was sent, so that no heartbeat is needed for a while. */
    public void onSent() {
        hasSent = true;
    }

    /** Tells the client what is wrong with it, and closes its socket. */
    public void fail(ErrorCode code, String reason) {
        if (state != State.CLOSED) {
            LOGGER.warn(
                    "connection refused or ended: peer={} code={} reason={}",
                    peer.remoteAddress(),
                    code.label(),
                    reason);
            services.frames().disconnect(peer, code, reason);
            peer.close();
            onClosed();
        }
    }

    /** The client takes data again. */
    public void onWritable() {
        if (state == State.OPEN && connection.peer() == peer) {
            connection.onWritable();
        }
    }

    /** The socket is gone. */
    public void onClosed() {
        if (state != State.CLOSED) {
            boolean wasOpen = state == State.OPEN;
            become(State.CLOSED);
            timer.cancel();
            core.onIntroduced(this);
            if (wasOpen) {
                core.connections().detach(connection, peer);
            }
        }
    }
}
