package io.epona.broker.core;

import io.epona.broker.users.User;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.scram.ScramException;
import io.epona.protocol.scram.ScramServer;
import io.epona.protocol.wire.AuthenticateDecoder;
import io.epona.protocol.wire.ProofDecoder;

/** Who a client is: what it says and proves on one socket before its {@code Hello}. Event loop only. */
final class Introduction {
    private final Access access;
    private final OutgoingFrames frames;
    private final Peer peer;
    private ScramServer exchange;
    private boolean isProven;

    Introduction(Access access, OutgoingFrames frames, Peer peer) {
        this.access = access;
        this.frames = frames;
        this.peer = peer;
    }

    /** The client says who it is; it is asked for a proof. Users who do not exist are asked like those who do. */
    void onAuthenticate(AuthenticateDecoder frame) {
        checkSpeech(frame.magic(), frame.protocolVersion());
        if (exchange != null) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "one user on one socket, and no other");
        }
        if (!access.users().isConfigured()) {
            throw new ViolationException(
                    ErrorCode.AUTHENTICATION_FAILED, "broker has no users, connect without user and password");
        }
        try {
            exchange = ScramServer.begin(frame.clientFirst());
            User.checkName(exchange.user());
            frames.challenge(peer, exchange.challenge(access.users().verifier(exchange.user())));
        } catch (ScramException e) {
            throw malformed(e);
        } catch (IllegalArgumentException e) {
            throw (ViolationException)
                    new ViolationException(ErrorCode.AUTHENTICATION_FAILED, e.getMessage()).initCause(e);
        }
    }

    /** What came of a proof. */
    sealed interface Verdict {
        /** The client is who it says. */
        record Accepted() implements Verdict {}

        /** It is not, and hears so after a while. */
        record Rejected(long delayMs, String reason) implements Verdict {}
    }

    Verdict onProof(ProofDecoder frame) {
        if (exchange == null || isProven) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "nobody has asked for a proof");
        }
        String signature;
        try {
            signature = exchange.check(frame.clientFinal());
        } catch (ScramException e) {
            throw malformed(e);
        }
        if (signature == null || access.users().user(exchange.user()) == null) {
            long delayMs = access.brake().onFailure(address());
            return new Verdict.Rejected(delayMs, "user or password wrong: user=" + exchange.user());
        }
        access.brake().onSuccess(address());
        isProven = true;
        frames.authenticated(peer, signature);
        return new Verdict.Accepted();
    }

    /** The user at the time of {@code Hello}; null for none, if that is allowed. */
    User user() {
        if (exchange != null && !isProven) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "Hello before the proof");
        }
        if (exchange == null && !access.users().isAnonymousAllowed()) {
            throw new ViolationException(ErrorCode.AUTHENTICATION_REQUIRED, "connect with user and password");
        }
        return exchange == null ? null : access.users().user(exchange.user());
    }

    /** What the first frame of a client must say. */
    static void checkSpeech(long magic, int version) {
        if (magic != Integer.toUnsignedLong(Protocol.MAGIC)) {
            throw new ViolationException(ErrorCode.NOT_EPONA, "wrong magic: magic=" + Long.toHexString(magic));
        }
        if (version < Protocol.MIN_VERSION) {
            throw new ViolationException(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "protocol version too old: version=" + version + " oldest=" + Protocol.MIN_VERSION);
        }
    }

    /** Without the port, which differs from socket to socket. */
    private String address() {
        String address = peer.remoteAddress();
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private static ViolationException malformed(ScramException e) {
        return (ViolationException)
                new ViolationException(ErrorCode.MALFORMED_FRAME, "not SCRAM-SHA-256: " + e.getMessage()).initCause(e);
    }
}
