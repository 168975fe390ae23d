package io.epona.broker.core;

import io.epona.broker.queue.QueueWalk;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeConfirmedEncoder;
import io.epona.protocol.wire.AuthenticatedEncoder;
import io.epona.protocol.wire.BrowseAnsweredEncoder;
import io.epona.protocol.wire.BrowsedEncoder;
import io.epona.protocol.wire.ChallengeEncoder;
import io.epona.protocol.wire.ConsumerOpenedEncoder;
import io.epona.protocol.wire.DeliveryEncoder;
import io.epona.protocol.wire.DisconnectEncoder;
import io.epona.protocol.wire.HeartbeatEncoder;
import io.epona.protocol.wire.HeldRefusedEncoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.ProducerCreditEncoder;
import io.epona.protocol.wire.ResponseEncoder;
import io.epona.protocol.wire.SendConfirmedEncoder;
import io.epona.protocol.wire.SendRejectedEncoder;
import io.epona.protocol.wire.SessionOpenedEncoder;
import io.epona.protocol.wire.WelcomeEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongArrayList;

/** Encodes what the broker says. */
final class OutgoingFrames {
    private static final int HEADER = Protocol.HEADER_LENGTH;
    private static final int MAX_TEXT_LENGTH = 1024;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final WelcomeEncoder welcome = new WelcomeEncoder();
    private final DisconnectEncoder disconnect = new DisconnectEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final ResponseEncoder response = new ResponseEncoder();
    private final SessionOpenedEncoder sessionOpened = new SessionOpenedEncoder();
    private final SendConfirmedEncoder sendConfirmed = new SendConfirmedEncoder();
    private final SendRejectedEncoder sendRejected = new SendRejectedEncoder();
    private final ProducerCreditEncoder producerCredit = new ProducerCreditEncoder();
    private final ConsumerOpenedEncoder consumerOpened = new ConsumerOpenedEncoder();
    private final DeliveryEncoder delivery = new DeliveryEncoder();
    private final BrowsedEncoder browsed = new BrowsedEncoder();
    private final BrowseAnsweredEncoder browseAnswered = new BrowseAnsweredEncoder();
    private final AcknowledgeConfirmedEncoder acknowledgeConfirmed = new AcknowledgeConfirmedEncoder();

    /** What a welcome says. */
    record WelcomeFields(
            int protocolVersion, boolean isResumed, long brokerRunId, int heartbeatMs, int resumeGraceMs) {}

    void welcome(Peer peer, WelcomeFields fields) {
        byte[] product = text("Epona");
        MutableDirectBuffer buffer = peer.begin(
                HEADER + WelcomeEncoder.BLOCK_LENGTH + WelcomeEncoder.productHeaderLength() + product.length);
        welcome.wrapAndApplyHeader(buffer, peer.offset(), header)
                .protocolVersion(fields.protocolVersion())
                .resumed((short) (fields.isResumed() ? 1 : 0))
                .brokerRunId(fields.brokerRunId())
                .maxFrameLength(Protocol.MAX_FRAME_LENGTH)
                .heartbeatMs(fields.heartbeatMs())
                .resumeGraceMs(fields.resumeGraceMs())
                .putProduct(product, 0, product.length);
        peer.end(HEADER + welcome.encodedLength());
    }

    /** Asks for the proof of a password. */
    void challenge(Peer peer, String serverFirst) {
        byte[] text = serverFirst.getBytes(StandardCharsets.UTF_8);
        MutableDirectBuffer buffer = peer.begin(
                HEADER + ChallengeEncoder.BLOCK_LENGTH + ChallengeEncoder.serverFirstHeaderLength() + text.length);
        ChallengeEncoder challenge = new ChallengeEncoder().wrapAndApplyHeader(buffer, peer.offset(), header);
        challenge.putServerFirst(text, 0, text.length);
        peer.end(HEADER + challenge.encodedLength());
    }

