package io.epona.broker.core;

import io.epona.broker.core.LargeTransaction.Part;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryVisitor;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageRecord;
import io.epona.broker.store.PendingEffects;
import io.epona.broker.store.PendingEffects.PendingFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * The large transactions in progress. What they send is in the journal from then on; that one takes effect is one small
 * record. That one does not is no record at all: whoever recovers drops what was not committed and belongs to no prepared
 * branch.
 */
final class LargeTransactions {
    private static final long NONE = -1;

    private final EffectWriter effects;
    private final LogReferences references;
    private final PendingEffects pending;
    private final Long2ObjectHashMap<LargeTransaction> byNumber = new Long2ObjectHashMap<>();
    /** Of those that were committed, as long as the log has something of them: the shift, and where that is said. */
    private final Long2LongHashMap shifts = new Long2LongHashMap(NONE);

    private final Long2LongHashMap positions = new Long2LongHashMap(NONE);

    LargeTransactions(EffectWriter effects, LogReferences references) {
        this.effects = effects;
        this.references = references;
        this.pending = new PendingEffects(effects);
    }

    /** @param number that no message and no other transaction has */
    LargeTransaction begin(long number) {
        LargeTransaction transaction = new LargeTransaction(number);
        byNumber.put(number, transaction);
        return transaction;
    }

    /** The one in progress with this number, null if there is none. */
    LargeTransaction find(long number) {
        return byNumber.get(number);
    }

    /** Nothing of it takes effect. */
    void rollBack(LargeTransaction transaction) {
        byNumber.remove(transaction.number());
        transaction.parts().forEach(part -> part.messages().forEach(references::release));
    }

    /** It has taken effect; see {@link #noteCommitted}. */
    void end(LargeTransaction transaction, long shift, long position) {
        byNumber.remove(transaction.number());
        noteCommitted(transaction.number(), shift, position);
    }

    /**
     * Notes that a transaction was committed.
     *
     * @param shift what the numbers of its messages are greater by than their places
     * @param position where the journal says so
     */
    void noteCommitted(long number, long shift, long position) {
        shifts.put(number, shift);
        positions.put(number, position);
    }

    /**
     * Recovery is over: what belongs to prepared branches stays in progress, and nothing else.
     *
     * @param checkpointPosition before which all is that only the checkpoint tells of
     */
    void finishRecovery(LongHashSet prepared, long checkpointPosition) {
        byNumber.values().removeIf(transaction -> !prepared.contains(transaction.number()));
        positions.replaceAll((number, position) -> position == 0 ? (Long) checkpointPosition : position);
    }

    /** The journal is open: what is in progress refers to it. */
    void retainAll() {
        byNumber.values()
                .forEach(transaction -> transaction.parts().forEach(part -> references.retainAll(part.messages())));
    }

    /** What there is to say in a checkpoint, piece by piece; what has changed meanwhile the log says after it. */
    List<Consumer<EffectWriter>> statements() {
        List<Consumer<EffectWriter>> statements = new ArrayList<>();
        for (LargeTransaction transaction : byNumber.values()) {
            for (Part part : transaction.parts()) {
                for (int priority = 0; priority < MessageQueue.PRIORITIES; priority++) {
                    addStatements(transaction, part, priority, statements);
                }
            }
        }
        shifts.forEachLong((number, shift) ->
                statements.add(to -> new PendingEffects(to).committed(number, shift, LargeCommit.NO_ROUTES, true)));
        return statements;
    }

    /** One for each run of messages that there is now. */
    private void addStatements(
            LargeTransaction transaction, Part part, int priority, List<Consumer<EffectWriter>> statements) {
        EntryChunk run = part.messages().chunkAfter(priority, 0);
        while (run != null) {
            EntryChunk stated = run;
            statements.add(to -> {
                if (find(transaction.number()) == transaction) {
                    new PendingEffects(to).indexed(transaction.number(), part.destination(), priority, stated);
                }
            });
            run = part.messages().chunkAfter(priority, run.number(run.size() - 1));
        }
    }

    /** What the number of a message is greater by than its place in a transaction, negative if that was not committed. */
    long shift(long number) {
        return shifts.get(number);
    }

    /** The log begins at a position. */
    void forgetBefore(long position) {
        positions.entrySet().removeIf(entry -> {
            boolean isGone = entry.getValue() < position;
            if (isGone) {
                shifts.remove(entry.getKey().longValue());
            }
            return isGone;
        });
    }

    /**
     * Copies a message of a transaction in progress to the end of the log, if this is where it is.
     *
     * @param priority of the message
     * @param position of the record
     */
    void relocate(LargeTransaction transaction, MessageRecord record, int priority, long position) {
        StoredMessage message = new StoredMessage(record.buffer(), record.offset(), record.length());
        EntryVisitor relocation = (chunk, index) -> {
            if (chunk.position(index) == position) {
                PendingFields fields = new PendingFields(
                        transaction.number(), record.number(), record.destination(), record.isSpilled());
                references.release(chunk, index);
                chunk.relocate(index, pending.added(fields, message), 1);
                references.retain(chunk, index);
            }
        };
        for (Part part : transaction.parts()) {
            if (part.destination() == record.destination()) {
                part.messages().show(record.number(), priority, relocation);
            }
        }
    }
}
