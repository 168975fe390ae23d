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
 * between two requests. Messages in flight are left alone. Event loop only.
 */
final class MessageSweeps {
    /** How many requests may wait, of all clients. */
    private static final int PENDING_LIMIT = 1_000;

    /** Messages that one request does at most, and bytes that it moves. */
    private static final int MAX_MESSAGES = 1_000;

    private static final long MAX_MOVED_BYTES = 1024 * 1024;

    private final Services services;
    private final AdministrationFrames frames;
    private final Readdressing readdressing = new Readdressing();
    private final ArrayDeque<Runnable> pending = new ArrayDeque<>();
    private final ScanBudget budget = new ScanBudget();
    private final List<EntryChunk> foundChunks = new ArrayList<>();
    private final IntArrayList foundIndexes = new IntArrayList();
    private final LongArrayList removed = new LongArrayList();
    private boolean isScheduled;

    MessageSweeps(Services services, AdministrationFrames frames) {
        this.services = services;
        this.frames = frames;
    }

    /** Where a walk goes on; see {@link QueueWalk}. The last message is 0 for all that there are now. */
    record Place(long lastMessage, int priority, long afterMessage) {}

    /** @param target the queue to move to; null to remove */
    record Sweep(long request, int limit, Place place, String queue, String selector, String target) {}

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
        if (pending.size() >= PENDING_LIMIT) {
            throw new RefusedException(ErrorCode.RESOURCES_EXHAUSTED, "too many requests wait: limit=" + PENDING_LIMIT);
        }
        long last = sweep.place().lastMessage() == 0
                ? services.publisher().lastNumber()
                : sweep.place().lastMessage();
        QueueWalk walk = new QueueWalk(
                queue, last, sweep.place().priority(), sweep.place().afterMessage());
        int generation = connection.generation();
        services.confirmations().addTask(services.effects().lastPosition(), () -> {
            pending.add(() -> {
                // One that has resumed meanwhile has asked again.
                if (connection.generation() == generation && connection.peer() != null) {
                    step(connection, sweep, queue, walk, selector, last);
                }
            });
            schedule();
        });
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
        find(walk, selector, Math.min(MAX_MESSAGES, sweep.limit()), sweep.target() != null);
        try {
            if (sweep.target() == null) {
                remove(queue);
            } else {
                move(queue, sweep.target());
            }
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), sweep.request(), e.code(), e.getMessage());
            return;
        }
        long count = foundChunks.size();
        Place place = new Place(last, Math.max(0, walk.priority()), walk.number());
        boolean isComplete = walk.isAtEnd();
        int generation = connection.generation();
        services.confirmations().addTask(services.effects().lastPosition(), () -> {
            if (connection.generation() == generation) {
                connection.tell(peer -> frames.handled(peer, sweep.request(), count, place, isComplete));
            }
        });
    }

    /** The index must not change during a walk, so what is to be done is noted first. */
    private void find(QueueWalk walk, Selector selector, int limit, boolean isMove) {
        foundChunks.clear();
        foundIndexes.clear();
        long bytes = 0;
        int selectorCost = SelectorFilter.cost(selector);
        budget.refill(1);
        while (foundChunks.size() < limit && bytes < MAX_MOVED_BYTES && walk.next(budget)) {
            EntryChunk chunk = walk.chunk();
            int index = walk.index();
            if (selector != null) {
                budget.chargeMessage(chunk.length(index), selectorCost);
            }
            if (!chunk.isInFlight(index) && services.deliveries().isSelected(chunk, index, selector)) {
                foundChunks.add(chunk);
                foundIndexes.addInt(index);
                bytes += isMove ? chunk.length(index) : 0;
            }
        }
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
