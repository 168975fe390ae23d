package io.epona.broker.store;

import io.epona.broker.effects.ConsumersAttachedEncoder;
import io.epona.broker.effects.ConsumersDetachedEncoder;
import io.epona.broker.effects.DestinationCreatedEncoder;
import io.epona.broker.effects.DestinationDeletedEncoder;
import io.epona.broker.effects.Kind;
import io.epona.broker.effects.MessageAddedEncoder;
import io.epona.broker.effects.MessageHeaderEncoder;
import io.epona.broker.effects.MessageRelocatedEncoder;
import io.epona.broker.effects.MessagesIndexedEncoder;
import io.epona.broker.effects.MessagesRemovedEncoder;
import io.epona.broker.effects.NumbersGivenEncoder;
import io.epona.broker.effects.ProducerAdvancedEncoder;
import io.epona.broker.effects.ProducerForgottenEncoder;
import io.epona.broker.effects.PropertiesSetEncoder;
import io.epona.broker.effects.SequenceRejectedEncoder;
import io.epona.broker.effects.SubscriptionCreatedEncoder;
import io.epona.broker.effects.SubscriptionDeletedEncoder;
import io.epona.broker.effects.TransactionCommittedEncoder;
import io.epona.broker.queue.EntryChunk;
import io.epona.journal.DurabilityLevel;
import io.epona.journal.Journal;
import io.epona.protocol.Durability;
import io.epona.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/** Encodes effects straight into the journal's write buffer, or into a checkpoint. Every effect is a group of its own unless it says otherwise. */
public final class EffectWriter {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int MAX_NUMBERS = 4096;

    private EffectSink sink;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageAddedEncoder messageAdded = new MessageAddedEncoder();
    private final MessageRelocatedEncoder messageRelocated = new MessageRelocatedEncoder();
    private final MessagesIndexedEncoder messagesIndexed = new MessagesIndexedEncoder();
    private final PackedEntries packed = new PackedEntries();
    private final NumbersGivenEncoder numbersGiven = new NumbersGivenEncoder();
    private final ProducerAdvancedEncoder producerAdvanced = new ProducerAdvancedEncoder();
    private final MessagesRemovedEncoder messagesRemoved = new MessagesRemovedEncoder();
    private final TransactionCommittedEncoder transactionCommitted = new TransactionCommittedEncoder();
    private final SequenceRejectedEncoder sequenceRejected = new SequenceRejectedEncoder();
    private final ProducerForgottenEncoder producerForgotten = new ProducerForgottenEncoder();
    private final ConsumersAttachedEncoder consumersAttached = new ConsumersAttachedEncoder();
    private final ConsumersDetachedEncoder consumersDetached = new ConsumersDetachedEncoder();
    private final DestinationCreatedEncoder destinationCreated = new DestinationCreatedEncoder();
    private final SubscriptionCreatedEncoder subscriptionCreated = new SubscriptionCreatedEncoder();
    private final SubscriptionDeletedEncoder subscriptionDeleted = new SubscriptionDeletedEncoder();

    private final Durability usualLevel;
    private Durability level;
    private DurabilityLevel demand = DurabilityLevel.OS;
    private long lastPosition = -1;

    /** @param usualLevel that effects need, unless said otherwise */
    public EffectWriter(Durability usualLevel) {
        this.usualLevel = usualLevel;
        level = usualLevel;
    }

    /** The level that the next effects need. */
    public void need(Durability newLevel) {
        level = newLevel;
    }

    /** The next effects need the usual level. */
    public void needUsual() {
        level = usualLevel;
    }

    /** The level of effects that nothing else is said of. */
    public Durability usualLevel() {
        return usualLevel;
    }

    /** The highest level that an effect since the last call needs. */
    public DurabilityLevel takeDemand() {
        DurabilityLevel taken = demand;
        demand = DurabilityLevel.OS;
        return taken;
    }

    /** What must be durable before the last effect is told: its position or, if nobody waits for the disk, 0. */
    public long confirmablePosition() {
        return level == Durability.MEMORY ? 0 : lastPosition;
    }

