package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.queue.QueueWalk;
import io.epona.broker.queue.ScanBudget;
import io.epona.broker.selector.Selector;
import io.epona.protocol.ErrorCode;
import java.util.ArrayDeque;

/**
 * Shows clients the messages of a queue without giving them any. A request says where the one before it came to, so nothing
 * is kept in between; one after the other is answered, each in a task of the loop, with a limited number of messages.
 */
final class Browsing {
    /** How many requests may wait, of all clients. */
    private static final int PENDING_LIMIT = 10_000;

    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Services services;
    private final ArrayDeque<Runnable> pending = new ArrayDeque<>();
    private final ScanBudget budget = new ScanBudget();
    private boolean isScheduled;

    Browsing(Services services) {
        this.services = services;
    }

    /**
     * What a client asks for.
     *
     * @param lastMessage the number that the snapshot ends with; 0 to take one
     * @param priority of the last message that was looked at
     * @param afterMessage its number
     */
    record BrowseRequest(
            long request,
            int session,
            int messages,
            long bytes,
            long lastMessage,
            int priority,
            long afterMessage,
            String queue,
            String selector) {}

    /** Has a request answered, once everything that is in the queue now is durable. */
    void browse(Connection connection, BrowseRequest request) throws RefusedException {
        ClientSession session = connection.session(request.session());
        Selector selector = Selectors.parse(request.selector());
        services.destinations().temporaries().checkOwner(connection, request.queue(), true);
        MessageQueue queue = services.destinations().queue(request.queue());
        if (pending.size() >= PENDING_LIMIT) {
            throw new RefusedException(
                    ErrorCode.RESOURCES_EXHAUSTED, "too many browse requests wait: limit=" + PENDING_LIMIT);
        }
        long last = request.lastMessage() == 0 ? services.publisher().lastNumber() : request.lastMessage();
        QueueWalk walk = new QueueWalk(queue, last, request.priority(), request.afterMessage());
        int generation = connection.generation();
        session.afterDurable(peer -> {
            pending.add(() -> {
                if (connection.generation() == generation) {
                    connection.tell(present -> answer(present, request, last, walk, selector));
                }
            });
            schedule();
        });
    }

    private void schedule() {
        if (!isScheduled && !pending.isEmpty()) {
            isScheduled = true;
            services.loop().schedule(0, this::answerNext);
        }
    }

    private void answerNext() {
        isScheduled = false;
        pending.remove().run();
        schedule();
    }

    private void answer(Peer peer, BrowseRequest request, long last, QueueWalk walk, Selector selector) {
        Deliveries deliveries = services.deliveries();
        long bytes = 0;
        int count = 0;
        int selectorCost = SelectorFilter.cost(selector);
        budget.refill(1);
        while (count < request.messages() && bytes < Math.min(request.bytes(), MAX_BYTES) && walk.next(budget)) {
            budget.chargeMessage(walk.chunk().length(walk.index()), selectorCost);
            if (deliveries.show(peer, request, walk, selector)) {
                count++;
                bytes += walk.chunk().length(walk.index());
            }
        }
        services.frames().browseAnswered(peer, request, walk, last);
    }
}
