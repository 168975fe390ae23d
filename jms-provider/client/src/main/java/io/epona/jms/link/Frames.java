package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeEncoder;
import io.epona.protocol.wire.AuthenticateEncoder;
import io.epona.protocol.wire.BrowseEncoder;
import io.epona.protocol.wire.CloseConsumerEncoder;
import io.epona.protocol.wire.CloseSessionEncoder;
import io.epona.protocol.wire.CommitEncoder;
import io.epona.protocol.wire.CreateTemporaryEncoder;
import io.epona.protocol.wire.DeleteTemporaryEncoder;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.DisconnectEncoder;
import io.epona.protocol.wire.HeartbeatEncoder;
import io.epona.protocol.wire.HeldMoreEncoder;
import io.epona.protocol.wire.HelloEncoder;
import io.epona.protocol.wire.LoadEncoder;
import io.epona.protocol.wire.OpenConsumerEncoder;
import io.epona.protocol.wire.OpenSessionEncoder;
import io.epona.protocol.wire.ProofEncoder;
import io.epona.protocol.wire.RecoverEncoder;
import io.epona.protocol.wire.ResumeCompleteEncoder;
import io.epona.protocol.wire.UnsubscribeEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The frames that a client writes, apart from those of the hot path, which {@link FrameWriter} has. */
final class Frames {
    /** No fixed part of a frame, with the lengths of its groups and texts, is longer. */
    private static final int FIXED_LENGTH = 128;

    private static final int RANGE_LENGTH = AcknowledgeEncoder.RangesEncoder.sbeBlockLength();
    private static final int HELD_LENGTH = OpenConsumerEncoder.HeldEncoder.sbeBlockLength();
    private static final int DELIVERED_LENGTH = RecoverEncoder.DeliveredEncoder.sbeBlockLength();

    private static final int LOADED_LENGTH = LoadEncoder.DeliveriesEncoder.sbeBlockLength();

    private Frames() {}

    static Frame authenticate(String clientFirst) {
        byte[] text = clientFirst.getBytes(StandardCharsets.UTF_8);
        return new Frame(FIXED_LENGTH + text.length, (buffer, offset, header) -> {
            AuthenticateEncoder authenticate = new AuthenticateEncoder().wrapAndApplyHeader(buffer, offset, header);
            authenticate.magic(Protocol.MAGIC).protocolVersion(Protocol.VERSION).putClientFirst(text, 0, text.length);
            return Protocol.HEADER_LENGTH + authenticate.encodedLength();
        });
    }

    static Frame proof(String clientFinal) {
        byte[] text = clientFinal.getBytes(StandardCharsets.UTF_8);
        return new Frame(FIXED_LENGTH + text.length, (buffer, offset, header) -> {
            ProofEncoder proof = new ProofEncoder().wrapAndApplyHeader(buffer, offset, header);
            proof.putClientFinal(text, 0, text.length);
            return Protocol.HEADER_LENGTH + proof.encodedLength();
        });
    }

    static Frame hello(Identity identity, boolean isResumed, int heartbeatMs) {
        return new Frame(FIXED_LENGTH + 2 * Protocol.MAX_NAME_LENGTH, (buffer, offset, header) -> {
            HelloEncoder hello = new HelloEncoder().wrapAndApplyHeader(buffer, offset, header);
            hello.magic(Protocol.MAGIC)
                    .protocolVersion(Protocol.VERSION)
                    .resumed((short) (isResumed ? 1 : 0))
                    .connectionIdHigh(identity.connectionId().getMostSignificantBits())
                    .connectionIdLow(identity.connectionId().getLeastSignificantBits())
                    .heartbeatMs(heartbeatMs)
                    .clientId(identity.clientId())
                    .product(Identity.PRODUCT);
            return Protocol.HEADER_LENGTH + hello.encodedLength();
        });
    }

    static Frame disconnect(ErrorCode code, String reason) {
        return new Frame(FIXED_LENGTH + 4 * reason.length(), (buffer, offset, header) -> {
            DisconnectEncoder disconnect = new DisconnectEncoder().wrapAndApplyHeader(buffer, offset, header);
            disconnect.code(code == null ? 0 : code.number()).reason(reason);
            return Protocol.HEADER_LENGTH + disconnect.encodedLength();
        });
    }

    static Frame heartbeat() {
        return new Frame(
                FIXED_LENGTH,
                (buffer, offset, header) -> Protocol.HEADER_LENGTH
                        + new HeartbeatEncoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .encodedLength());
    }

