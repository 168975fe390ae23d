package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A topic: a name with subscriptions, some of which get some of the messages only. */
final class Topic {
    private final int number;
    private final String name;
    private final List<MessageQueue> subscriptions = new ArrayList<>();
    private final Map<MessageQueue, Admission> admissions = new IdentityHashMap<>();

    Topic(int number, String name) {
        this.number = number;
        this.name = name;
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    void add(MessageQueue subscription, Admission admission) {
        subscriptions.add(subscription);
        if (!admission.isAll()) {
            admissions.put(subscription, admission);
        }
    }

    void remove(MessageQueue subscription) {
        subscriptions.remove(subscription);
        admissions.remove(subscription);
    }

    List<MessageQueue> subscriptions() {
        return subscriptions;
    }

    Map<MessageQueue, Admission> admissions() {
        return admissions;
    }
}
