package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.protocol.ErrorCode;
import java.util.List;

/**
 * Deletes queues and topics. What is in use is deleted by force alone: its messages are dropped, in flight or not, and
 * clients that consume from it connect again. Event loop only.
 */
final class DestinationDeletion {
    private final Services services;
    private final Connections connections;

    DestinationDeletion(Services services, Connections connections) {
        this.services = services;
        this.connections = connections;
    }

    /** @return how many messages were dropped */
    long deleteQueue(MessageQueue queue, boolean isForced) throws RefusedException {
        if (!isForced && !isUnused(queue)) {
            throw new RefusedException(
                    ErrorCode.DESTINATION_IN_USE,
                    "queue is in use: name=" + queue.name() + " consumers=" + queue.consumerCount() + " messages="
                            + queue.messageCount() + " inFlight=" + queue.lockedCount());
        }
        long count = empty(queue);
        services.destinations().deleteQueue(queue);
        return count;
    }

    /** After a restart clients may still hold messages that they have not said so. */
    private static boolean isUnused(MessageQueue queue) {
        return queue.isIdle()
                && queue.messageCount() == 0
                && queue.awaitedHolders().isEmpty();
    }

    private long empty(MessageQueue queue) {
        connections.dropConsumers(queue);
        long count = queue.messageCount();
        services.deliveries().discard(queue);
        return count;
    }

    /** @return how many messages were dropped, in all of its subscriptions */
    long deleteTopic(Topic topic, boolean isForced) throws RefusedException {
        if (!isForced && !services.destinations().ownSubscriptions(topic).isEmpty()) {
            throw new RefusedException(
                    ErrorCode.DESTINATION_IN_USE,
                    "topic has subscriptions: name=" + topic.name() + " subscriptions="
                            + services.destinations().ownSubscriptions(topic).size());
        }
        long count = 0;
        List<DurableSubscription> durable = services.destinations().subscriptions().stream()
                .filter(subscription -> subscription.topic() == topic)
                .toList();
        for (DurableSubscription subscription : durable) {
            count += empty(subscription.queue());
            services.destinations().deleteSubscription(subscription);
            subscription.queue().retire();
        }
        // The others end with their consumers.
        for (MessageQueue queue : services.destinations().ownSubscriptions(topic)) {
            count += queue.messageCount();
            connections.dropConsumers(queue);
        }
        services.destinations().deleteTopic(topic);
        return count;
    }
}
