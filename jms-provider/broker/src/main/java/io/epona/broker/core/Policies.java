package io.epona.broker.core;

import io.epona.broker.queue.IndexName;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationProperties;
import io.epona.broker.settings.DestinationSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The policies of destinations: those of the settings by name, and over them what a destination was given for itself. */
final class Policies {
    private final DestinationSettings settings;
    private final Map<IndexName, Own> owns = new HashMap<>();
    /** Queues for what destinations with properties give up; null if it has to be found out again. */
    private Set<String> finalQueues;

    private record Own(DestinationProperties properties, DeliveryPolicy policy) {}

    Policies(DestinationSettings settings) {
        this.settings = settings;
    }

    private static IndexName key(String name, boolean isTopic) {
        return isTopic ? IndexName.ofTopic(name) : IndexName.ofQueue(name);
    }

    DestinationProperties properties(String name, boolean isTopic) {
        Own own = owns.get(key(name, isTopic));
        return own == null ? DestinationProperties.NONE : own.properties();
    }

    void set(String name, boolean isTopic, DestinationProperties properties) {
        if (properties.isEmpty()) {
            owns.remove(key(name, isTopic));
        } else {
            owns.put(key(name, isTopic), new Own(properties, properties.over(settings.policy(name))));
        }
        finalQueues = null;
    }

    /** The policy of an index; that of a subscription is its topic's. */
    DeliveryPolicy policy(IndexName index) {
        Own own = owns.isEmpty() ? null : owns.get(key(index.destination(), index.isTopic()));
        return own == null ? settings.policy(index.destination()) : own.policy();
    }

    /** Whether messages are given up to this queue. */
    boolean isForDeadLetters(String queue) {
        if (finalQueues == null) {
            finalQueues = new HashSet<>();
            owns.forEach((index, own) -> {
                finalQueues.add(own.policy().deadLetterQueueOf(index.destination()));
                finalQueues.add(own.policy().expiryQueueOf(index.destination()));
            });
        }
        return finalQueues.contains(queue) || settings.isForDeadLetters(queue);
    }
}
