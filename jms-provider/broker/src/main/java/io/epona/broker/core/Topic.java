package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.selector.Selector;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A topic: a name with subscriptions, some of which get selected messages only. */
final class Topic {
    private final int number;
    private final String name;
    private final List<MessageQueue> subscriptions = new ArrayList<>();
    private final Map<MessageQueue, Selector> selectors = new IdentityHashMap<>();

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

    /** @param selector null if the subscription gets all messages */
    void add(MessageQueue subscription, Selector selector) {
        subscriptions.add(subscription);
        if (selector != null) {
            selectors.put(subscription, selector);
        }
    }

    void remove(MessageQueue subscription) {
        subscriptions.remove(subscription);
        selectors.remove(subscription);
    }

    List<MessageQueue> subscriptions() {
        return subscriptions;
    }

    Map<MessageQueue, Selector> selectors() {
        return selectors;
    }
}
