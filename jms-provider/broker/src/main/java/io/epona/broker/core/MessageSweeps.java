package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.queue.QueueWalk;
import io.epona.broker.queue.ScanBudget;
import io.epona.broker.selector.Selector;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Removes messages of a queue, or moves them to another. One request does a limited number, in a task of the loop of its own,
 * and says how far it came; the client asks again from there. So a long queue keeps nobody waiting, and nothing is kept
 * between two requests. Messages in flight, those that branches have locked included, are left alone and counted. Those that
 * have expired are left to {@link Expiry}, which may owe them to a dead-letter queue. Event loop only.
 */
final class MessageSweeps {
    /** How many requests may wait, of all clients. */
    private static final int PENDING_LIMIT = 1_000;

    /** Messages that one request does at most, and bytes that it moves. */
    private static final int MAX_MESSAGES = 1_000;

    private static final long MAX_MOVED_BYTES = 1024 * 1024;

    /** How long to wait before looking again whether former consumers have come back. */
    private static final long HOLDER_CHECK_MS = 20;

    private final Services services;
    private final AdministrationFrames frames;
    private final Readdressing readdressing = new Readdressing();
    private final ArrayDeque<Runnable> pending = new ArrayDeque<>();
    private final ScanBudget budget = new ScanBudget();
    private final List<EntryChunk> foundChunks = new ArrayList<>();
    private final IntArrayList foundIndexes = new IntArrayList();
    private final LongArrayList removed = new LongArrayList();
    private int waitingCount;
    private long passedOverCount;
    private boolean isScheduled;

    MessageSweeps(Services services, AdministrationFrames frames) {
        this.services = services;
        this.frames = frames;
    }

    /** Where a walk goes on; see {@link QueueWalk}. The last message is 0 for all that there are now. */
    record Place(long lastMessage, int priority, long afterMessage) {}

    /**
     * What is asked.
     *
     * @param target the queue to move to; null to remove
     * @param isForced whether also before former consumers have said what they still have
     */
    record Sweep(
            long request, int limit, Place place, String queue, String selector, String target, boolean isForced) {}

    /** @param passedOver messages that were meant but are in flight */
    record Outcome(long handled, long passedOver) {}

    MessageQueue requireQueue(String name) throws RefusedException {
        MessageQueue queue = services.destinations().findQueue(name);
        if (queue == null) {
            throw new RefusedException(ErrorCode.NO_SUCH_DESTINATION, "no such queue: name=" + name);
        }
        return queue;
    }

