package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;

/** The queues, topics and durable subscriptions that exist. They are created on first use. */
final class Destinations {
    private static final int NO_NUMBER = 0;

    private final EffectWriter effects;
    private final Consumer<MessageQueue> onWork;
    private final Map<String, MessageQueue> queues = new HashMap<>();
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<String, Target> queueTargets = new HashMap<>();
    private final Map<String, Target> topicTargets = new HashMap<>();
    private final Map<DurableSubscription.Key, DurableSubscription> subscriptions = new HashMap<>();
    private final Int2ObjectHashMap<MessageQueue> queuesByNumber = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Topic> topicsByNumber = new Int2ObjectHashMap<>();
    private int lastNumber = NO_NUMBER;

    Destinations(EffectWriter effects, Consumer<MessageQueue> onWork) {
        this.effects = effects;
        this.onWork = onWork;
    }

    MessageQueue queue(String name) throws RefusedException {
        MessageQueue queue = queues.get(name);
        if (queue == null) {
            checkName(name);
            queue = restoreQueue(lastNumber + 1, name);
            effects.destinationCreated(queue.number(), true, name);
        }
        return queue;
    }

    Topic topic(String name) throws RefusedException {
        Topic topic = topics.get(name);
        if (topic == null) {
            checkName(name);
            topic = restoreTopic(lastNumber + 1, name);
            effects.destinationCreated(topic.number(), false, name);
        }
        return topic;
    }

    Target target(String name, boolean isQueue) throws RefusedException {
        Map<String, Target> targets = isQueue ? queueTargets : topicTargets;
        Target target = targets.get(name);
        if (target == null) {
            byte[] encodedName = name.getBytes(StandardCharsets.UTF_8);
            target = isQueue
                    ? new Target(encodedName, true, List.of(queue(name)))
                    : new Target(encodedName, false, topic(name).subscriptions());
            targets.put(name, target);
        }
        return target;
    }

    /** The durable subscription, null if there is none. */
    DurableSubscription subscription(DurableSubscription.Key key) {
        return subscriptions.get(key);
    }

    DurableSubscription createSubscription(DurableSubscription.Key key, Topic topic) throws RefusedException {
        checkName(key.name());
        DurableSubscription subscription = restoreSubscription(lastNumber + 1, topic, key);
        effects.subscriptionCreated(subscription.queue().number(), topic.number(), key.clientId(), key.name());
        return subscription;
    }

    void deleteSubscription(DurableSubscription subscription) {
        forgetSubscription(subscription);
        effects.subscriptionDeleted(subscription.queue().number());
    }

    private void forgetSubscription(DurableSubscription subscription) {
        subscriptions.remove(subscription.key());
        queuesByNumber.remove(subscription.queue().number());
        subscription.topic().subscriptions().remove(subscription.queue());
    }

    /** Adds a subscription that lives as long as its consumer. */
    MessageQueue addVolatileSubscription(Topic topic) {
        MessageQueue queue = new MessageQueue(NO_NUMBER, topic.name(), false, onWork);
        topic.subscriptions().add(queue);
        return queue;
    }

    MessageQueue restoreQueue(int number, String name) {
        lastNumber = Math.max(lastNumber, number);
        MessageQueue queue = new MessageQueue(number, name, true, onWork);
        queues.put(name, queue);
        queuesByNumber.put(number, queue);
        return queue;
    }

    Topic restoreTopic(int number, String name) {
        lastNumber = Math.max(lastNumber, number);
        Topic topic = new Topic(number, name);
        topics.put(name, topic);
        topicsByNumber.put(number, topic);
        return topic;
    }

    DurableSubscription restoreSubscription(int number, Topic topic, DurableSubscription.Key key) {
        lastNumber = Math.max(lastNumber, number);
        MessageQueue queue = new MessageQueue(number, key.clientId() + "/" + key.name(), true, onWork);
        DurableSubscription subscription = new DurableSubscription(key, topic, queue);
        topic.subscriptions().add(queue);
        subscriptions.put(key, subscription);
        queuesByNumber.put(number, queue);
        return subscription;
    }

    void restoreDeletion(int number) {
        subscriptions.values().stream()
                .filter(subscription -> subscription.queue().number() == number)
                .findFirst()
                .ifPresent(this::forgetSubscription);
    }

    /** The index with this number, null if there is none any more. */
    MessageQueue queueByNumber(int number) {
        return queuesByNumber.get(number);
    }

    Topic topicByNumber(int number) {
        return topicsByNumber.get(number);
    }

    /** All indexes that survive a restart. */
    Iterable<MessageQueue> durableQueues() {
        return queuesByNumber.values();
    }

    private static void checkName(String name) throws RefusedException {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > Protocol.MAX_NAME_LENGTH) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION,
                    "name must have 1 to " + Protocol.MAX_NAME_LENGTH + " bytes: length=" + name.length());
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION, "name must not have control characters: length=" + name.length());
        }
    }
}
