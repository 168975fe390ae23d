package io.epona.broker.core;

import io.epona.broker.effects.ConsumersAttachedDecoder;
import io.epona.broker.effects.ConsumersDetachedDecoder;
import io.epona.broker.effects.DestinationCreatedDecoder;
import io.epona.broker.effects.DestinationDeletedDecoder;
import io.epona.broker.effects.Kind;
import io.epona.broker.effects.MessageAddedDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.MessageRelocatedDecoder;
import io.epona.broker.effects.MessagesIndexedDecoder;
import io.epona.broker.effects.MessagesRemovedDecoder;
import io.epona.broker.effects.MessagesReturnedDecoder;
import io.epona.broker.effects.NumbersGivenDecoder;
import io.epona.broker.effects.ProducerAdvancedDecoder;
import io.epona.broker.effects.ProducerForgottenDecoder;
import io.epona.broker.effects.PropertiesSetDecoder;
import io.epona.broker.effects.SequenceRejectedDecoder;
import io.epona.broker.effects.SubscriptionCreatedDecoder;
import io.epona.broker.effects.SubscriptionDeletedDecoder;
import io.epona.broker.effects.TransactionCommittedDecoder;
import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.settings.DestinationProperties;
import io.epona.broker.store.CheckpointSink;
import io.epona.broker.store.ConnectionId;
import io.epona.broker.store.PackedEntries;
import io.epona.broker.store.Producers;
import io.epona.journal.CheckpointReader;
import io.epona.journal.RecordView;
import io.epona.journal.RecoveryHandler;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.MessageDecoder;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the state from the effects in the journal. */
final class Recovery implements RecoveryHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);

    private final Destinations destinations;
    private final Producers producers;
    private final Publisher publisher;
    private final BranchRecovery branches;
    private final PendingRecovery pending;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageAddedDecoder messageAdded = new MessageAddedDecoder();
    private final MessageRelocatedDecoder messageRelocated = new MessageRelocatedDecoder();
    private final MessagesIndexedDecoder messagesIndexed = new MessagesIndexedDecoder();
    private final PackedEntries packed = new PackedEntries();
    private final NumbersGivenDecoder numbersGiven = new NumbersGivenDecoder();
    private final ProducerAdvancedDecoder producerAdvanced = new ProducerAdvancedDecoder();
    private final MessagesRemovedDecoder messagesRemoved = new MessagesRemovedDecoder();
    private final MessagesReturnedDecoder messagesReturned = new MessagesReturnedDecoder();
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
    private final int[] deliveryCounts = new int[1 << Short.SIZE];
    private final long[] duesMs = new long[1 << Short.SIZE];
    /** Indexes that are named before they are known: reclaim says again that an index exists, behind older messages in it. */
    private final Int2ObjectHashMap<MessageQueue> nameless = new Int2ObjectHashMap<>();

    private long checkpointPosition;
    private long checkpointLength;

    Recovery(
            Destinations destinations,
            Producers producers,
            Publisher publisher,
            BranchRecovery branches,
            PendingRecovery pending) {
        this.pending = pending;
        this.branches = branches;
        this.destinations = destinations;
        this.producers = producers;
        this.publisher = publisher;
    }

    @Override
    public boolean onCheckpoint(CheckpointReader reader) {
        // Where the journal says these things is not known, so the first reclaim says them again.
        CheckpointSink.read(reader, (type, buffer, offset) -> apply(type, buffer, offset, 0));
        checkpointPosition = reader.position();
        checkpointLength = reader.length();
        return true;
    }

    /** Where the checkpoint was begun that was read, 0 if there was none. */
    long checkpointPosition() {
        return checkpointPosition;
    }

    long checkpointLength() {
        return checkpointLength;
    }

    @Override
    public void onRecord(RecordView view) {
        apply(view.type(), view.buffer(), view.offset(), view.position());
    }

    /**
     * Applies one effect. All effects say what is, not what changes, so that one may be applied to a state that contains it.
     *
     * @param position where the record is in the journal; it matters to messages alone
     */
    void apply(int type, DirectBuffer buffer, int offset, long position) {
        switch (type) {
            case MessageAddedDecoder.TEMPLATE_ID -> addMessage(buffer, offset, position);
            case MessageRelocatedDecoder.TEMPLATE_ID -> relocateMessage(buffer, offset, position);
            case MessagesIndexedDecoder.TEMPLATE_ID ->
                restoreRun(messagesIndexed.wrapAndApplyHeader(buffer, offset, header), buffer);
            case MessagesRemovedDecoder.TEMPLATE_ID ->
                removeMessages(messagesRemoved.wrapAndApplyHeader(buffer, offset, header));
            case MessagesReturnedDecoder.TEMPLATE_ID ->
                returnMessages(messagesReturned.wrapAndApplyHeader(buffer, offset, header));
            case NumbersGivenDecoder.TEMPLATE_ID -> {
                numbersGiven.wrapAndApplyHeader(buffer, offset, header);
                publisher.resumeAfter(numbersGiven.lastMessage());
                destinations.resumeAfter((int) numbersGiven.lastDestination());
            }
            case ProducerAdvancedDecoder.TEMPLATE_ID -> {
                producerAdvanced.wrapAndApplyHeader(buffer, offset, header);
                producers.advance(producerAdvanced.producerId(), producerAdvanced.sequence(), position);
            }
            case TransactionCommittedDecoder.TEMPLATE_ID -> {
                transactionCommitted.wrapAndApplyHeader(buffer, offset, header);
                producers.advance(transactionCommitted.producerId(), transactionCommitted.sequence(), position);
            }
            case SequenceRejectedDecoder.TEMPLATE_ID -> {
                sequenceRejected.wrapAndApplyHeader(buffer, offset, header);
                ErrorCode code = ErrorCode.of(sequenceRejected.code());
                producers.reject(sequenceRejected.producerId(), sequenceRejected.sequence(), code, position);
            }
            case ProducerForgottenDecoder.TEMPLATE_ID ->
                producers.forget(producerForgotten
                        .wrapAndApplyHeader(buffer, offset, header)
                        .producerId());
            case DestinationCreatedDecoder.TEMPLATE_ID ->
                createDestination(destinationCreated.wrapAndApplyHeader(buffer, offset, header), position);
            case SubscriptionCreatedDecoder.TEMPLATE_ID ->
                createSubscription(subscriptionCreated.wrapAndApplyHeader(buffer, offset, header), position);
            case SubscriptionDeletedDecoder.TEMPLATE_ID ->
                deleteSubscription((int) subscriptionDeleted
                        .wrapAndApplyHeader(buffer, offset, header)
                        .queue());
            case DestinationDeletedDecoder.TEMPLATE_ID ->
                deleteDestination((int) new DestinationDeletedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .destination());
            case ConsumersAttachedDecoder.TEMPLATE_ID ->
                attach(consumersAttached.wrapAndApplyHeader(buffer, offset, header));
            case ConsumersDetachedDecoder.TEMPLATE_ID ->
                detach(consumersDetached.wrapAndApplyHeader(buffer, offset, header));
            case PropertiesSetDecoder.TEMPLATE_ID ->
                setProperties(new PropertiesSetDecoder().wrapAndApplyHeader(buffer, offset, header));
            default -> {
                boolean isKnown = branches.apply(type, buffer, offset, position)
                        || pending.apply(type, buffer, offset, position, this::queue);
                if (!isKnown) {
                    throw new IllegalStateException(
                            "journal was written by a newer version: recordType=" + type + " position=" + position);
                }
            }
        }
    }

    private void setProperties(PropertiesSetDecoder effect) {
        SortedMap<String, String> values = new TreeMap<>();
        for (PropertiesSetDecoder.PropertiesDecoder property : effect.properties()) {
            String key = property.key();
            values.put(key, property.value());
        }
        destinations.restoreProperties((int) effect.destination(), new DestinationProperties(values));
    }

    private void addMessage(DirectBuffer buffer, int offset, long position) {
        messageAdded.wrapAndApplyHeader(buffer, offset, header);
        long number = messageAdded.number();
        publisher.resumeAfter(number);
        if (messageAdded.sequence() != 0) {
            producers.advance(messageAdded.producerId(), messageAdded.sequence(), position);
        }
        if (messageAdded.spilled() != 0) {
            return;
        }
        int count = 0;
        for (MessageAddedDecoder.TargetsDecoder target : messageAdded.targets()) {
            targets[count++] = (int) target.queue();
        }
        int length = messageAdded.messageLength();
        message.wrapAndApplyHeader(
                buffer, messageAdded.limit() + MessageAddedDecoder.messageHeaderLength(), wireHeader);
        Arrays.fill(deliveryCounts, 0, count, 0);
        Arrays.fill(duesMs, 0, count, Publisher.dueMs(message));
        restore(number, position, length, count);
    }

    private void restoreRun(MessagesIndexedDecoder run, DirectBuffer buffer) {
        run.entriesLength();
        int start = run.limit() + MessagesIndexedDecoder.entriesHeaderLength();
        packed.unpack(buffer, start, header.version(), run.count(), queue((int) run.queue()), run.priority());
    }

    private void relocateMessage(DirectBuffer buffer, int offset, long position) {
        messageRelocated.wrapAndApplyHeader(buffer, offset, header);
        long number = messageRelocated.number();
        publisher.resumeAfter(number);
        if (messageRelocated.spilled() != 0) {
            return;
        }
        int count = 0;
        for (MessageRelocatedDecoder.TargetsDecoder target : messageRelocated.targets()) {
            deliveryCounts[count] = target.deliveryCount();
            duesMs[count] = known(target.dueMs());
            targets[count++] = (int) target.queue();
        }
        int length = messageRelocated.messageLength();
        int start = messageRelocated.limit() + MessageRelocatedDecoder.messageHeaderLength();
        message.wrapAndApplyHeader(buffer, start, wireHeader);
        restore(number, position, length, count);
    }

    /** Earlier versions of the effect do not say it. */
    private static long known(long dueMs) {
        return dueMs == MessageRelocatedDecoder.TargetsDecoder.dueMsNullValue() ? 0 : dueMs;
    }

    private void restore(long number, long position, int length, int targetCount) {
        int priority = Math.min(MessageQueue.PRIORITIES - 1, message.priority());
        for (int i = 0; i < targetCount; i++) {
            int traits = EntryTraits.of(targetCount, false, deliveryCounts[i]);
            queue(targets[i]).restore(number, position, length, priority, message.expirationMs(), duesMs[i], traits);
        }
    }

    /** The index with this number, which need not have been heard of yet. */
    private MessageQueue queue(int number) {
        MessageQueue queue = destinations.queueByNumber(number);
        if (queue == null) {
            queue = nameless.get(number);
        }
        if (queue == null) {
            queue = new MessageQueue(number, "number " + number, true, work -> {});
            nameless.put(number, queue);
        }
        return queue;
    }

    private void removeMessages(MessagesRemovedDecoder effect) {
        MessageQueue queue = queue((int) effect.queue());
        for (MessagesRemovedDecoder.NumbersDecoder removed : effect.numbers()) {
            queue.removeNumber(removed.number());
        }
    }

    private void returnMessages(MessagesReturnedDecoder effect) {
        MessageQueue queue = queue((int) effect.queue());
        for (MessagesReturnedDecoder.MessagesDecoder returned : effect.messages()) {
            queue.restoreReturn(returned.number(), returned.deliveryCount(), returned.dueMs());
        }
    }

    private void createDestination(DestinationCreatedDecoder effect, long position) {
        int number = (int) effect.destination();
        if (effect.kind() == Kind.QUEUE) {
            adoptNameless(destinations.restoreQueue(number, effect.name(), position));
        } else {
            destinations.restoreTopic(number, effect.name(), position);
        }
    }

    private void createSubscription(SubscriptionCreatedDecoder effect, long position) {
        int number = (int) effect.queue();
        Topic topic = destinations.topicByNumber((int) effect.topic());
        boolean isShared = effect.shared() == 1;
        boolean isNoLocal = effect.noLocal() == 1;
        String clientId = effect.clientId();
        SubscriptionKey key = new SubscriptionKey(clientId, effect.name());
        String selector = effect.selector();
        // Where the topic is not known yet it is still to come, and says this again behind it.
        if (topic != null) {
            Terms terms = new Terms(topic, Selectors.restore(selector), isShared, isNoLocal);
            adoptNameless(destinations
                    .restoreSubscription(number, key, terms, position)
                    .queue());
        }
    }

    private void adoptNameless(MessageQueue queue) {
        MessageQueue former = nameless.remove(queue.number());
        if (former != null) {
            queue.adopt(former);
        }
    }

    private void deleteSubscription(int number) {
        nameless.remove(number);
        destinations.restoreDeletion(number);
    }

    private void deleteDestination(int number) {
        nameless.remove(number);
        destinations.restoreDestinationDeletion(number);
    }

    private void attach(ConsumersAttachedDecoder effect) {
        queue((int) effect.queue()).awaitHolder(new ConnectionId(effect.connectionIdHigh(), effect.connectionIdLow()));
    }

    private void detach(ConsumersDetachedDecoder effect) {
        queue((int) effect.queue()).endAwait(new ConnectionId(effect.connectionIdHigh(), effect.connectionIdLow()));
    }

    /** Indexes of which nothing is known but their messages; only a journal that lost something has such. */
    Iterable<MessageQueue> nameless() {
        return nameless.values();
    }

    /** All that is known has been said. */
    void finish(long nowMs) {
        for (MessageQueue queue : nameless.values()) {
            if (queue.messageCount() > 0) {
                LOGGER.warn("messages of an unknown index: number={} count={}", queue.number(), queue.messageCount());
            }
        }
        destinations.durableQueues().forEach(queue -> queue.finishRecovery(nowMs));
        branches.finish(destinations::queueByNumber);
        pending.finish(checkpointPosition);
    }
}
