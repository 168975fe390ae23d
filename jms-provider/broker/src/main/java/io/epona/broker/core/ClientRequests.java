package io.epona.broker.core;

import io.epona.broker.core.ClientSession.Range;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeDecoder;
import io.epona.protocol.wire.BrowseDecoder;
import io.epona.protocol.wire.CloseConsumerDecoder;
import io.epona.protocol.wire.CloseSessionDecoder;
import io.epona.protocol.wire.CommitDecoder;
import io.epona.protocol.wire.ConsumerCreditDecoder;
import io.epona.protocol.wire.CreateTemporaryDecoder;
import io.epona.protocol.wire.DeleteTemporaryDecoder;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.ExpiredDecoder;
import io.epona.protocol.wire.HeartbeatDecoder;
import io.epona.protocol.wire.HeldMoreDecoder;
import io.epona.protocol.wire.LoadDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import io.epona.protocol.wire.OpenSessionDecoder;
import io.epona.protocol.wire.RecoverDecoder;
import io.epona.protocol.wire.ResumeCompleteDecoder;
import io.epona.protocol.wire.SendDecoder;
import io.epona.protocol.wire.UnsubscribeDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

/** Decodes what an introduced client says, and has it done. */
final class ClientRequests {
    private final Services services;
    private final ConsumerRequests consumerRequests;
    private final Browsing browsing;
    private final Administration administration;
    private final TemporaryRequests temporaryRequests;
    private final Loading loading;
    private final BranchRequests branchRequests;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SendDecoder send = new SendDecoder();
    private final AcknowledgeDecoder acknowledge = new AcknowledgeDecoder();
    private final CommitDecoder commit = new CommitDecoder();
    private final RecoverDecoder recover = new RecoverDecoder();
    private final ConsumerCreditDecoder consumerCredit = new ConsumerCreditDecoder();
    private final OpenSessionDecoder openSession = new OpenSessionDecoder();
    private final CloseSessionDecoder closeSession = new CloseSessionDecoder();
    private final OpenConsumerDecoder openConsumer = new OpenConsumerDecoder();
    private final HeldMoreDecoder heldMore = new HeldMoreDecoder();
    private final CloseConsumerDecoder closeConsumer = new CloseConsumerDecoder();
    private final UnsubscribeDecoder unsubscribe = new UnsubscribeDecoder();
    private final BrowseDecoder browse = new BrowseDecoder();
    private final ExpiredDecoder expired = new ExpiredDecoder();
    private final CreateTemporaryDecoder createTemporary = new CreateTemporaryDecoder();
    private final DeleteTemporaryDecoder deleteTemporary = new DeleteTemporaryDecoder();
    private final LoadDecoder load = new LoadDecoder();
    private final List<Range> ranges = new ArrayList<>();

    ClientRequests(Services services, Connections connections) {
        this.services = services;
        this.consumerRequests = new ConsumerRequests(services);
        this.browsing = new Browsing(services);
        this.administration = new Administration(services, connections);
        this.temporaryRequests = new TemporaryRequests(services);
        this.loading = new Loading(services);
        this.branchRequests = new BranchRequests(services);
    }

    void handle(Connection connection, DirectBuffer buffer, int offset, int length) {
        dispatch(connection, buffer, offset, length);
        connection.recordDetachments();
    }

