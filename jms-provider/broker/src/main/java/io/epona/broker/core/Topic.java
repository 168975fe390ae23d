package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.settings.NamePattern;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A topic: a name with subscriptions, some of which get some of the messages only. If the name is a pattern, nothing is sent
 * to it: its subscriptions are those of all topics that match, too, so that sending costs nothing for patterns that do not.
 */
final class Topic {
    private final int number;
    private final String name;
    /** Null if the name stands for itself. */
    private final NamePattern pattern;

    private final List<MessageQueue> subscriptions = new ArrayList<>();
    private final Map<MessageQueue, Admission> admissions = new IdentityHashMap<>();
    /** The topics that match, of a pattern; none of a plain name. */
    private final List<Topic> matching = new ArrayList<>();

    Topic(int number, String name) {
        this.number = number;
        this.name = name;
        this.pattern = NamePattern.isPattern(name) ? NamePattern.of(name) : null;
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    boolean isPattern() {
        return pattern != null;
    }

    /** Whether this is a pattern that stands for a name. */
    boolean matches(String other) {
        return pattern != null && pattern.matches(other);
    }

    /** Lets the subscriptions to this pattern be those of another topic, too, if that matches. */
    void spreadTo(Topic other) {
        if (matches(other.name)) {
            matching.add(other);
            subscriptions.forEach(
                    subscription -> other.add(subscription, admissions.getOrDefault(subscription, Admission.ALL)));
        }
    }

    void add(MessageQueue subscription, Admission admission) {
        subscriptions.add(subscription);
        if (!admission.isAll()) {
            admissions.put(subscription, admission);
        }
        matching.forEach(topic -> topic.add(subscription, admission));
    }

    void remove(MessageQueue subscription) {
        subscriptions.remove(subscription);
        admissions.remove(subscription);
        matching.forEach(topic -> topic.remove(subscription));
    }

    /** All that get something, those to patterns included. */
    List<MessageQueue> subscriptions() {
        return subscriptions;
    }

    Map<MessageQueue, Admission> admissions() {
        return admissions;
    }
}
