package io.epona.broker.core;

import io.epona.broker.queue.Deadlines;
import io.epona.broker.queue.IndexName;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.settings.DestinationProperties;
import io.epona.broker.settings.NamePattern;
import io.epona.broker.store.EffectWriter;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2LongHashMap;

/** The queues, topics and durable subscriptions that exist. They are created on first use, unless that is turned off. */
final class Destinations {
    private static final int NO_NUMBER = 0;

    private final EffectWriter effects;
    private final Consumer<MessageQueue> onWork;
    private final Deadlines deadlines;
    private final Policies policies;
    private final boolean isAutoCreated;
    private final Map<String, MessageQueue> queues = new HashMap<>();
    private final Topics topics = new Topics();
    private final Map<String, Target> queueTargets = new HashMap<>();
    private final Map<String, Target> topicTargets = new HashMap<>();
    private final Map<SubscriptionKey, DurableSubscription> subscriptions = new HashMap<>();
    private final Int2ObjectHashMap<MessageQueue> queuesByNumber = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Topic> topicsByNumber = new Int2ObjectHashMap<>();
    /** Where the journal last said that something exists, by its number. */
    private final Long2LongHashMap recordedAt = new Long2LongHashMap(-1);

    private final TemporaryDestinations temporaries =
            new TemporaryDestinations(name -> newVolatileIndex(IndexName.ofQueue(name)));

    private int lastNumber = NO_NUMBER;

    /** @param isAutoCreated whether a queue or topic that is used and does not exist is created */
    Destinations(
            EffectWriter effects,
            Consumer<MessageQueue> onWork,
            Deadlines deadlines,
            Policies policies,
            boolean isAutoCreated) {
        this.effects = effects;
        this.isAutoCreated = isAutoCreated;
        this.onWork = onWork;
        this.deadlines = deadlines;
        this.policies = policies;
    }

    private MessageQueue newIndex(int number, IndexName name) {
        return new MessageQueue(number, name, number != NO_NUMBER, onWork, deadlines);
    }

    TemporaryDestinations temporaries() {
        return temporaries;
    }

    MessageQueue queue(String name) throws RefusedException {
        if (TemporaryDestinations.isTemporary(name)) {
            return temporaries.require(name, true).queue();
        }
        if (!queues.containsKey(name)) {
            checkCreation(name, "queue");
        }
        return createQueue(name);
    }

    Topic topic(String name) throws RefusedException {
        if (TemporaryDestinations.isTemporary(name)) {
            return temporaries.require(name, false).topic();
        }
        Topic topic = topics.get(name);
        if (topic == null) {
            // A pattern is nothing that could be missing.
            checkName(name);
            if (!NamePattern.isPattern(name)) {
                checkCreation(name, "topic");
            }
            topic = createTopic(name);
        }
        return topic;
    }

    /** The topic of this name, which is created if there is none, whatever the settings say. */
    Topic createTopic(String name) throws RefusedException {
        Topic topic = topics.get(name);
        if (topic == null) {
            checkName(name);
            topic = restoreTopic(lastNumber + 1, name, 0);
            record(topic);
        }
        return topic;
    }

    /** The queue for messages that are given up; unlike others it is made whenever it is missing. */
    MessageQueue deadLetterQueue(String name) throws RefusedException {
        return createQueue(name);
    }

    /** The queue of this name, which is created if there is none, whatever the settings say. */
    MessageQueue createQueue(String name) throws RefusedException {
        MessageQueue queue = queues.get(name);
        if (queue == null) {
            checkName(name);
            queue = restoreQueue(lastNumber + 1, name, 0);
            record(queue);
        }
        return queue;
    }

