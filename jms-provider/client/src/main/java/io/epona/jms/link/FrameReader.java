package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.transport.FrameBuffer;
import io.epona.protocol.transport.FrameLink;
import io.epona.protocol.transport.FrameListener;
import io.epona.protocol.wire.AuthenticatedDecoder;
import io.epona.protocol.wire.ChallengeDecoder;
import io.epona.protocol.wire.DisconnectDecoder;
import io.epona.protocol.wire.HeartbeatDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.WelcomeDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** One socket of a connection: speaks the handshake, and hands what follows to the {@link Router}. Event loop only. */
final class FrameReader implements FrameListener {
    /** Hears how the socket fares. */
    interface Owner {
        void onWelcome(FrameReader reader, WelcomeDecoder welcome);

        /** Called once, last. */
        void onEnded(FrameReader reader, Failure reason);
    }

    private static final Failure LOST = new Failure(ErrorCode.CONNECT_FAILED, "connection closed by the network");

    private final FrameLink link;
    private final Owner owner;
    private final Router router;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    /** Null for a connection without a user. */
    private Authentication authentication;

    private boolean isWelcomed;
    private boolean isEnded;
    private long lastReadNs = System.nanoTime();
    private Failure reason = LOST;

    FrameReader(FrameLink link, Owner owner, Router router) {
        this.link = link;
        this.owner = owner;
        this.router = router;
    }

    FrameLink link() {
        return link;
    }

    boolean isWelcomed() {
        return isWelcomed;
    }

    long lastReadNs() {
        return lastReadNs;
    }

    /** Begins to prove who the user is; called before anything else. */
    void authenticate(Authentication begun) {
        authentication = begun;
        writeNow(begun.begin());
    }

    /** Writes a frame past the connection's writer, which has this link only while frames flow. */
    void writeNow(Frame frame) {
        FrameBuffer frames = new FrameBuffer();
        MutableDirectBuffer buffer = frames.begin(frame.maxLength());
        frames.end(frame.encoding().encode(buffer, frames.offset(), new MessageHeaderEncoder()));
        frames.writeTo(link);
    }

    /** Ends the socket, of which the owner hears. */
    void close() {
        link.close();
    }

    /** Says why to the broker and ends the socket. */
    void end(Failure failure) {
        reason = failure;
        writeNow(Frames.disconnect(failure.code(), failure.text()));
        close();
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        try {
            if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
                onMalformed(ErrorCode.MALFORMED_FRAME, "schema is not Epona's: schema=" + header.schemaId());
            } else {
                dispatch(buffer, offset);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            onMalformed(
                    ErrorCode.MALFORMED_FRAME,
                    "frame ends early: template=" + header.templateId() + " length=" + length);
        }
    }

    private void dispatch(DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case WelcomeDecoder.TEMPLATE_ID -> {
                isWelcomed = true;
                owner.onWelcome(this, new WelcomeDecoder().wrapAndApplyHeader(buffer, offset, header));
            }
            case DisconnectDecoder.TEMPLATE_ID ->
                onDisconnect(new DisconnectDecoder().wrapAndApplyHeader(buffer, offset, header));
            case HeartbeatDecoder.TEMPLATE_ID -> {
                // That it came is all it says.
            }
            default -> {
                if (authentication == null || isWelcomed || !dispatchProof(buffer, offset)) {
                    dispatchWelcomed(buffer, offset);
                }
            }
        }
    }

    private boolean dispatchProof(DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case ChallengeDecoder.TEMPLATE_ID ->
                authentication.onChallenge(
                        this,
                        new ChallengeDecoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .serverFirst());
            case AuthenticatedDecoder.TEMPLATE_ID ->
                authentication.onAuthenticated(
                        this,
                        new AuthenticatedDecoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .serverFinal());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void dispatchWelcomed(DirectBuffer buffer, int offset) {
        if (!isWelcomed || !router.route(header, buffer, offset)) {
            onMalformed(
                    ErrorCode.PROTOCOL_VIOLATION,
                    "frame makes no sense here: template=" + header.templateId() + " welcomed=" + isWelcomed);
        }
    }

    private void onDisconnect(DisconnectDecoder disconnect) {
        int code = disconnect.code();
        ErrorCode known = code == 0 ? ErrorCode.BROKER_CLOSING : ErrorCode.of(code);
        reason = new Failure(known, "broker ended the connection: reason=" + disconnect.reason());
        close();
    }

    @Override
    public void onMalformed(ErrorCode code, String text) {
        end(new Failure(code, text + " broker=" + link.remoteAddress()));
    }

    @Override
    public void onFramesEnd() {
        lastReadNs = System.nanoTime();
    }

    @Override
    public void onWritabilityChanged() {
        // What a client writes is bounded by the broker's credit.
    }

    @Override
    public void onClosed() {
        if (!isEnded) {
            isEnded = true;
            owner.onEnded(this, reason);
        }
    }
}
