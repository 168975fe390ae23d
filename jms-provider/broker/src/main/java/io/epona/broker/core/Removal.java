package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageMemory;
import org.agrona.collections.LongArrayList;

/** Takes messages off the books when they are done with. */
final class Removal {
    private final EffectWriter effects;
    private final LogReferences references;
    private final MessageMemory memory;

    Removal(Stores stores) {
        effects = stores.effects();
        references = stores.references();
        memory = stores.memory();
    }

    /** Whether the journal has the message in this index, so that it must be told when it leaves. */
    static boolean isRecorded(MessageQueue queue, EntryChunk chunk, int index) {
        return chunk.position(index) >= 0 && queue.isDurable();
    }

    /** Takes a message out of an index for good; its number is added to {@code numbers} if the journal must know. */
    void remove(MessageQueue queue, EntryChunk chunk, int index, LongArrayList numbers) {
        if (isRecorded(queue, chunk, index)) {
            numbers.addLong(chunk.number(index));
        }
        letGo(chunk, index);
        queue.remove(chunk, index);
    }

    /** Tells the journal; nothing if there are no numbers. */
    void record(MessageQueue queue, LongArrayList numbers, boolean endsGroup) {
        if (!numbers.isEmpty()) {
            effects.messagesRemoved(queue.number(), numbers, endsGroup);
        }
    }

    /** Drops all messages of an index that goes; nothing of it may be in flight any more. */
    void discard(MessageQueue queue) {
        queue.forEach(this::letGo);
        queue.forgetDeadlines();
    }

    private void letGo(EntryChunk chunk, int index) {
        references.release(chunk, index);
        if (chunk.position(index) < 0) {
            memory.release((int) ~chunk.position(index));
        }
    }
}