    private void dispatch(Connection connection, DirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        int body = offset + Protocol.HEADER_LENGTH;
        int blockLength = header.blockLength();
        int version = header.version();
        switch (header.templateId()) {
            case SendDecoder.TEMPLATE_ID -> send(connection, buffer, offset, length);
            case AcknowledgeDecoder.TEMPLATE_ID ->
                acknowledge(connection, acknowledge.wrap(buffer, body, blockLength, version));
            case CommitDecoder.TEMPLATE_ID -> commit(connection, commit.wrap(buffer, body, blockLength, version));
            case RecoverDecoder.TEMPLATE_ID -> recover(connection, recover.wrap(buffer, body, blockLength, version));
            case ConsumerCreditDecoder.TEMPLATE_ID ->
                addCredit(connection, consumerCredit.wrap(buffer, body, blockLength, version));
            case OpenSessionDecoder.TEMPLATE_ID -> {
                openSession.wrap(buffer, body, blockLength, version);
                connection.openSession(
                        openSession.request(), (int) openSession.session(), nonZero(openSession.producerId()));
            }
            case CloseSessionDecoder.TEMPLATE_ID -> {
                closeSession.wrap(buffer, body, blockLength, version);
                connection.closeSession(closeSession.request(), (int) closeSession.session());
            }
            case OpenConsumerDecoder.TEMPLATE_ID ->
                openConsumer(connection, openConsumer.wrap(buffer, body, blockLength, version));
            case HeldMoreDecoder.TEMPLATE_ID -> holdMore(connection, heldMore.wrap(buffer, body, blockLength, version));
            case CloseConsumerDecoder.TEMPLATE_ID ->
                closeConsumer(connection, closeConsumer.wrap(buffer, body, blockLength, version));
            case UnsubscribeDecoder.TEMPLATE_ID ->
                unsubscribe(connection, unsubscribe.wrap(buffer, body, blockLength, version));
            case ExpiredDecoder.TEMPLATE_ID -> expire(connection, expired.wrap(buffer, body, blockLength, version));
            case BrowseDecoder.TEMPLATE_ID -> browse(connection, browse.wrap(buffer, body, blockLength, version));
            case CreateTemporaryDecoder.TEMPLATE_ID ->
                createTemporary(connection, createTemporary.wrap(buffer, body, blockLength, version));
            case DeleteTemporaryDecoder.TEMPLATE_ID ->
                deleteTemporary(connection, deleteTemporary.wrap(buffer, body, blockLength, version));
            case LoadDecoder.TEMPLATE_ID -> loading.load(connection, load.wrap(buffer, body, blockLength, version));
            case ResumeCompleteDecoder.TEMPLATE_ID -> connection.finishResume();
            case HeartbeatDecoder.TEMPLATE_ID -> {
                // That it came is all it says.
            }
            default -> {
                if (!administration.handle(connection, header, buffer, offset)
                        && !branchRequests.handle(connection, header, buffer, offset)) {
                    throw new ViolationException(
                            ErrorCode.MALFORMED_FRAME, "unknown template: template=" + header.templateId());
                }
            }
        }
    }

