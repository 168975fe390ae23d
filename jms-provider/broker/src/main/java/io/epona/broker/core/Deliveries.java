package io.epona.broker.core;

import io.epona.broker.queue.DispatchResult;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageMemory;
import io.epona.broker.store.MessageRecord;
import io.epona.buffer.NioBuffer;
import io.epona.journal.Journal;
import io.epona.journal.RecordView;
import java.util.ArrayDeque;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages out, and takes them off the books when they are done with. */
final class Deliveries {
    private static final Logger LOGGER = LoggerFactory.getLogger(Deliveries.class);
    /** Messages that one index hands out before the next has its turn. */
    private static final int TURN_LIMIT = 256;

    private final Journal journal;
    private final MessageMemory memory;
    private final LogReferences references;
    private final EffectWriter effects;
    private final OutgoingFrames frames;
    private final EpochClock clock;
    private final ArrayDeque<MessageQueue> scheduled = new ArrayDeque<>();
    private final ArrayDeque<MessageQueue> waitingForDisk = new ArrayDeque<>();
    private final LongArrayList removed = new LongArrayList();
    private final RecordView record = new RecordView();
    private final MessageRecord stored = new MessageRecord();
    private final NioBuffer content = new NioBuffer();

    Deliveries(Journal journal, Stores stores, OutgoingFrames frames, EpochClock clock) {
        this.journal = journal;
        this.memory = stores.memory();
        this.references = stores.references();
        this.effects = stores.effects();
        this.frames = frames;
        this.clock = clock;
    }

    /** Has an index dispatched in this duty cycle. */
    void schedule(MessageQueue queue) {
        if (!queue.isScheduled()) {
            queue.setScheduled(true);
            scheduled.add(queue);
        }
    }

    /** Whether there is an index to dispatch. */
    boolean hasWork() {
        return !scheduled.isEmpty();
    }

    /** Looks again at the indexes whose next message was not durable. */
    void onDurable() {
        for (MessageQueue queue = waitingForDisk.poll(); queue != null; queue = waitingForDisk.poll()) {
            queue.setScheduled(false);
            schedule(queue);
        }
    }

    /** Gives every index that is due one turn; whether one needs another. */
    boolean dispatch() {
        long durablePosition = journal.durablePosition();
        long nowMs = clock.time();
        for (int turns = scheduled.size(); turns > 0; turns--) {
            MessageQueue queue = scheduled.poll();
            DispatchResult result =
                    queue.dispatch(durablePosition, nowMs, TURN_LIMIT, (chunk, index) -> expire(queue, chunk, index));
            switch (result) {
                case DONE -> queue.setScheduled(false);
                case NOT_DURABLE -> waitingForDisk.add(queue);
                case LIMIT -> scheduled.add(queue);
                default -> throw new IllegalStateException("result=" + result);
            }
        }
        return !scheduled.isEmpty();
    }

    private void expire(MessageQueue queue, EntryChunk chunk, int index) {
        removed.clear();
        remove(queue, chunk, index, removed);
        if (!removed.isEmpty()) {
            effects.messagesRemoved(queue.number(), removed, true);
        }
    }

    /** Takes a message out of an index for good; its number is added to {@code numbers} if the journal must know. */
    void remove(MessageQueue queue, EntryChunk chunk, int index, LongArrayList numbers) {
        if (chunk.position(index) >= 0 && queue.isDurable()) {
            numbers.addLong(chunk.number(index));
        }
        letGo(chunk, index);
        queue.remove(chunk, index);
    }

    /** Drops all messages of an index that goes; nothing of it may be in flight any more. */
    void discard(MessageQueue queue) {
        queue.forEach(this::letGo);
    }

    private void letGo(EntryChunk chunk, int index) {
        references.release(chunk, index);
        if (chunk.position(index) < 0) {
            memory.release((int) ~chunk.position(index));
        }
    }

    /** Notes that a message which nobody waits for was dropped. */
    void logRefusal(String sender, RefusedException refusal) {
        LOGGER.warn(
                "message refused: sender={} code={} reason={}",
                sender,
                refusal.code().label(),
                refusal.getMessage());
    }

    /** Sends a message to a consumer. */
    void deliver(Peer peer, long consumer, long deliveryId, EntryChunk chunk, int index) {
        long position = chunk.position(index);
        long number = chunk.number(index);
        int count = chunk.deliveryCount(index) + 1;
        if (position < 0) {
            int slot = (int) ~position;
            content.wrap(memory.content(slot));
            OutgoingFrames.DeliveryFields fields =
                    new OutgoingFrames.DeliveryFields(consumer, deliveryId, number, count, false);
            frames.delivery(peer, fields, content, 0, memory.length(slot));
        } else {
            journal.read(position, record);
            if (!stored.wrap(record)) {
                throw new IllegalStateException("no message here: position=" + position + " type=" + record.type());
            }
            OutgoingFrames.DeliveryFields fields =
                    new OutgoingFrames.DeliveryFields(consumer, deliveryId, number, count, !stored.isSpilled());
            frames.delivery(peer, fields, stored.buffer(), stored.offset(), stored.length());
        }
    }
}
