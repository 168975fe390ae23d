package io.epona.broker.core;

import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.EffectWriter.Origin;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageMemory;
import io.epona.broker.store.PendingEffects;
import io.epona.broker.store.PendingEffects.PendingFields;
import io.epona.protocol.Durability;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;

/** Puts messages where they belong: into the journal or memory, and into the indexes of their destination. */
final class Publisher {
    private static final Origin NO_ORIGIN = new Origin(0, 0);

    private final Destinations destinations;
    private final EffectWriter effects;
    private final PendingEffects pending;
    private final MessageMemory memory;
    private final LogReferences references;
    private final boolean isJournalDurable;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageDecoder decoder = new MessageDecoder();
    private final IntArrayList durableTargets = new IntArrayList();
    private final List<MessageQueue> selected = new ArrayList<>();
    private long lastNumber;

    Publisher(
            Destinations destinations,
            EffectWriter effects,
            MessageMemory memory,
            LogReferences references,
            boolean isJournalDurable) {
        this.destinations = destinations;
        this.references = references;
        this.effects = effects;
        this.pending = new PendingEffects(effects);
        this.memory = memory;
        this.isJournalDurable = isJournalDurable;
    }

    long lastNumber() {
        return lastNumber;
    }

    /** A number that no message will have. */
    long takeNumber() {
        return ++lastNumber;
    }