    private static long nonZero(long producerId) {
        if (producerId == 0) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "producer id must not be 0");
        }
        return producerId;
    }

    private void send(Connection connection, DirectBuffer buffer, int offset, int length) {
        send.wrap(buffer, offset + Protocol.HEADER_LENGTH, header.blockLength(), header.version());
        int messageLength = send.messageLength();
        int start = send.limit() + SendDecoder.messageHeaderLength();
        if (messageLength < Protocol.HEADER_LENGTH || messageLength > offset + length - start) {
            throw new ViolationException(
                    ErrorCode.MALFORMED_FRAME, "message does not fit its frame: length=" + messageLength);
        }
        if (messageLength > Protocol.MAX_MESSAGE_LENGTH) {
            throw new ViolationException(ErrorCode.FRAME_TOO_LONG, "message too long: length=" + messageLength);
        }
        connection
                .session((int) send.session())
                .send(send.sequence(), send.transacted() != 0, new StoredMessage(buffer, start, messageLength));
    }

    private void acknowledge(Connection connection, AcknowledgeDecoder frame) {
        ranges.clear();
        for (AcknowledgeDecoder.RangesDecoder range : frame.ranges()) {
            ranges.add(new Range((int) range.consumer(), range.from(), range.to()));
        }
        connection.session((int) frame.session()).acknowledge(frame.sequence(), ranges);
    }

    private void commit(Connection connection, CommitDecoder frame) {
        ranges.clear();
        for (CommitDecoder.RangesDecoder range : frame.ranges()) {
            ranges.add(new Range((int) range.consumer(), range.from(), range.to()));
        }
        connection.session((int) frame.session()).commit(frame.sequence(), frame.sendCount(), ranges);
    }

    private void recover(Connection connection, RecoverDecoder frame) {
        ranges.clear();
        for (RecoverDecoder.DeliveredDecoder delivered : frame.delivered()) {
            ranges.add(new Range((int) delivered.consumer(), 0, delivered.to()));
        }
        connection.session((int) frame.session()).recover(ranges);
        services.frames().done(connection.peer(), frame.request());
    }

    private void addCredit(Connection connection, ConsumerCreditDecoder frame) {
        ClientConsumer consumer = connection.consumer((int) frame.consumer());
        if (consumer != null) {
            consumer.addCredit(frame.messages(), frame.bytes());
        }
    }

    private void openConsumer(Connection connection, OpenConsumerDecoder frame) {
        long request = frame.request();
        int session = (int) frame.session();
        int consumer = (int) frame.consumer();
        ConsumerRequests.Kind kind = new ConsumerRequests.Kind(
                frame.destinationKindRaw() == DestinationKind.TOPIC.value(),
                frame.flags().durable(),
                frame.flags().shared(),
                frame.flags().noLocal());
        boolean isResumed = frame.flags().resumed();
        long nextDeliveryId = frame.nextDeliveryId();
        boolean namesAll = frame.heldMore() == OpenConsumerDecoder.heldMoreNullValue();
        long more = namesAll ? 0 : frame.heldMore();
        LongArrayList held = new LongArrayList();
        for (OpenConsumerDecoder.HeldDecoder delivery : frame.held()) {
            held.addLong(delivery.deliveryId());
            held.addLong(delivery.messageNumber());
        }
        String destination = frame.destination();
        String subscription = frame.subscription();
        String selector = frame.selector();
        try {
            ConsumerRequests.OpenRequest open = new ConsumerRequests.OpenRequest(
                    request,
                    session,
                    consumer,
                    kind,
                    isResumed,
                    nextDeliveryId,
                    more,
                    destination,
                    subscription,
                    selector);
            consumerRequests.open(connection, open, held);
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), request, e.code(), e.getMessage());
        }
    }

    private void holdMore(Connection connection, HeldMoreDecoder frame) {
        int consumer = (int) frame.consumer();
        LongArrayList held = new LongArrayList();
        for (HeldMoreDecoder.HeldDecoder delivery : frame.held()) {
            held.addLong(delivery.deliveryId());
            held.addLong(delivery.messageNumber());
        }
        consumerRequests.holdMore(connection, consumer, held);
    }

    private void closeConsumer(Connection connection, CloseConsumerDecoder frame) {
        ClientConsumer consumer = connection.consumer((int) frame.consumer());
        if (consumer != null) {
            connection.closeConsumer(consumer, frame.deliveredTo());
        }
        services.frames().done(connection.peer(), frame.request());
    }

    private void expire(Connection connection, ExpiredDecoder frame) {
        ClientConsumer consumer = connection.consumer((int) frame.consumer());
        if (consumer != null) {
            consumer.expire(frame.deliveryId());
            connection.dropIfSpent(consumer.session(), consumer);
        }
    }

    private void browse(Connection connection, BrowseDecoder frame) {
        long request = frame.request();
        Browsing.BrowseRequest wanted = new Browsing.BrowseRequest(
                request,
                (int) frame.session(),
                frame.messages(),
                frame.bytes(),
                frame.lastMessage(),
                frame.priority(),
                frame.afterMessage(),
                frame.queue(),
                frame.selector());
        try {
            browsing.browse(connection, wanted);
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), request, e.code(), e.getMessage());
        }
    }

    private void createTemporary(Connection connection, CreateTemporaryDecoder frame) {
        long request = frame.request();
        boolean isQueue = frame.destinationKindRaw() == DestinationKind.QUEUE.value();
        try {
            temporaryRequests.create(connection, frame.destination(), isQueue);
            services.frames().done(connection.peer(), request);
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), request, e.code(), e.getMessage());
        }
    }

    private void deleteTemporary(Connection connection, DeleteTemporaryDecoder frame) {
        long request = frame.request();
        boolean isQueue = frame.destinationKindRaw() == DestinationKind.QUEUE.value();
        try {
            temporaryRequests.delete(connection, frame.destination(), isQueue);
            services.frames().done(connection.peer(), request);
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), request, e.code(), e.getMessage());
        }
    }

    private void unsubscribe(Connection connection, UnsubscribeDecoder frame) {
        long request = frame.request();
        try {
            consumerRequests.unsubscribe(connection, frame.subscription());
            services.confirmations()
                    .addTask(
                            services.effects().lastPosition(),
                            () -> connection.tell(peer -> services.frames().done(peer, request)));
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), request, e.code(), e.getMessage());
        }
    }
}
