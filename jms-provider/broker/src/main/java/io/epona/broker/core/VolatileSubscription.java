package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import java.util.LinkedHashSet;
import java.util.Set;

/** A subscription without durability: it lives as long as it has an open consumer. */
final class VolatileSubscription {
    private final Terms terms;
    private final MessageQueue queue;
    private final Deliveries deliveries;
    private final Runnable onEnd;
    /** Its consumers, with closed ones as long as they have messages in flight. */
    private final Set<ClientConsumer> members = new LinkedHashSet<>();

    private boolean isEnded;

    /** @param onEnd runs when it has ended and is no longer part of its topic */
    VolatileSubscription(Terms terms, MessageQueue queue, Deliveries deliveries, Runnable onEnd) {
        this.terms = terms;
        this.queue = queue;
        this.deliveries = deliveries;
        this.onEnd = onEnd;
    }

    Terms terms() {
        return terms;
    }

    MessageQueue queue() {
        return queue;
    }

    void join(ClientConsumer consumer) {
        members.add(consumer);
    }

    /** A consumer has nothing to do with it any more. */
    void leave(ClientConsumer consumer) {
        members.remove(consumer);
    }

    /** Whether nothing of its index is there any more. */
    boolean isEnded() {
        return isEnded;
    }

    /** A consumer takes nothing more; after the last one nobody will. */
    void onClosed() {
        if (queue.consumerCount() == 0) {
            terms.topic().remove(queue);
            for (ClientConsumer member : members) {
                member.putBack(Long.MIN_VALUE, Long.MAX_VALUE, Returns.Reason.UNSEEN);
            }
            members.clear();
            isEnded = true;
            deliveries.discard(queue);
            onEnd.run();
        }
    }
}
