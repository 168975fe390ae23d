package io.epona.broker.core;

import io.epona.broker.core.LargeTransaction.Part;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.PendingAddedDecoder;
import io.epona.broker.effects.PendingCommittedDecoder;
import io.epona.broker.effects.PendingIndexedDecoder;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.PackedEntries;
import io.epona.protocol.wire.MessageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongHashSet;

/** Restores large transactions from the effects in the journal: those in progress, and what others have put into indexes. */
final class PendingRecovery {
    private final LargeTransactions large;
    private final Publisher publisher;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PendingAddedDecoder added = new PendingAddedDecoder();
    private final PendingIndexedDecoder indexed = new PendingIndexedDecoder();
    private final PendingCommittedDecoder committed = new PendingCommittedDecoder();
    private final PackedEntries packed = new PackedEntries();
    private final io.epona.protocol.wire.MessageHeaderDecoder wireHeader =
            new io.epona.protocol.wire.MessageHeaderDecoder();
    private final MessageDecoder message = new MessageDecoder();
    /** Those that belong to prepared branches. */
    private final LongHashSet claimed = new LongHashSet();

    PendingRecovery(LargeTransactions large, Publisher publisher) {
        this.large = large;
        this.publisher = publisher;
    }

    /**
     * Applies one effect, if it is about large transactions.
     *
     * @param indexes finds indexes by their numbers, which need not have been heard of yet
     * @return false if it is about something else
     */
    boolean apply(int type, DirectBuffer buffer, int offset, long position, IntFunction<MessageQueue> indexes) {
        switch (type) {
            case PendingAddedDecoder.TEMPLATE_ID -> add(buffer, offset, position);
            case PendingIndexedDecoder.TEMPLATE_ID -> restoreRun(buffer, offset);
            case PendingCommittedDecoder.TEMPLATE_ID -> commit(buffer, offset, position, indexes);
            default -> {
                return false;
            }
        }
        return true;
    }

    private LargeTransaction transaction(long number) {
        publisher.resumeAfter(number);
        LargeTransaction known = large.find(number);
        return known == null ? large.begin(number) : known;
    }

    private void add(DirectBuffer buffer, int offset, long position) {
        added.wrapAndApplyHeader(buffer, offset, header);
        LargeTransaction transaction = transaction(added.transaction());
        long place = added.place();
        transaction.resumeAfter(place);
        if (added.spilled() == 0) {
            int length = added.messageLength();
            int start = added.limit() + PendingAddedDecoder.messageHeaderLength();
            message.wrapAndApplyHeader(buffer, start, wireHeader);
            int priority = Math.min(MessageQueue.PRIORITIES - 1, message.priority());
            long dueMs = Publisher.dueMs(message);
            MessageQueue messages = transaction.part((int) added.destination()).messages();
            int traits = EntryTraits.of(1, false, 0);
            messages.restore(place, position, length, priority, message.expirationMs(), dueMs, traits);
        }
    }

    private void restoreRun(DirectBuffer buffer, int offset) {
        indexed.wrapAndApplyHeader(buffer, offset, header);
        LargeTransaction transaction = transaction(indexed.transaction());
        Part part = transaction.part((int) indexed.destination());
        indexed.entriesLength();
        int start = indexed.limit() + PendingIndexedDecoder.entriesHeaderLength();
        packed.unpack(buffer, start, header.version(), indexed.count(), part.messages(), indexed.priority());
        transaction.resumeAfter(packed.lastNumber());
    }

    private void commit(DirectBuffer buffer, int offset, long position, IntFunction<MessageQueue> indexes) {
        committed.wrapAndApplyHeader(buffer, offset, header);
        long number = committed.transaction();
        long shift = committed.shift();
        Int2ObjectHashMap<IntArrayList> routes = new Int2ObjectHashMap<>();
        for (PendingCommittedDecoder.RoutesDecoder route : committed.routes()) {
            routes.computeIfAbsent((int) route.destination(), key -> new IntArrayList())
                    .addInt((int) route.queue());
        }
        publisher.resumeAfter(shift);
        large.noteCommitted(number, shift, position);
        LargeTransaction transaction = large.find(number);
        if (transaction != null) {
            publisher.resumeAfter(shift + transaction.lastPlace());
            // Another record of the group may have routes for the rest.
            List<Part> moved = new ArrayList<>(transaction.parts());
            moved.removeIf(part -> !routes.containsKey(part.destination()));
            PendingWalk walk = new PendingWalk(moved);
            while (walk.next()) {
                move(walk, shift, routes.get(walk.part().destination()), indexes);
            }
            moved.forEach(part -> part.messages().retire());
        }
    }

    private static void move(PendingWalk walk, long shift, IntArrayList targets, IntFunction<MessageQueue> indexes) {
        EntryChunk chunk = walk.chunk();
        int index = walk.index();
        int traits = EntryTraits.of(targets.size(), false, 0);
        for (int i = 0; i < targets.size(); i++) {
            indexes.apply(targets.getInt(i))
                    .restore(
                            shift + chunk.number(index),
                            chunk.position(index),
                            chunk.length(index),
                            walk.priority(),
                            chunk.expirationMs(index),
                            chunk.dueMs(index),
                            traits);
        }
    }

    /** A transaction belongs to a prepared branch; null if nothing is known of it. */
    LargeTransaction claim(long number) {
        claimed.add(number);
        return large.find(number);
    }

    /**
     * All that is known has been said.
     *
     * @param checkpointPosition before which all is that only the checkpoint tells of
     */
    void finish(long checkpointPosition) {
        large.finishRecovery(claimed, checkpointPosition);
    }
}