    /** Proves to a client that has proved who it is that the broker knows it. */
    void authenticated(Peer peer, String serverFinal) {
        byte[] text = serverFinal.getBytes(StandardCharsets.UTF_8);
        MutableDirectBuffer buffer = peer.begin(HEADER
                + AuthenticatedEncoder.BLOCK_LENGTH
                + AuthenticatedEncoder.serverFinalHeaderLength()
                + text.length);
        AuthenticatedEncoder authenticated =
                new AuthenticatedEncoder().wrapAndApplyHeader(buffer, peer.offset(), header);
        authenticated.putServerFinal(text, 0, text.length);
        peer.end(HEADER + authenticated.encodedLength());
    }

    /** An orderly end has no code. */
    void disconnect(Peer peer, ErrorCode code, String reason) {
        byte[] text = text(reason);
        MutableDirectBuffer buffer = peer.begin(
                HEADER + DisconnectEncoder.BLOCK_LENGTH + DisconnectEncoder.reasonHeaderLength() + text.length);
        disconnect
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .code(code == null ? 0 : code.number())
                .putReason(text, 0, text.length);
        peer.end(HEADER + disconnect.encodedLength());
    }

    void heartbeat(Peer peer) {
        heartbeat.wrapAndApplyHeader(peer.begin(HEADER), peer.offset(), header);
        peer.end(HEADER + heartbeat.encodedLength());
    }

    void done(Peer peer, long request) {
        respond(peer, request, 0, "");
    }

    void refused(Peer peer, long request, ErrorCode code, String reason) {
        respond(peer, request, code.number(), reason);
    }