    /** Writes to this journal from now on; called once, after recovery. */
    public void open(Journal openedJournal) {
        sink = new EffectSink() {
            @Override
            public MutableDirectBuffer claim(int type, int version, int length) {
                return openedJournal.claim(type, version, length);
            }

            @Override
            public int claimOffset() {
                return openedJournal.claimOffset();
            }

            @Override
            public long commit(boolean endsGroup) {
                return openedJournal.commit(endsGroup);
            }
        };
    }

    /** Writes to a checkpoint. */
    public void open(CheckpointSink checkpoint) {
        sink = checkpoint;
    }

    /** Who sent a message, and with which sequence: 0 for none. */
    public record Origin(long producerId, long sequence) {}

    /**
     * A message is in the indexes of its targets.
     *
     * @param targets numbers of the indexes
     * @param isSpilled whether a restart is to skip it
     * @param endsGroup false within a transaction
     * @return where it is in the journal
     */
    public long messageAdded(
            long number,
            Origin origin,
            IntArrayList targets,
            boolean isSpilled,
            StoredMessage message,
            boolean endsGroup) {
        int targetsLength = MessageAddedEncoder.TargetsEncoder.HEADER_SIZE
                + targets.size() * MessageAddedEncoder.TargetsEncoder.sbeBlockLength();
        int length = HEADER
                + MessageAddedEncoder.BLOCK_LENGTH
                + targetsLength
                + MessageAddedEncoder.messageHeaderLength()
                + message.length();
        MutableDirectBuffer buffer = claim(MessageAddedEncoder.TEMPLATE_ID, length);
        messageAdded
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .number(number)
                .producerId(origin.producerId())
                .sequence(origin.sequence())
                .spilled((short) (isSpilled ? 1 : 0));
        MessageAddedEncoder.TargetsEncoder group = messageAdded.targetsCount(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            group.next().queue(targets.getInt(i));
        }
        messageAdded.putMessage(message.buffer(), message.offset(), message.length());
        return commit(endsGroup);
    }

    /** Messages have left an index; several records of one group if they are very many. */
    public void messagesRemoved(int queue, LongArrayList numbers, boolean endsGroup) {
        for (int start = 0; start < numbers.size(); start += MAX_NUMBERS) {
            int count = Math.min(MAX_NUMBERS, numbers.size() - start);
            int length = HEADER
                    + MessagesRemovedEncoder.BLOCK_LENGTH
                    + MessagesRemovedEncoder.NumbersEncoder.HEADER_SIZE
                    + count * MessagesRemovedEncoder.NumbersEncoder.sbeBlockLength();
            MutableDirectBuffer buffer = claim(MessagesRemovedEncoder.TEMPLATE_ID, length);
            messagesRemoved
                    .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                    .queue(queue);
            MessagesRemovedEncoder.NumbersEncoder group = messagesRemoved.numbersCount(count);
            for (int i = start; i < start + count; i++) {
                group.next().number(numbers.getLong(i));
            }
            commit(endsGroup && start + count == numbers.size());
        }
    }

    /** Ends the group of a transaction. */
    public void transactionCommitted(long producerId, long sequence) {
        MutableDirectBuffer buffer =
                claim(TransactionCommittedEncoder.TEMPLATE_ID, HEADER + TransactionCommittedEncoder.BLOCK_LENGTH);
        transactionCommitted
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .producerId(producerId)
                .sequence(sequence);
        commit(true);
    }

    /** A send or commit was refused for good. */
    public void sequenceRejected(long producerId, long sequence, ErrorCode code) {
        MutableDirectBuffer buffer =
                claim(SequenceRejectedEncoder.TEMPLATE_ID, HEADER + SequenceRejectedEncoder.BLOCK_LENGTH);
        sequenceRejected
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .producerId(producerId)
                .sequence(sequence)
                .code(code.number());
        commit(true);
    }

    /** A producer ended in good order. */
    public void producerForgotten(long producerId) {
        MutableDirectBuffer buffer =
                claim(ProducerForgottenEncoder.TEMPLATE_ID, HEADER + ProducerForgottenEncoder.BLOCK_LENGTH);
        producerForgotten.wrapAndApplyHeader(buffer, sink.claimOffset(), header).producerId(producerId);
        commit(true);
    }