    /** Message numbers go on after this one. */
    void resumeAfter(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    /**
     * Finds where a message is to go.
     *
     * @param previous the target of the sender's last message, tried first
     */
    Target route(StoredMessage message, Target previous) throws RefusedException {
        decode(message);
        boolean isQueue = decoder.destinationKindRaw() == DestinationKind.QUEUE.value();
        if (!isQueue && decoder.destinationKindRaw() != DestinationKind.TOPIC.value()) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION,
                    "message names no queue or topic: kind=" + decoder.destinationKindRaw());
        }
        checkWhole(message);
        decode(message);
        int length = decoder.destinationLength();
        int offset = decoder.limit() + MessageDecoder.destinationHeaderLength();
        if (previous != null
                && !previous.isGone()
                && previous.isQueue() == isQueue
                && isSame(previous.name(), message.buffer(), offset, length)) {
            return previous;
        }
        byte[] name = new byte[length];
        message.buffer().getBytes(offset, name);
        return destinations.target(new String(name, StandardCharsets.UTF_8), isQueue);
    }

    /** The indexes that may have a message of the broker's own; none if its destination is gone. */
    List<MessageQueue> indexesOf(StoredMessage message) {
        decode(message);
        boolean isQueue = decoder.destinationKindRaw() == DestinationKind.QUEUE.value();
        return destinations.indexes(decoder.destination(), isQueue);
    }

    /** The priority of a message of the broker's own. */
    int priorityOf(StoredMessage message) {
        decode(message);
        return priority();
    }

    /** What the confirmation of a message is to wait for. */
    Durability levelOf(StoredMessage message) {
        decode(message);
        if (decoder.flags().asksForFsync()) {
            return Durability.FSYNC;
        } else if (decoder.flags().asksForOs()) {
            return Durability.OS;
        }
        return decoder.flags().asksForMemory() ? Durability.MEMORY : effects.usualLevel();
    }

    private int priority() {
        return Math.min(MessageQueue.PRIORITIES - 1, decoder.priority());
    }

    /** The broker passes on what it does not look into, so it makes sure that the parts fill the message exactly. */
    private void checkWhole(StoredMessage message) {
        decoder.skipDestination();
        decoder.skipMessageId();
        decoder.skipCorrelationId();
        decoder.skipJmsType();
        decoder.skipReplyTo();
        decoder.skipProperties();
        decoder.skipBody();
        int end = message.offset() + message.length();
        if (decoder.limit() < 0 || decoder.limit() > end) {
            throw new ViolationException(ErrorCode.MALFORMED_FRAME, "message ends early: length=" + message.length());
        }
    }

    private static boolean isSame(byte[] name, DirectBuffer buffer, int offset, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Stores a message and adds it to the indexes of its target that are to have it.
     *
     * @param sender null if the broker itself sends it
     * @param origin the sequence that becomes durable with the message; null for none
     * @param endsGroup false within a transaction
     * @return whether the message is in the journal for good
     */
    boolean publish(Target target, StoredMessage message, Connection sender, Origin origin, boolean endsGroup) {
        List<MessageQueue> indexes = target.selected(message, sender, selected);
        return !indexes.isEmpty() && store(indexes, message, origin, endsGroup);
    }

    /** As {@link #publish}, into these indexes, whatever destination the message names. */
    boolean store(List<MessageQueue> indexes, StoredMessage message, Origin origin, boolean endsGroup) {
        decode(message);
        boolean isPersistent = isJournalDurable && decoder.flags().persistent() && hasDurableIndex(indexes);
        boolean isSpilled = !isPersistent && isJournalDurable && memory.isFull();
        long number = ++lastNumber;
        int priority = priority();
        long expirationMs = decoder.expirationMs();
        long dueMs = dueMs(decoder);
        long position;
        if (isPersistent || isSpilled) {
            position = effects.messageAdded(
                    number,
                    origin == null ? NO_ORIGIN : origin,
                    durableTargets(indexes),
                    isSpilled,
                    message,
                    endsGroup);
        } else {
            int slot = memory.store(message.buffer(), message.offset(), message.length());
            memory.retain(slot, indexes.size() - 1);
            position = ~(long) slot;
        }
        int traits = EntryTraits.of(indexes.size(), isSpilled, 0);
        int share = EntryTraits.share(message.length(), traits);
        for (int i = 0; i < indexes.size(); i++) {
            references.retain(position, share);
            indexes.get(i).add(number, position, message.length(), priority, expirationMs, dueMs, traits);
        }
        return isPersistent;
    }

    /** Stores a message of a large transaction, which nobody sees before that takes effect. */
    void storePending(LargeTransaction transaction, Target target, StoredMessage message) {
        decode(message);
        boolean isSpilled = target.number() == 0 || !decoder.flags().persistent();
        long place = transaction.takePlace();
        long position =
                pending.added(new PendingFields(transaction.number(), place, target.number(), isSpilled), message);
        int traits = EntryTraits.of(1, isSpilled, 0);
        references.retain(position, EntryTraits.share(message.length(), traits));
        MessageQueue messages = transaction.part(target).messages();
        messages.add(place, position, message.length(), priority(), decoder.expirationMs(), dueMs(decoder), traits);
    }

    /** Until when a message is not to be delivered, 0 if its sender wants no delay. */
    static long dueMs(MessageDecoder message) {
        return message.flags().delayed() ? message.deliveryTimeMs() : 0;
    }

    private void decode(StoredMessage message) {
        header.wrap(message.buffer(), message.offset());
        if (header.templateId() != MessageDecoder.TEMPLATE_ID || header.schemaId() != MessageDecoder.SCHEMA_ID) {
            throw new ViolationException(ErrorCode.MALFORMED_FRAME, "not a message: template=" + header.templateId());
        }
        int block = message.offset() + Protocol.HEADER_LENGTH;
        decoder.wrap(message.buffer(), block, header.blockLength(), header.version());
    }

    static boolean hasDurableIndex(List<MessageQueue> indexes) {
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i).isDurable()) {
                return true;
            }
        }
        return false;
    }

    private IntArrayList durableTargets(List<MessageQueue> indexes) {
        durableTargets.clear();
        for (int i = 0; i < indexes.size(); i++) {
            MessageQueue queue = indexes.get(i);
            if (queue.isDurable()) {
                durableTargets.addInt(queue.number());
            }
        }
        return durableTargets;
    }
}