    private void respond(Peer peer, long request, int code, String reason) {
        byte[] text = text(reason);
        MutableDirectBuffer buffer =
                peer.begin(HEADER + ResponseEncoder.BLOCK_LENGTH + ResponseEncoder.textHeaderLength() + text.length);
        response.wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request)
                .code(code)
                .putText(text, 0, text.length);
        peer.end(HEADER + response.encodedLength());
    }

    void sessionOpened(
            Peer peer, long request, long session, long lastSequence, long creditBytes, Map<Long, ErrorCode> rejected) {
        int groupLength = SessionOpenedEncoder.RejectedEncoder.HEADER_SIZE
                + rejected.size() * SessionOpenedEncoder.RejectedEncoder.sbeBlockLength();
        MutableDirectBuffer buffer = peer.begin(HEADER + SessionOpenedEncoder.BLOCK_LENGTH + groupLength);
        SessionOpenedEncoder.RejectedEncoder group = sessionOpened
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request)
                .session(session)
                .lastSequence(lastSequence)
                .creditBytes(creditBytes)
                .rejectedCount(rejected.size());
        rejected.forEach((sequence, code) -> group.next().sequence(sequence).code(code.number()));
        peer.end(HEADER + sessionOpened.encodedLength());
    }

    void sendConfirmed(Peer peer, long session, long sequence) {
        MutableDirectBuffer buffer = peer.begin(HEADER + SendConfirmedEncoder.BLOCK_LENGTH);
        sendConfirmed
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .session(session)
                .sequence(sequence);
        peer.end(HEADER + sendConfirmed.encodedLength());
    }

    void sendRejected(Peer peer, long session, long sequence, ErrorCode code, String reason) {
        byte[] text = text(reason);
        MutableDirectBuffer buffer = peer.begin(
                HEADER + SendRejectedEncoder.BLOCK_LENGTH + SendRejectedEncoder.textHeaderLength() + text.length);
        sendRejected
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .session(session)
                .sequence(sequence)
                .code(code.number())
                .putText(text, 0, text.length);
        peer.end(HEADER + sendRejected.encodedLength());
    }

    void producerCredit(Peer peer, long session, long bytes) {
        MutableDirectBuffer buffer = peer.begin(HEADER + ProducerCreditEncoder.BLOCK_LENGTH);
        producerCredit
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .session(session)
                .bytes(bytes);
        peer.end(HEADER + producerCredit.encodedLength());
    }

    void consumerOpened(Peer peer, long request, long consumer, LongArrayList refused) {
        int groupLength = ConsumerOpenedEncoder.RefusedEncoder.HEADER_SIZE
                + refused.size() * ConsumerOpenedEncoder.RefusedEncoder.sbeBlockLength();
        MutableDirectBuffer buffer = peer.begin(HEADER + ConsumerOpenedEncoder.BLOCK_LENGTH + groupLength);
        ConsumerOpenedEncoder.RefusedEncoder group = consumerOpened
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request)
                .consumer(consumer)
                .refusedCount(refused.size());
        for (int i = 0; i < refused.size(); i++) {
            group.next().deliveryId(refused.getLong(i));
        }
        peer.end(HEADER + consumerOpened.encodedLength());
    }

    /** Others have some of what a client has just named; it names more. */
    void heldRefused(Peer peer, long consumer, LongArrayList refused) {
        int groupLength = HeldRefusedEncoder.RefusedEncoder.HEADER_SIZE
                + refused.size() * HeldRefusedEncoder.RefusedEncoder.sbeBlockLength();
        MutableDirectBuffer buffer = peer.begin(HEADER + HeldRefusedEncoder.BLOCK_LENGTH + groupLength);
        HeldRefusedEncoder frame = new HeldRefusedEncoder()
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .consumer(consumer);
        HeldRefusedEncoder.RefusedEncoder group = frame.refusedCount(refused.size());
        refused.forEachLong(id -> group.next().deliveryId(id));
        peer.end(HEADER + frame.encodedLength());
    }

    /** What a delivery says besides the message. */
    record DeliveryFields(
            long consumer, long deliveryId, long messageNumber, int deliveryCount, boolean isPersistent) {}

    void delivery(Peer peer, DeliveryFields fields, DirectBuffer message, int offset, int length) {
        MutableDirectBuffer buffer =
                peer.begin(HEADER + DeliveryEncoder.BLOCK_LENGTH + DeliveryEncoder.messageHeaderLength() + length);
        delivery.wrapAndApplyHeader(buffer, peer.offset(), header)
                .consumer(fields.consumer())
                .deliveryCount(fields.deliveryCount())
                .deliveryId(fields.deliveryId())
                .messageNumber(fields.messageNumber());
        delivery.flags().clear().persistent(fields.isPersistent());
        delivery.putMessage(message, offset, length);
        peer.end(HEADER + delivery.encodedLength());
    }

    /** The message at which a walk stands. */
    void browsed(Peer peer, Browsing.BrowseRequest request, QueueWalk walk, MessageReader message) {
        MutableDirectBuffer buffer = peer.begin(
                HEADER + BrowsedEncoder.BLOCK_LENGTH + BrowsedEncoder.messageHeaderLength() + message.length());
        browsed.wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request.request())
                .session(request.session())
                .deliveryCount(walk.chunk().deliveryCount(walk.index()) + 1)
                .messageNumber(walk.number());
        browsed.flags().clear().persistent(message.isPersistent());
        browsed.putMessage(message.buffer(), message.offset(), message.length());
        peer.end(HEADER + browsed.encodedLength());
    }

    /** Where a walk has come to. */
    void browseAnswered(Peer peer, Browsing.BrowseRequest request, QueueWalk walk, long lastMessage) {
        MutableDirectBuffer buffer = peer.begin(HEADER + BrowseAnsweredEncoder.BLOCK_LENGTH);
        browseAnswered
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request.request())
                .session(request.session())
                .complete((short) (walk.isAtEnd() ? 1 : 0))
                .priority((short) Math.max(0, walk.priority()))
                .lastMessage(lastMessage)
                .afterMessage(walk.number());
        peer.end(HEADER + browseAnswered.encodedLength());
    }

    void acknowledgeConfirmed(Peer peer, long session, long sequence) {
        MutableDirectBuffer buffer = peer.begin(HEADER + AcknowledgeConfirmedEncoder.BLOCK_LENGTH);
        acknowledgeConfirmed
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .session(session)
                .sequence(sequence);
        peer.end(HEADER + acknowledgeConfirmed.encodedLength());
    }

    private static byte[] text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return encoded.length <= MAX_TEXT_LENGTH ? encoded : Arrays.copyOf(encoded, MAX_TEXT_LENGTH);
    }
}
