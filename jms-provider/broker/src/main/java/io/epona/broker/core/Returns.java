package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.EntryVisitor;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.queue.QueueConsumer;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.ReturnWriter;
import io.epona.broker.store.ReturnedMessages;
import java.util.Random;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.EpochClock;

/**
 * What becomes of messages that were in flight and come back: they are delivered again, at once or later, or given up. The
 * journal hears of those that come back together in one record.
 */
final class Returns implements EntryVisitor {
    /** After which time one that cannot be given up for lack of room is delivered again, at the earliest. */
    private static final long RETRY_MS = 1_000;

    private final DeadLetters deadLetters;
    private final Expiry expiry;
    private final Removal removal;
    private final ReturnWriter writer;
    private final EpochClock clock;
    private final Random random = new Random();
    private final ReturnedMessages returned = new ReturnedMessages();
    private final LongArrayList dropped = new LongArrayList();
    private MessageQueue queue;
    private Reason reason;
    private DeliveryPolicy policy;
    private boolean mayGiveUp;
    private boolean isFirst;
    private long nowMs;

    Returns(DeadLetters deadLetters, Expiry expiry, Removal removal, EffectWriter effects, EpochClock clock) {
        this.deadLetters = deadLetters;
        this.expiry = expiry;
        this.removal = removal;
        this.writer = new ReturnWriter(effects);
        this.clock = clock;
    }

    /** Why messages come back. */
    enum Reason {
        /** The application has not seen them. */
        UNSEEN,
        /** The application has seen them. */
        DELIVERED,
        /**
         * The client is gone, and the application may have seen them. So they count as delivered; but what it saw for sure
         * is at most the first one, so only that can be given up for it, or has to wait.
         */
        LOST
    }

    /** Takes deliveries of a consumer out of flight, both ends included, and finds another place for their messages. */
    void putBack(QueueConsumer consumer, long from, long to, Reason newReason) {
        begin(consumer.queue(), newReason);
        consumer.takeInFlight(from, to, this);
        finish();
    }

    /** Finds another place for what a transaction had consumed of an index, and had locked. */
    void putBack(MessageQueue from, LockedMessages messages) {
        begin(from, Reason.DELIVERED);
        messages.forEach(this);
        finish();
    }

    private void begin(MessageQueue newQueue, Reason newReason) {
        queue = newQueue;
        reason = newReason;
        policy = deadLetters.policy(queue);
        mayGiveUp = policy.maxDeliveries() > 0 && !deadLetters.isFinal(queue);
        isFirst = true;
        nowMs = clock.time();
        returned.clear();
        dropped.clear();
        expiry.begin(queue, nowMs);
    }

    private void finish() {
        expiry.end();
        removal.record(queue, dropped, true);
        writer.messagesReturned(queue.number(), returned);
    }

    @Override
    public void onEntry(EntryChunk chunk, int index) {
        boolean isCertain = reason == Reason.DELIVERED || reason == Reason.LOST && isFirst;
        isFirst = false;
        if (isCertain || reason == Reason.LOST && isFarFromLast(chunk.deliveryCount(index))) {
            chunk.countDelivery(index);
        }
        if (chunk.isExpired(index, nowMs)) {
            expiry.onEntry(chunk, index);
        } else if (reason == Reason.UNSEEN) {
            queue.putBack(chunk, index);
        } else {
            redeliver(chunk, index, isCertain);
        }
    }

    /** Whether another delivery would not be the last one; the first is counted in any case, for JMSRedelivered. */
    private boolean isFarFromLast(int deliveryCount) {
        return !mayGiveUp || deliveryCount == 0 || deliveryCount + 1 < policy.maxDeliveries();
    }

    private void redeliver(EntryChunk chunk, int index, boolean isCertain) {
        int count = chunk.deliveryCount(index);
        long delayMs = isCertain ? policy.redeliveryDelayMs(count, random.nextDouble()) : 0;
        if (isCertain && mayGiveUp && count >= policy.maxDeliveries()) {
            DeadLetters.Outcome outcome =
                    deadLetters.giveUp(queue, chunk, index, DeadLetters.Cause.MAX_DELIVERIES, nowMs);
            if (outcome == DeadLetters.Outcome.TO_BE_DROPPED) {
                removal.remove(queue, chunk, index, dropped);
            }
            if (outcome != DeadLetters.Outcome.TO_BE_KEPT) {
                return;
            }
            delayMs = Math.max(delayMs, RETRY_MS);
        }
        long dueMs = delayMs == 0 ? 0 : nowMs + delayMs;
        if (Removal.isRecorded(queue, chunk, index) && !EntryTraits.isSpilled(chunk.traits(index))) {
            returned.add(chunk.number(index), count, dueMs);
        }
        if (dueMs == 0) {
            queue.putBack(chunk, index);
        } else {
            queue.delay(chunk, index, dueMs);
        }
    }
}