    static Frame resumeComplete() {
        return new Frame(
                FIXED_LENGTH,
                (buffer, offset, header) -> Protocol.HEADER_LENGTH
                        + new ResumeCompleteEncoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .encodedLength());
    }

    static Frame openSession(int request, int session, long producerId) {
        return new Frame(FIXED_LENGTH, (buffer, offset, header) -> {
            OpenSessionEncoder open = new OpenSessionEncoder().wrapAndApplyHeader(buffer, offset, header);
            open.request(request).session(session).producerId(producerId);
            return Protocol.HEADER_LENGTH + open.encodedLength();
        });
    }

    static Frame closeSession(int request, int session) {
        return new Frame(FIXED_LENGTH, (buffer, offset, header) -> {
            CloseSessionEncoder close = new CloseSessionEncoder().wrapAndApplyHeader(buffer, offset, header);
            close.request(request).session(session);
            return Protocol.HEADER_LENGTH + close.encodedLength();
        });
    }

    /**
     * Opens a consumer.
     *
     * @param held the first of what it holds; {@link #heldMore} names what comes behind that
     */
    static Frame openConsumer(
            int request, int session, ClientConsumer consumer, boolean isResumed, HeldDeliveries.Piece held) {
        Source source = consumer.source();
        SubscriptionTerms terms = source.terms();
        long nextDeliveryId = consumer.deliveries().nextId();
        byte[] selector = source.selector().getBytes(StandardCharsets.UTF_8);
        int maxLength = FIXED_LENGTH + 2 * Protocol.MAX_NAME_LENGTH + HELD_LENGTH * held.count() + selector.length;
        return new Frame(maxLength, (buffer, offset, header) -> {
            OpenConsumerEncoder open = new OpenConsumerEncoder().wrapAndApplyHeader(buffer, offset, header);
            open.request(request)
                    .session(session)
                    .consumer(consumer.number())
                    .destinationKind(source.kind())
                    .nextDeliveryId(nextDeliveryId)
                    .heldMore(held.countBehind());
            open.flags()
                    .clear()
                    .resumed(isResumed)
                    .durable(terms.isDurable())
                    .shared(terms.isShared())
                    .noLocal(terms.isNoLocal());
            OpenConsumerEncoder.HeldEncoder group = open.heldCount(held.count());
            for (int i = held.from(); i < held.to(); i++) {
                group.next()
                        .deliveryId(held.all().id(i))
                        .messageNumber(held.all().messageNumber(i));
            }
            open.destination(source.destination())
                    .subscription(source.subscription())
                    .putSelector(selector, 0, selector.length);
            return Protocol.HEADER_LENGTH + open.encodedLength();
        });
    }

    /** Names more of what a consumer holds that is being opened. */
    static Frame heldMore(int consumer, HeldDeliveries.Piece held) {
        return new Frame(FIXED_LENGTH + HELD_LENGTH * held.count(), (buffer, offset, header) -> {
            HeldMoreEncoder more = new HeldMoreEncoder().wrapAndApplyHeader(buffer, offset, header);
            more.consumer(consumer);
            HeldMoreEncoder.HeldEncoder group = more.heldCount(held.count());
            for (int i = held.from(); i < held.to(); i++) {
                group.next()
                        .deliveryId(held.all().id(i))
                        .messageNumber(held.all().messageNumber(i));
            }
            return Protocol.HEADER_LENGTH + more.encodedLength();
        });
    }

    static Frame closeConsumer(int request, int consumer, long deliveredTo) {
        return new Frame(FIXED_LENGTH, (buffer, offset, header) -> {
            CloseConsumerEncoder close = new CloseConsumerEncoder().wrapAndApplyHeader(buffer, offset, header);
            close.request(request).consumer(consumer).deliveredTo(deliveredTo);
            return Protocol.HEADER_LENGTH + close.encodedLength();
        });
    }

    /** The deliveries that it names are those chosen at the time of encoding. */
    static Frame load(int request, Load load) {
        int maxLength = FIXED_LENGTH + LOADED_LENGTH * load.limit();
        return new Frame(maxLength, (buffer, offset, header) -> {
            List<Delivery> deliveries = load.choose();
            LoadEncoder frame = new LoadEncoder().wrapAndApplyHeader(buffer, offset, header);
            frame.request(request)
                    .source(load.source().number())
                    .session(load.target().number())
                    .consumer(load.consumer());
            LoadEncoder.DeliveriesEncoder group = frame.deliveriesCount(deliveries.size());
            for (Delivery delivery : deliveries) {
                group.next().deliveryId(delivery.id());
            }
            return Protocol.HEADER_LENGTH + frame.encodedLength();
        });
    }