    /** A connection has begun to consume from an index. */
    public void consumersAttached(ConnectionId connection, int queue) {
        MutableDirectBuffer buffer =
                claim(ConsumersAttachedEncoder.TEMPLATE_ID, HEADER + ConsumersAttachedEncoder.BLOCK_LENGTH);
        consumersAttached
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .connectionIdHigh(connection.high())
                .connectionIdLow(connection.low())
                .queue(queue);
        commit(true);
    }

    /** A connection no longer consumes from an index. */
    public void consumersDetached(ConnectionId connection, int queue) {
        MutableDirectBuffer buffer =
                claim(ConsumersDetachedEncoder.TEMPLATE_ID, HEADER + ConsumersDetachedEncoder.BLOCK_LENGTH);
        consumersDetached
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .connectionIdHigh(connection.high())
                .connectionIdLow(connection.low())
                .queue(queue);
        commit(true);
    }

    /**
     * A message was copied to the end of the log.
     *
     * @param targets numbers of the indexes that have it
     * @param deliveryCounts of the message in each of them
     * @param duesMs until when the message waits in each of them, 0 if it does not
     * @return where it is in the journal
     */
    public long messageRelocated(
            long number,
            boolean isSpilled,
            IntArrayList targets,
            IntArrayList deliveryCounts,
            LongArrayList duesMs,
            StoredMessage message) {
        int targetsLength = MessageRelocatedEncoder.TargetsEncoder.HEADER_SIZE
                + targets.size() * MessageRelocatedEncoder.TargetsEncoder.sbeBlockLength();
        int length = HEADER
                + MessageRelocatedEncoder.BLOCK_LENGTH
                + targetsLength
                + MessageRelocatedEncoder.messageHeaderLength()
                + message.length();
        MutableDirectBuffer buffer = claim(MessageRelocatedEncoder.TEMPLATE_ID, length);
        messageRelocated
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .number(number)
                .spilled((short) (isSpilled ? 1 : 0));
        MessageRelocatedEncoder.TargetsEncoder group = messageRelocated.targetsCount(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            group.next()
                    .queue(targets.getInt(i))
                    .deliveryCount(deliveryCounts.getInt(i))
                    .dueMs(duesMs.getLong(i));
        }
        messageRelocated.putMessage(message.buffer(), message.offset(), message.length());
        return commit(true);
    }

    /** Up to these, numbers of messages and destinations were given. */
    public void numbersGiven(long lastMessage, int lastDestination) {
        MutableDirectBuffer buffer = claim(NumbersGivenEncoder.TEMPLATE_ID, HEADER + NumbersGivenEncoder.BLOCK_LENGTH);
        numbersGiven
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .lastMessage(lastMessage)
                .lastDestination(lastDestination);
        commit(true);
    }

    /** How far a producer got. */
    public void producerAdvanced(long producerId, long sequence) {
        MutableDirectBuffer buffer =
                claim(ProducerAdvancedEncoder.TEMPLATE_ID, HEADER + ProducerAdvancedEncoder.BLOCK_LENGTH);
        producerAdvanced
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .producerId(producerId)
                .sequence(sequence);
        commit(true);
    }

    /** A run of messages of one priority is in an index; those that do not outlive the broker are left out. */
    public void messagesIndexed(int queue, int priority, EntryChunk chunk) {
        packed.pack(chunk);
        if (packed.count() == 0) {
            return;
        }
        int length = HEADER
                + MessagesIndexedEncoder.BLOCK_LENGTH
                + MessagesIndexedEncoder.entriesHeaderLength()
                + packed.length();
        MutableDirectBuffer buffer = claim(MessagesIndexedEncoder.TEMPLATE_ID, length);
        messagesIndexed
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .queue(queue)
                .priority((short) priority)
                .count(packed.count())
                .putEntries(packed.bytes(), 0, packed.length());
        commit(true);
    }

    /** A queue or topic exists. */
    public void destinationCreated(int destination, boolean isQueue, String name) {
        byte[] encodedName = name.getBytes(StandardCharsets.UTF_8);
        int length = HEADER
                + DestinationCreatedEncoder.BLOCK_LENGTH
                + DestinationCreatedEncoder.nameHeaderLength()
                + encodedName.length;
        MutableDirectBuffer buffer = claim(DestinationCreatedEncoder.TEMPLATE_ID, length);
        destinationCreated
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .destination(destination)
                .kind(isQueue ? Kind.QUEUE : Kind.TOPIC)
                .putName(encodedName, 0, encodedName.length);
        commit(true);
    }

