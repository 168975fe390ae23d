package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import java.util.ArrayList;
import java.util.List;

/** A topic: a name with subscriptions. */
final class Topic {
    private final int number;
    private final String name;
    private final List<MessageQueue> subscriptions = new ArrayList<>();

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

    List<MessageQueue> subscriptions() {
        return subscriptions;
    }
}
