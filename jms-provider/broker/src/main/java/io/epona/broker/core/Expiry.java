package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryVisitor;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter;
import io.epona.protocol.Durability;
import org.agrona.collections.LongArrayList;

/**
 * Takes messages that have expired out of one index at a time, and tells the journal of all of them together: a restart
 * that does not know would find them expired anyway, so nobody waits for the disk.
 */
final class Expiry implements EntryVisitor {
    /** After which time one that could not be moved is tried again. */
    private static final long RETRY_MS = 1_000;

    private final DeadLetters deadLetters;
    private final Removal removal;
    private final EffectWriter effects;
    private final LongArrayList dropped = new LongArrayList();
    private MessageQueue queue;
    private long nowMs;

    Expiry(DeadLetters deadLetters, Removal removal, EffectWriter effects) {
        this.deadLetters = deadLetters;
        this.removal = removal;
        this.effects = effects;
    }

    /** The messages that it is given next are of this index. {@link #end()} follows. */
    void begin(MessageQueue newQueue, long newNowMs) {
        queue = newQueue;
        nowMs = newNowMs;
        dropped.clear();
    }

    @Override
    public void onEntry(EntryChunk chunk, int index) {
        switch (deadLetters.giveUp(queue, chunk, index, DeadLetters.Cause.EXPIRED, nowMs)) {
            case MOVED -> {
                // It is in its new place.
            }
            case TO_BE_DROPPED -> removal.remove(queue, chunk, index, dropped);
            case TO_BE_KEPT -> queue.keepExpired(chunk, index, nowMs + RETRY_MS);
            default -> throw new IllegalStateException("queue=" + queue.name());
        }
    }

    /** All messages of the index have been given. */
    void end() {
        effects.need(Durability.OS);
        removal.record(queue, dropped, true);
        effects.needUsual();
    }
}