    /**
     * A durable subscription, with the numbers of its index and its topic.
     *
     * @param clientId empty if it is a shared one without
     * @param selector empty for all messages
     */
    public record SubscriptionFields(
            int queue, int topic, boolean isShared, boolean isNoLocal, String clientId, String name, String selector) {}

    /** A durable subscription exists. */
    public void subscriptionCreated(SubscriptionFields fields) {
        byte[] encodedClientId = fields.clientId().getBytes(StandardCharsets.UTF_8);
        byte[] encodedName = fields.name().getBytes(StandardCharsets.UTF_8);
        byte[] encodedSelector = fields.selector().getBytes(StandardCharsets.UTF_8);
        int length = HEADER
                + SubscriptionCreatedEncoder.BLOCK_LENGTH
                + SubscriptionCreatedEncoder.clientIdHeaderLength()
                + encodedClientId.length
                + SubscriptionCreatedEncoder.nameHeaderLength()
                + encodedName.length
                + SubscriptionCreatedEncoder.selectorHeaderLength()
                + encodedSelector.length;
        MutableDirectBuffer buffer = claim(SubscriptionCreatedEncoder.TEMPLATE_ID, length);
        subscriptionCreated
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .queue(fields.queue())
                .topic(fields.topic())
                .shared((short) (fields.isShared() ? 1 : 0))
                .noLocal((short) (fields.isNoLocal() ? 1 : 0))
                .putClientId(encodedClientId, 0, encodedClientId.length)
                .putName(encodedName, 0, encodedName.length)
                .putSelector(encodedSelector, 0, encodedSelector.length);
        commit(true);
    }

    /** A durable subscription exists no longer. */
    public void subscriptionDeleted(int queue) {
        MutableDirectBuffer buffer =
                claim(SubscriptionDeletedEncoder.TEMPLATE_ID, HEADER + SubscriptionDeletedEncoder.BLOCK_LENGTH);
        subscriptionDeleted
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .queue(queue);
        commit(true);
    }

    /** A queue or topic exists no longer. */
    public void destinationDeleted(int destination) {
        MutableDirectBuffer buffer =
                claim(DestinationDeletedEncoder.TEMPLATE_ID, HEADER + DestinationDeletedEncoder.BLOCK_LENGTH);
        new DestinationDeletedEncoder()
                .wrapAndApplyHeader(buffer, sink.claimOffset(), header)
                .destination(destination);
        commit(true);
    }

    /** A queue or topic has these properties and no others. */
    public void propertiesSet(int destination, Map<String, String> values) {
        PropertiesSetEncoder.PropertiesEncoder group = new PropertiesSetEncoder()
                .wrapAndApplyHeader(
                        claim(PropertiesSetEncoder.TEMPLATE_ID, propertiesLength(values)), sink.claimOffset(), header)
                .destination(destination)
                .propertiesCount(values.size());
        values.forEach((key, value) -> group.next().key(key).value(value));
        commit(true);
    }

    private static int propertiesLength(Map<String, String> values) {
        int length = HEADER + PropertiesSetEncoder.BLOCK_LENGTH + PropertiesSetEncoder.PropertiesEncoder.HEADER_SIZE;
        for (Map.Entry<String, String> each : values.entrySet()) {
            length += PropertiesSetEncoder.PropertiesEncoder.keyHeaderLength()
                    + PropertiesSetEncoder.PropertiesEncoder.valueHeaderLength()
                    + each.getKey().getBytes(StandardCharsets.UTF_8).length
                    + each.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return length;
    }

    /** Position of the last effect; what follows from it may be told once that is durable. -1 if there is none yet. */
    public long lastPosition() {
        return lastPosition;
    }

    int claimOffset() {
        return sink.claimOffset();
    }

    long commit(boolean endsGroup) {
        lastPosition = sink.commit(endsGroup);
        if (level == Durability.FSYNC) {
            demand = DurabilityLevel.FSYNC;
        }
        return lastPosition;
    }

    MutableDirectBuffer claim(int type, int length) {
        return sink.claim(type, MessageAddedEncoder.SCHEMA_VERSION, length);
    }

    /** Where the bytes of an encoded message are. */
    public record StoredMessage(DirectBuffer buffer, int offset, int length) {}
}