    /** Does some messages once all that is in the queue now is durable, for what is moved has to be read. */
    void sweep(Connection connection, Sweep sweep) throws RefusedException {
        Selector selector = Selectors.parse(sweep.selector());
        MessageQueue queue = requireQueue(sweep.queue());
        if (sweep.target() != null && requireQueue(sweep.target()) == queue) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION, "messages are there already: queue=" + sweep.queue());
        }
        if (pending.size() + waitingCount >= PENDING_LIMIT) {
            throw new RefusedException(ErrorCode.RESOURCES_EXHAUSTED, "too many requests wait: limit=" + PENDING_LIMIT);
        }
        long last = sweep.place().lastMessage() == 0
                ? services.publisher().lastNumber()
                : sweep.place().lastMessage();
        QueueWalk walk = new QueueWalk(
                queue, last, sweep.place().priority(), sweep.place().afterMessage());
        int generation = connection.generation();
        services.confirmations().addTask(services.effects().lastPosition(), () -> {
            enqueue(queue, sweep.isForced(), () -> {
                // One that has resumed meanwhile has asked again.
                if (connection.generation() == generation && connection.peer() != null) {
                    step(connection, sweep, queue, walk, selector, last);
                }
            });
        });
    }

    /** After a restart a message may be with a client that has not said so yet: moved, it would be there twice. */
    private void enqueue(MessageQueue queue, boolean isForced, Runnable work) {
        if (!isForced && queue.isAwaitingHolders() && !queue.isDiscarded()) {
            waitingCount++;
            services.loop().schedule(HOLDER_CHECK_MS, () -> {
                waitingCount--;
                enqueue(queue, false, work);
            });
        } else {
            pending.add(work);
            schedule();
        }
    }

    private void schedule() {
        if (!isScheduled && !pending.isEmpty()) {
            isScheduled = true;
            services.loop().schedule(0, this::next);
        }
    }

    private void next() {
        isScheduled = false;
        pending.remove().run();
        schedule();
    }

    private void step(
            Connection connection, Sweep sweep, MessageQueue queue, QueueWalk walk, Selector selector, long last) {
        try {
            requireStillThere(queue);
            find(walk, selector, Math.min(MAX_MESSAGES, sweep.limit()), sweep.target() != null);
            if (sweep.target() == null) {
                remove(queue);
            } else {
                move(queue, sweep.target());
            }
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), sweep.request(), e.code(), e.getMessage());
            return;
        }
        Outcome outcome = new Outcome(foundChunks.size(), passedOverCount);
        Place place = new Place(last, Math.max(0, walk.priority()), walk.number());
        boolean isComplete = walk.isAtEnd();
        int generation = connection.generation();
        services.confirmations().addTask(services.effects().lastPosition(), () -> {
            if (connection.generation() == generation) {
                connection.tell(peer -> frames.handled(peer, sweep.request(), outcome, place, isComplete));
            }
        });
    }

    /** It may have been deleted while the request waited, and its messages with it. */
    private static void requireStillThere(MessageQueue queue) throws RefusedException {
        if (queue.isDiscarded()) {
            throw new RefusedException(ErrorCode.NO_SUCH_DESTINATION, "queue was deleted: name=" + queue.name());
        }
    }

    /** The index must not change during a walk, so what is to be done is noted first. */
    private void find(QueueWalk walk, Selector selector, int limit, boolean isMove) {
        foundChunks.clear();
        foundIndexes.clear();
        passedOverCount = 0;
        long bytes = 0;
        int selectorCost = SelectorFilter.cost(selector);
        budget.refill(1);
        while (foundChunks.size() < limit && bytes < MAX_MOVED_BYTES && walk.next(budget)) {
            EntryChunk chunk = walk.chunk();
            int index = walk.index();
            if (selector != null) {
                budget.chargeMessage(chunk.length(index), selectorCost);
            }
            if (isMeant(chunk, index, selector)) {
                foundChunks.add(chunk);
                foundIndexes.addInt(index);
                bytes += isMove ? chunk.length(index) : 0;
            }
        }
    }

    private boolean isMeant(EntryChunk chunk, int index, Selector selector) {
        boolean isInFlight = chunk.isInFlight(index);
        if (!isInFlight && services.deliveries().isExpired(chunk, index)
                || !services.deliveries().isSelected(chunk, index, selector)) {
            return false;
        }
        passedOverCount += isInFlight ? 1 : 0;
        return !isInFlight;
    }

    private void remove(MessageQueue queue) {
        removed.clear();
        for (int i = 0; i < foundChunks.size(); i++) {
            services.deliveries().remove(queue, foundChunks.get(i), foundIndexes.getInt(i), removed);
        }
        if (!removed.isEmpty()) {
            services.effects().messagesRemoved(queue.number(), removed, true);
        }
    }

    /** Each message is in one queue or the other after a crash: that it came and that it went is one group of records. */
    private void move(MessageQueue queue, String targetName) throws RefusedException {
        if (services.throttle().isDiskFull()) {
            throw new RefusedException(
                    ErrorCode.RESOURCES_EXHAUSTED, services.throttle().describeFullDisk());
        }
        requireQueue(targetName);
        Target target = services.destinations().target(targetName, true);
        byte[] name = targetName.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < foundChunks.size(); i++) {
            EntryChunk chunk = foundChunks.get(i);
            int index = foundIndexes.getInt(i);
            boolean wasInJournal = chunk.position(index) >= 0;
            StoredMessage moved = readdressing.toQueue(services.deliveries().stored(chunk, index), name);
            services.publisher().publish(target, moved, null, null, !wasInJournal);
            removed.clear();
            services.deliveries().remove(queue, chunk, index, removed);
            if (!removed.isEmpty()) {
                services.effects().messagesRemoved(queue.number(), removed, true);
            }
        }
    }
}
