package io.epona.broker.core;

import io.epona.broker.effects.ConsumersAttachedDecoder;
import io.epona.broker.effects.ConsumersDetachedDecoder;
import io.epona.broker.effects.DestinationCreatedDecoder;
import io.epona.broker.effects.Kind;
import io.epona.broker.effects.MessageAddedDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.MessagesRemovedDecoder;
import io.epona.broker.effects.ProducerForgottenDecoder;
import io.epona.broker.effects.SequenceRejectedDecoder;
import io.epona.broker.effects.SubscriptionCreatedDecoder;
import io.epona.broker.effects.SubscriptionDeletedDecoder;
import io.epona.broker.effects.TransactionCommittedDecoder;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.ConnectionId;
import io.epona.broker.store.Producers;
import io.epona.journal.RecordHandler;
import io.epona.journal.RecordView;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.MessageDecoder;
import org.agrona.DirectBuffer;

/** Rebuilds the state from the effects in the journal. */
final class Recovery implements RecordHandler {
    private final Destinations destinations;
    private final Producers producers;
    private final Publisher publisher;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageAddedDecoder messageAdded = new MessageAddedDecoder();
    private final MessagesRemovedDecoder messagesRemoved = new MessagesRemovedDecoder();
    private final TransactionCommittedDecoder transactionCommitted = new TransactionCommittedDecoder();
    private final SequenceRejectedDecoder sequenceRejected = new SequenceRejectedDecoder();
    private final ProducerForgottenDecoder producerForgotten = new ProducerForgottenDecoder();
    private final DestinationCreatedDecoder destinationCreated = new DestinationCreatedDecoder();
    private final SubscriptionCreatedDecoder subscriptionCreated = new SubscriptionCreatedDecoder();
    private final SubscriptionDeletedDecoder subscriptionDeleted = new SubscriptionDeletedDecoder();
    private final ConsumersAttachedDecoder consumersAttached = new ConsumersAttachedDecoder();
    private final ConsumersDetachedDecoder consumersDetached = new ConsumersDetachedDecoder();
    private final io.epona.protocol.wire.MessageHeaderDecoder wireHeader =
            new io.epona.protocol.wire.MessageHeaderDecoder();
    private final MessageDecoder message = new MessageDecoder();
    private final int[] targets = new int[1 << Short.SIZE];

    Recovery(Destinations destinations, Producers producers, Publisher publisher) {
        this.destinations = destinations;
        this.producers = producers;
        this.publisher = publisher;
    }

    @Override
    public void onRecord(RecordView view) {
        DirectBuffer buffer = view.buffer();
        int offset = view.offset();
        switch (view.type()) {
            case MessageAddedDecoder.TEMPLATE_ID -> addMessage(view);
            case MessagesRemovedDecoder.TEMPLATE_ID ->
                removeMessages(messagesRemoved.wrapAndApplyHeader(buffer, offset, header));
            case TransactionCommittedDecoder.TEMPLATE_ID -> {
                transactionCommitted.wrapAndApplyHeader(buffer, offset, header);
                producers.advance(transactionCommitted.producerId(), transactionCommitted.sequence());
            }
            case SequenceRejectedDecoder.TEMPLATE_ID -> {
                sequenceRejected.wrapAndApplyHeader(buffer, offset, header);
                ErrorCode code = ErrorCode.of(sequenceRejected.code());
                producers.reject(sequenceRejected.producerId(), sequenceRejected.sequence(), code);
            }
            case ProducerForgottenDecoder.TEMPLATE_ID ->
                producers.forget(producerForgotten
                        .wrapAndApplyHeader(buffer, offset, header)
                        .producerId());
            case DestinationCreatedDecoder.TEMPLATE_ID ->
                createDestination(destinationCreated.wrapAndApplyHeader(buffer, offset, header));
            case SubscriptionCreatedDecoder.TEMPLATE_ID ->
                createSubscription(subscriptionCreated.wrapAndApplyHeader(buffer, offset, header));
            case SubscriptionDeletedDecoder.TEMPLATE_ID ->
                destinations.restoreDeletion((int) subscriptionDeleted
                        .wrapAndApplyHeader(buffer, offset, header)
                        .queue());
            case ConsumersAttachedDecoder.TEMPLATE_ID ->
                attach(consumersAttached.wrapAndApplyHeader(buffer, offset, header));
            case ConsumersDetachedDecoder.TEMPLATE_ID ->
                detach(consumersDetached.wrapAndApplyHeader(buffer, offset, header));
            default ->
                throw new IllegalStateException("journal was written by a newer version: recordType=" + view.type()
                        + " position=" + view.position());
        }
    }

    private void addMessage(RecordView view) {
        messageAdded.wrapAndApplyHeader(view.buffer(), view.offset(), header);
        long number = messageAdded.number();
        publisher.resumeAfter(number);
        if (messageAdded.sequence() != 0) {
            producers.advance(messageAdded.producerId(), messageAdded.sequence());
        }
        if (messageAdded.spilled() != 0) {
            return;
        }
        int count = 0;
        for (MessageAddedDecoder.TargetsDecoder target : messageAdded.targets()) {
            targets[count++] = (int) target.queue();
        }
        int length = messageAdded.messageLength();
        int start = messageAdded.limit() + MessageAddedDecoder.messageHeaderLength();
        message.wrapAndApplyHeader(view.buffer(), start, wireHeader);
        int priority = Math.min(9, message.priority());
        for (int i = 0; i < count; i++) {
            MessageQueue queue = destinations.queueByNumber(targets[i]);
            if (queue != null) {
                queue.add(number, view.position(), length, priority, message.expirationMs());
            }
        }
    }

    private void removeMessages(MessagesRemovedDecoder effect) {
        MessageQueue queue = destinations.queueByNumber((int) effect.queue());
        if (queue != null) {
            for (MessagesRemovedDecoder.NumbersDecoder removed : effect.numbers()) {
                queue.removeNumber(removed.number());
            }
        }
    }

    private void createDestination(DestinationCreatedDecoder effect) {
        int number = (int) effect.destination();
        if (effect.kind() == Kind.QUEUE) {
            destinations.restoreQueue(number, effect.name());
        } else {
            destinations.restoreTopic(number, effect.name());
        }
    }

    private void createSubscription(SubscriptionCreatedDecoder effect) {
        int number = (int) effect.queue();
        Topic topic = destinations.topicByNumber((int) effect.topic());
        String clientId = effect.clientId();
        destinations.restoreSubscription(number, topic, new DurableSubscription.Key(clientId, effect.name()));
    }

    private void attach(ConsumersAttachedDecoder effect) {
        MessageQueue queue = destinations.queueByNumber((int) effect.queue());
        if (queue != null) {
            queue.awaitHolder(new ConnectionId(effect.connectionIdHigh(), effect.connectionIdLow()));
        }
    }

    private void detach(ConsumersDetachedDecoder effect) {
        MessageQueue queue = destinations.queueByNumber((int) effect.queue());
        if (queue != null) {
            queue.endAwait(new ConnectionId(effect.connectionIdHigh(), effect.connectionIdLow()));
        }
    }
}