    private void checkCreation(String name, String kind) throws RefusedException {
        checkName(name);
        if (!isAutoCreated) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION,
                    "there is no such " + kind + ", and none is created on use: " + kind + "=" + name
                            + " setting=autoCreated");
        }
    }

    Target target(String name, boolean isQueue) throws RefusedException {
        if (TemporaryDestinations.isTemporary(name)) {
            return temporaries.require(name, isQueue).target();
        }
        Map<String, Target> targets = isQueue ? queueTargets : topicTargets;
        Target target = targets.get(name);
        if (target == null) {
            if (!isQueue && NamePattern.isPattern(name)) {
                throw new RefusedException(
                        ErrorCode.INVALID_DESTINATION, "a pattern of topics can be subscribed to only: topic=" + name);
            }
            target = isQueue ? Target.of(queue(name)) : Target.of(topic(name));
            targets.put(name, target);
        }
        return target;
    }

    /** The indexes of a queue or topic, none if it does not exist. */
    List<MessageQueue> indexes(String name, boolean isQueue) {
        if (TemporaryDestinations.isTemporary(name)) {
            Temporary temporary = temporaries.find(name, isQueue);
            return temporary == null ? List.of() : temporary.indexes();
        }
        if (isQueue) {
            MessageQueue queue = queues.get(name);
            return queue == null ? List.of() : List.of(queue);
        }
        return topics.subscriptions(name);
    }

    /** The durable subscription, null if there is none. */
    DurableSubscription subscription(SubscriptionKey key) {
        return subscriptions.get(key);
    }

    DurableSubscription createSubscription(SubscriptionKey key, Terms terms) throws RefusedException {
        checkName(key.name());
        DurableSubscription subscription = restoreSubscription(lastNumber + 1, key, terms, 0);
        record(subscription);
        return subscription;
    }

    private void record(MessageQueue queue) {
        effects.destinationCreated(queue.number(), true, queue.name());
        recordedAt.put(queue.number(), effects.lastPosition());
        writeProperties(queue.number(), queue.name(), false, effects);
    }

    private void record(Topic topic) {
        effects.destinationCreated(topic.number(), false, topic.name());
        recordedAt.put(topic.number(), effects.lastPosition());
        writeProperties(topic.number(), topic.name(), true, effects);
    }

    /** Behind what says that the destination exists, so that whoever reads the log knows it. */
    private void writeProperties(int number, String name, boolean isTopic, EffectWriter to) {
        DestinationProperties properties = policies.properties(name, isTopic);
        if (!properties.isEmpty()) {
            to.propertiesSet(number, properties.values());
        }
    }

    DestinationProperties properties(String name, boolean isTopic) {
        return policies.properties(name, isTopic);
    }

    void setProperties(MessageQueue queue, DestinationProperties properties) {
        policies.set(queue.name(), false, properties);
        effects.propertiesSet(queue.number(), properties.values());
    }

    void setProperties(Topic topic, DestinationProperties properties) {
        policies.set(topic.name(), true, properties);
        effects.propertiesSet(topic.number(), properties.values());
    }

    /** What is said of an unknown number comes again behind what says what that is. */
    void restoreProperties(int number, DestinationProperties properties) {
        MessageQueue queue = queuesByNumber.get(number);
        Topic topic = topicsByNumber.get(number);
        if (queue != null) {
            policies.set(queue.name(), false, properties);
        } else if (topic != null) {
            policies.set(topic.name(), true, properties);
        }
    }

    private void record(DurableSubscription subscription) {
        write(subscription, effects);
        recordedAt.put(subscription.queue().number(), effects.lastPosition());
    }

    private static void write(DurableSubscription subscription, EffectWriter to) {
        SubscriptionKey key = subscription.key();
        Terms terms = subscription.terms();
        to.subscriptionCreated(new EffectWriter.SubscriptionFields(
                subscription.queue().number(),
                terms.topic().number(),
                terms.isShared(),
                terms.isNoLocal(),
                key.clientId(),
                key.name(),
                Selectors.text(terms.selector())));
    }

    /** What exists, topics before their subscriptions, to be written to a checkpoint piece by piece. */
    List<Consumer<EffectWriter>> statements() {
        List<Consumer<EffectWriter>> statements = new ArrayList<>();
        queues.values()
                .forEach(queue -> statements.add(to -> {
                    to.destinationCreated(queue.number(), true, queue.name());
                    writeProperties(queue.number(), queue.name(), false, to);
                }));
        topics.all()
                .forEach(topic -> statements.add(to -> {
                    to.destinationCreated(topic.number(), false, topic.name());
                    writeProperties(topic.number(), topic.name(), true, to);
                }));
        subscriptions.values().forEach(subscription -> statements.add(to -> write(subscription, to)));
        return statements;
    }

    /**
     * Writes to the journal again what it says before a position. Whoever reads the log from there on must know a topic
     * before its subscriptions, so these follow it.
     *
     * @param limit of effects in one go
     * @return whether that was all
     */
    boolean recordAgain(long position, int limit) {
        int left = limit;
        for (MessageQueue queue : queues.values()) {
            if (left > 0 && isRecordedBefore(position, queue.number())) {
                record(queue);
                left--;
            }
        }
        for (Topic topic : topics.all()) {
            if (left > 0 && isRecordedBefore(position, topic.number())) {
                record(topic);
                left--;
            }
        }
        for (DurableSubscription subscription : subscriptions.values()) {
            long from = Math.max(position, recordedAt.get(subscription.topic().number()));
            if (left > 0 && isRecordedBefore(from, subscription.queue().number())) {
                record(subscription);
                left--;
            }
        }
        return left > 0;
    }

    private boolean isRecordedBefore(long position, int number) {
        return recordedAt.get(number) < position;
    }

    int lastNumber() {
        return lastNumber;
    }

    /** Numbers go on after this one. */
    void resumeAfter(int number) {
        lastNumber = Math.max(lastNumber, number);
    }

    void deleteSubscription(DurableSubscription subscription) {
        forgetSubscription(subscription);
        effects.subscriptionDeleted(subscription.queue().number());
    }

    private void forgetSubscription(DurableSubscription subscription) {
        subscriptions.remove(subscription.key());
        queuesByNumber.remove(subscription.queue().number());
        recordedAt.remove(subscription.queue().number());
        subscription.topic().remove(subscription.queue());
    }

    /** An index that no journal knows and no destination has yet. */
    MessageQueue newVolatileIndex(IndexName name) {
        return newIndex(NO_NUMBER, name);
    }

    /** Restores a queue, or notes that the journal speaks of it again. */
    MessageQueue restoreQueue(int number, String name, long position) {
        note(number, position);
        MessageQueue known = queuesByNumber.get(number);
        if (known != null) {
            return known;
        }
        MessageQueue queue = newIndex(number, IndexName.ofQueue(name));
        queues.put(name, queue);
        queuesByNumber.put(number, queue);
        return queue;
    }

    Topic restoreTopic(int number, String name, long position) {
        note(number, position);
        Topic known = topicsByNumber.get(number);
        if (known != null) {
            return known;
        }
        Topic topic = new Topic(number, name);
        topics.add(topic);
        topicsByNumber.put(number, topic);
        return topic;
    }

    DurableSubscription restoreSubscription(int number, SubscriptionKey key, Terms terms, long position) {
        note(number, position);
        DurableSubscription known = subscriptions.get(key);
        if (known != null && known.queue().number() == number) {
            return known;
        }
        IndexName name = IndexName.ofSubscription(terms.topic().name(), key.clientId(), key.name());
        MessageQueue queue = newIndex(number, name);
        DurableSubscription subscription = new DurableSubscription(key, terms, queue);
        terms.topic().add(queue, subscription.admission());
        subscriptions.put(key, subscription);
        queuesByNumber.put(number, queue);
        return subscription;
    }

    private void note(int number, long position) {
        resumeAfter(number);
        recordedAt.put(number, position);
    }

    void restoreDeletion(int number) {
        subscriptions.values().stream()
                .filter(subscription -> subscription.queue().number() == number)
                .findFirst()
                .ifPresent(this::forgetSubscription);
    }

    /** A queue exists no longer; nothing of it may be in flight, and what refers to its messages must be released. */
    void deleteQueue(MessageQueue queue) {
        forgetQueue(queue);
        effects.destinationDeleted(queue.number());
    }

    /** A topic exists no longer; it must not have subscriptions. */
    void deleteTopic(Topic topic) {
        forgetTopic(topic);
        effects.destinationDeleted(topic.number());
    }

    private void forgetQueue(MessageQueue queue) {
        if (queues.remove(queue.name(), queue)) {
            policies.set(queue.name(), false, DestinationProperties.NONE);
        }
        retire(queueTargets.remove(queue.name()));
        queuesByNumber.remove(queue.number());
        recordedAt.remove(queue.number());
        queue.retire();
    }

    private void forgetTopic(Topic topic) {
        topics.remove(topic);
        policies.set(topic.name(), true, DestinationProperties.NONE);
        retire(topicTargets.remove(topic.name()));
        topicsByNumber.remove(topic.number());
        recordedAt.remove(topic.number());
    }

    private static void retire(Target target) {
        if (target != null) {
            target.retire();
        }
    }

    void restoreDestinationDeletion(int number) {
        MessageQueue queue = queuesByNumber.get(number);
        Topic topic = topicsByNumber.get(number);
        if (queue != null) {
            forgetQueue(queue);
        } else if (topic != null) {
            forgetTopic(topic);
        }
    }

    Collection<MessageQueue> queues() {
        return queues.values();
    }

    Collection<Topic> topics() {
        return topics.all();
    }

    /** The subscriptions to a topic, without those to patterns that it matches. */
    List<MessageQueue> ownSubscriptions(Topic topic) {
        return topics.ownSubscriptions(topic);
    }

    Collection<DurableSubscription> subscriptions() {
        return subscriptions.values();
    }

    /** The queue of this name, null if there is none. */
    MessageQueue findQueue(String name) {
        return queues.get(name);
    }

    /** The topic of this name, null if there is none. */
    Topic findTopic(String name) {
        return topics.get(name);
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

    /** Likewise, those that there are now. */
    List<MessageQueue> durableQueuesNow() {
        return List.copyOf(queuesByNumber.values());
    }

    static void checkName(String name) throws RefusedException {
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
