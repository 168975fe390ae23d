package io.epona.broker.store;

import io.epona.broker.effects.MessageHeaderEncoder;
import io.epona.broker.effects.PendingAddedEncoder;
import io.epona.broker.effects.PendingCommittedEncoder;
import io.epona.broker.effects.PendingIndexedEncoder;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.store.EffectWriter.StoredMessage;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntArrayList;

/** Encodes the effects of large transactions, by way of an {@link EffectWriter}. */
public final class PendingEffects {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    /** No more routes than this in one record. */
    private static final int MAX_ROUTES = 4096;

    private final EffectWriter effects;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PendingAddedEncoder added = new PendingAddedEncoder();
    private final PendingIndexedEncoder indexed = new PendingIndexedEncoder();
    private final PendingCommittedEncoder committed = new PendingCommittedEncoder();
    private final PackedEntries packed = new PackedEntries();

    /** Writes to where that one writes. */
    public PendingEffects(EffectWriter effects) {
        this.effects = effects;
    }

    /**
     * What a message of a large transaction in progress is known by.
     *
     * @param place of the message among those of the transaction, from 1 on
     * @param destination number of the queue or topic that it was sent to, 0 for one that does not outlive the broker
     * @param isSpilled whether a restart is to skip it
     */
    public record PendingFields(long transaction, long place, int destination, boolean isSpilled) {}

    /** A transaction in progress has sent a message; where that is in the journal. */
    public long added(PendingFields fields, StoredMessage message) {
        int length = HEADER
                + PendingAddedEncoder.BLOCK_LENGTH
                + PendingAddedEncoder.messageHeaderLength()
                + message.length();
        MutableDirectBuffer buffer = effects.claim(PendingAddedEncoder.TEMPLATE_ID, length);
        added.wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                .transaction(fields.transaction())
                .place(fields.place())
                .destination(fields.destination())
                .spilled((short) (fields.isSpilled() ? 1 : 0))
                .putMessage(message.buffer(), message.offset(), message.length());
        return effects.commit(true);
    }

    /** A run of messages of one priority; those that do not outlive the broker are left out. */
    public void indexed(long transaction, int destination, int priority, EntryChunk chunk) {
        packed.pack(chunk);
        if (packed.count() == 0) {
            return;
        }
        int length = HEADER
                + PendingIndexedEncoder.BLOCK_LENGTH
                + PendingIndexedEncoder.entriesHeaderLength()
                + packed.length();
        MutableDirectBuffer buffer = effects.claim(PendingIndexedEncoder.TEMPLATE_ID, length);
        indexed.wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                .transaction(transaction)
                .destination(destination)
                .priority((short) priority)
                .count(packed.count())
                .putEntries(packed.bytes(), 0, packed.length());
        effects.commit(true);
    }

    /**
     * A transaction takes effect; several records if it has very many routes.
     *
     * @param shift what the numbers of its messages are greater by than their places
     * @param routes pairs of a destination and of an index that gets what was sent to it, in the order of destinations
     * @param endsGroup false within a group
     */
    public void committed(long transaction, long shift, IntArrayList routes, boolean endsGroup) {
        int start = 0;
        do {
            int end = endOfRoutes(routes, start);
            int count = (end - start) / 2;
            int length = HEADER
                    + PendingCommittedEncoder.BLOCK_LENGTH
                    + PendingCommittedEncoder.RoutesEncoder.HEADER_SIZE
                    + count * PendingCommittedEncoder.RoutesEncoder.sbeBlockLength();
            MutableDirectBuffer buffer = effects.claim(PendingCommittedEncoder.TEMPLATE_ID, length);
            PendingCommittedEncoder.RoutesEncoder group = committed
                    .wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                    .transaction(transaction)
                    .shift(shift)
                    .routesCount(count);
            for (int i = start; i < end; i += 2) {
                group.next().destination(routes.getInt(i)).queue(routes.getInt(i + 1));
            }
            start = end;
            effects.commit(endsGroup && start == routes.size());
        } while (start < routes.size());
    }

    /** All indexes of a destination are in one record, so that whoever reads it knows how many share its messages. */
    private static int endOfRoutes(IntArrayList routes, int start) {
        int end = Math.min(routes.size(), start + 2 * MAX_ROUTES);
        while (end < routes.size() && routes.getInt(end) == routes.getInt(end - 2)) {
            end += 2;
        }
        return end;
    }
}