    /** The place that it says to go on from is that at the time of encoding. */
    static Frame browse(int request, int session, QueueSnapshot snapshot, int messages, int bytes) {
        byte[] selector = snapshot.selector().getBytes(StandardCharsets.UTF_8);
        return new Frame(FIXED_LENGTH + Protocol.MAX_NAME_LENGTH + selector.length, (buffer, offset, header) -> {
            BrowseEncoder browse = new BrowseEncoder().wrapAndApplyHeader(buffer, offset, header);
            browse.request(request)
                    .session(session)
                    .messages(messages)
                    .priority((short) snapshot.priority())
                    .bytes(bytes)
                    .lastMessage(snapshot.lastMessage())
                    .afterMessage(snapshot.afterMessage())
                    .queue(snapshot.queue())
                    .putSelector(selector, 0, selector.length);
            return Protocol.HEADER_LENGTH + browse.encodedLength();
        });
    }

    static Frame createTemporary(int request, DestinationKind kind, String destination) {
        return new Frame(FIXED_LENGTH + Protocol.MAX_NAME_LENGTH, (buffer, offset, header) -> {
            CreateTemporaryEncoder create = new CreateTemporaryEncoder().wrapAndApplyHeader(buffer, offset, header);
            create.request(request).destinationKind(kind).destination(destination);
            return Protocol.HEADER_LENGTH + create.encodedLength();
        });
    }

    static Frame deleteTemporary(int request, DestinationKind kind, String destination) {
        return new Frame(FIXED_LENGTH + Protocol.MAX_NAME_LENGTH, (buffer, offset, header) -> {
            DeleteTemporaryEncoder delete = new DeleteTemporaryEncoder().wrapAndApplyHeader(buffer, offset, header);
            delete.request(request).destinationKind(kind).destination(destination);
            return Protocol.HEADER_LENGTH + delete.encodedLength();
        });
    }

    static Frame unsubscribe(int request, String subscription) {
        return new Frame(FIXED_LENGTH + Protocol.MAX_NAME_LENGTH, (buffer, offset, header) -> {
            UnsubscribeEncoder unsubscribe = new UnsubscribeEncoder().wrapAndApplyHeader(buffer, offset, header);
            unsubscribe.request(request).subscription(subscription);
            return Protocol.HEADER_LENGTH + unsubscribe.encodedLength();
        });
    }

    static Frame acknowledge(int session, long sequence, List<AckRange> ranges) {
        return new Frame(FIXED_LENGTH + RANGE_LENGTH * ranges.size(), (buffer, offset, header) -> {
            AcknowledgeEncoder acknowledge = new AcknowledgeEncoder().wrapAndApplyHeader(buffer, offset, header);
            acknowledge.session(session).sequence(sequence);
            AcknowledgeEncoder.RangesEncoder group = acknowledge.rangesCount(ranges.size());
            for (AckRange range : ranges) {
                group.next()
                        .consumer(range.consumer().number())
                        .from(range.from())
                        .to(range.to());
            }
            return Protocol.HEADER_LENGTH + acknowledge.encodedLength();
        });
    }

    static Frame commit(int session, long sequence, int sendCount, List<AckRange> ranges) {
        return new Frame(FIXED_LENGTH + RANGE_LENGTH * ranges.size(), (buffer, offset, header) -> {
            CommitEncoder commit = new CommitEncoder().wrapAndApplyHeader(buffer, offset, header);
            commit.session(session).sequence(sequence).sendCount(sendCount);
            CommitEncoder.RangesEncoder group = commit.rangesCount(ranges.size());
            for (AckRange range : ranges) {
                group.next()
                        .consumer(range.consumer().number())
                        .from(range.from())
                        .to(range.to());
            }
            return Protocol.HEADER_LENGTH + commit.encodedLength();
        });
    }

    static Frame recover(int request, int session, List<AckRange> delivered) {
        return new Frame(FIXED_LENGTH + DELIVERED_LENGTH * delivered.size(), (buffer, offset, header) -> {
            RecoverEncoder recover = new RecoverEncoder().wrapAndApplyHeader(buffer, offset, header);
            recover.request(request).session(session);
            RecoverEncoder.DeliveredEncoder group = recover.deliveredCount(delivered.size());
            for (AckRange range : delivered) {
                group.next().consumer(range.consumer().number()).to(range.to());
            }
            return Protocol.HEADER_LENGTH + recover.encodedLength();
        });
    }
}
