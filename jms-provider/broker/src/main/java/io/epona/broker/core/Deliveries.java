package io.epona.broker.core;

import io.epona.broker.queue.DispatchResult;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryFilter;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.queue.QueueWalk;
import io.epona.broker.selector.Selector;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageMemory;
import io.epona.journal.Journal;
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
    private final MessageReader message;

    Deliveries(Journal journal, Stores stores, OutgoingFrames frames, EpochClock clock) {
        this.journal = journal;
        this.memory = stores.memory();
        this.references = stores.references();
        this.effects = stores.effects();
        this.frames = frames;
        this.clock = clock;
        this.message = new MessageReader(journal, memory);
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
        int sharers = scheduled.size();
        for (int turns = sharers; turns > 0; turns--) {
            MessageQueue queue = scheduled.poll();
            DispatchResult result = queue.dispatch(
                    durablePosition, nowMs, TURN_LIMIT, sharers, (chunk, index) -> expire(queue, chunk, index));
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
        queue.setDiscarded();
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

    /** The messages that a selector selects; null if there is no selector. */
    EntryFilter filter(Selector selector) {
        return selector == null ? null : new SelectorFilter(selector, message);
    }

    private boolean isSelected(Selector selector) {
        return selector == null || selector.matches(message.buffer(), message.offset(), message.length());
    }

    /** Sends a message to a consumer. */
    void deliver(Peer peer, long consumer, long deliveryId, EntryChunk chunk, int index) {
        message.read(chunk.position(index));
        OutgoingFrames.DeliveryFields fields = new OutgoingFrames.DeliveryFields(
                consumer, deliveryId, chunk.number(index), chunk.deliveryCount(index) + 1, message.isPersistent());
        frames.delivery(peer, fields, message.buffer(), message.offset(), message.length());
    }

    /** Sends the message at which a walk stands to a browser, if it is selected and has not expired; whether it was sent. */
    boolean show(Peer peer, Browsing.BrowseRequest request, QueueWalk walk, Selector selector) {
        EntryChunk chunk = walk.chunk();
        int index = walk.index();
        boolean isExpired = chunk.expirationMs(index) != 0 && chunk.expirationMs(index) <= clock.time();
        if (isExpired) {
            return false;
        }
        message.read(chunk.position(index));
        boolean isSelected = isSelected(selector);
        if (isSelected) {
            frames.browsed(peer, request, walk, message);
        }
        return isSelected;
    }
}
