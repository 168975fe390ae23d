package io.epona.broker.core;

import io.epona.broker.queue.DispatchResult;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryFilter;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.queue.QueueConsumer;
import io.epona.broker.queue.QueueWalk;
import io.epona.broker.selector.Selector;
import io.epona.broker.store.EffectWriter.StoredMessage;
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
    private final OutgoingFrames frames;
    private final EpochClock clock;
    private final Removal removal;
    private final Expiry expiry;
    private final Returns returns;
    private final ArrayDeque<MessageQueue> scheduled = new ArrayDeque<>();
    private final ArrayDeque<MessageQueue> waitingForDisk = new ArrayDeque<>();
    private final MessageReader message;
    private long handedOutCount;

    Deliveries(Journal journal, OutgoingFrames frames, EpochClock clock, Ends ends, MessageReader message) {
        this.journal = journal;
        this.frames = frames;
        this.clock = clock;
        this.removal = ends.removal();
        this.expiry = ends.expiry();
        this.returns = ends.returns();
        this.message = message;
    }

    /** What can become of a message other than that it is delivered and acknowledged. */
    record Ends(Removal removal, Expiry expiry, Returns returns) {}

    /** What becomes of messages that come back. */
    Returns returns() {
        return returns;
    }

    /** Has an index dispatched in this duty cycle. */
    void schedule(MessageQueue queue) {
        if (!queue.isScheduled()) {
            queue.setScheduled(true);
            scheduled.add(queue);
        }
    }

    /** How many messages have been handed out so far. */
    long handedOutCount() {
        return handedOutCount;
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
            expiry.begin(queue, nowMs);
            DispatchResult result = queue.dispatch(durablePosition, nowMs, TURN_LIMIT, sharers, expiry);
            expiry.end();
            switch (result) {
                case DONE -> queue.setScheduled(false);
                case NOT_DURABLE -> waitingForDisk.add(queue);
                case LIMIT -> scheduled.add(queue);
                default -> throw new IllegalStateException("result=" + result);
            }
        }
        return !scheduled.isEmpty();
    }

    /** Takes a message out of flight that had expired before its client could show it to anybody. */
    void expire(QueueConsumer consumer, long deliveryId) {
        MessageQueue queue = consumer.queue();
        expiry.begin(queue, clock.time());
        consumer.takeInFlight(deliveryId, deliveryId, (chunk, index) -> {
            if (chunk.expirationMs(index) == 0) {
                queue.putBack(chunk, index);
            } else {
                expiry.onEntry(chunk, index);
            }
        });
        expiry.end();
    }

    /** Takes a message out of an index for good; its number is added to {@code numbers} if the journal must know. */
    void remove(MessageQueue queue, EntryChunk chunk, int index, LongArrayList numbers) {
        removal.remove(queue, chunk, index, numbers);
    }

    /** Drops all messages of an index that goes; nothing of it may be in flight any more. */
    void discard(MessageQueue queue) {
        removal.discard(queue);
        queue.setDiscarded();
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

    /** Whether a selector selects a message; null selects all. */
    boolean isSelected(EntryChunk chunk, int index, Selector selector) {
        if (selector != null) {
            message.read(chunk.position(index));
        }
        return isSelected(selector);
    }

    /** Whether the time of a message has passed, so that it is not to be shown to anybody. */
    boolean isExpired(EntryChunk chunk, int index) {
        return chunk.isExpired(index, clock.time());
    }

    /** Where a message is now; valid until the next one is looked at. */
    StoredMessage stored(EntryChunk chunk, int index) {
        message.read(chunk.position(index));
        return new StoredMessage(message.buffer(), message.offset(), message.length());
    }

    /** Sends a message to a consumer. */
    void deliver(Peer peer, long consumer, long deliveryId, EntryChunk chunk, int index) {
        handedOutCount++;
        message.read(chunk.position(index));
        OutgoingFrames.DeliveryFields fields = new OutgoingFrames.DeliveryFields(
                consumer, deliveryId, chunk.number(index), chunk.deliveryCount(index) + 1, message.isPersistent());
        frames.delivery(peer, fields, message.buffer(), message.offset(), message.length());
    }

    /**
     * Sends the message at which a walk stands to a browser, if it is selected, has not expired, and its delivery time has
     * come; whether it was sent. One that came back and waits for its next delivery is shown.
     */
    boolean show(Peer peer, Browsing.BrowseRequest request, QueueWalk walk, Selector selector) {
        EntryChunk chunk = walk.chunk();
        int index = walk.index();
        long nowMs = clock.time();
        boolean isEarly = chunk.dueMs(index) > nowMs && chunk.deliveryCount(index) == 0;
        if (isEarly || chunk.isExpired(index, nowMs)) {
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
