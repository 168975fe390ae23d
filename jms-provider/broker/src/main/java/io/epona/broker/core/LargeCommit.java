package io.epona.broker.core;

import io.epona.broker.core.LargeTransaction.Part;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.PendingEffects;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Lets a large transaction take effect: its messages get numbers and come into the indexes that are to have them, from where
 * they are handed out once it is durable that they are there.
 */
final class LargeCommit {
    static final IntArrayList NO_ROUTES = new IntArrayList();

    private final Services services;
    private final LargeTransaction transaction;
    /** Null if it is not known any more. */
    private final Connection sender;

    private final Route[] routes;
    private final List<MessageQueue> room = new ArrayList<>();
    /** Messages that a selector keeps out of an index. */
    private final Map<MessageQueue, LongArrayList> excluded = new IdentityHashMap<>();

    private record Route(Target target, List<MessageQueue> indexes) {}

    LargeCommit(Services services, LargeTransaction transaction, Connection sender) {
        this.services = services;
        this.transaction = transaction;
        this.sender = sender;
        this.routes = new Route[transaction.parts().size()];
    }

    /** Does it, as part of a group of records. */
    void run() {
        IntArrayList pairs = new IntArrayList();
        for (Part part : transaction.parts()) {
            Route route = route(part);
            routes[part.ordinal()] = route;
            for (MessageQueue index : route.indexes()) {
                if (index.isDurable() && part.destination() != 0) {
                    pairs.addInt(part.destination());
                    pairs.addInt(index.number());
                }
            }
        }
        long shift = services.publisher().lastNumber();
        services.publisher().resumeAfter(shift + transaction.lastPlace());
        new PendingEffects(services.effects()).committed(transaction.number(), shift, pairs, false);
        long position = services.effects().lastPosition();
        PendingWalk walk = new PendingWalk(transaction.parts());
        while (walk.next()) {
            move(walk, shift);
        }
        excluded.forEach((index, numbers) -> services.effects().messagesRemoved(index.number(), numbers, false));
        for (Route route : routes) {
            route.indexes().forEach(index -> index.withhold(shift + 1, position));
        }
        services.large().end(transaction, shift, position);
    }

    private Route route(Part part) {
        Target target = part.target();
        try {
            if (target == null || target.isGone()) {
                target = services.publisher().route(first(part), null);
            }
            // Without their filters: these are asked for each message.
            return new Route(target, List.copyOf(target.indexes()));
        } catch (RefusedException e) {
            // It was accepted once, so its destination has been forbidden or deleted since.
            services.deliveries().logRefusal("large transaction", e);
            return new Route(null, List.of());
        }
    }

    private StoredMessage first(Part part) {
        PendingWalk walk = new PendingWalk(List.of(part));
        if (!walk.next()) {
            throw new IllegalStateException("part of a transaction is empty: transaction=" + transaction.number());
        }
        return services.deliveries().stored(walk.chunk(), walk.index());
    }

    private void move(PendingWalk walk, long shift) {
        EntryChunk chunk = walk.chunk();
        int index = walk.index();
        long number = shift + chunk.number(index);
        Route route = routes[walk.part().ordinal()];
        List<MessageQueue> indexes = route.indexes();
        if (route.target() != null && route.target().isSelective()) {
            StoredMessage message = services.deliveries().stored(chunk, index);
            indexes = route.target().selected(message, sender, room);
            exclude(route.indexes(), indexes, number);
        }
        services.references().release(chunk, index);
        boolean isSpilled = EntryTraits.isSpilled(chunk.traits(index)) || !Publisher.hasDurableIndex(indexes);
        int traits = EntryTraits.of(indexes.size(), isSpilled, 0);
        for (int i = 0; i < indexes.size(); i++) {
            services.references().retain(chunk.position(index), EntryTraits.share(chunk.length(index), traits));
            indexes.get(i)
                    .add(
                            number,
                            chunk.position(index),
                            chunk.length(index),
                            walk.priority(),
                            chunk.expirationMs(index),
                            chunk.dueMs(index),
                            traits);
        }
    }

    private void exclude(List<MessageQueue> indexes, List<MessageQueue> admitting, long number) {
        for (MessageQueue index : indexes) {
            if (index.isDurable() && !admitting.contains(index)) {
                excluded.computeIfAbsent(index, key -> new LongArrayList()).addLong(number);
            }
        }
    }
}
