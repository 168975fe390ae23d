package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The topics that there are, and the patterns that have been subscribed to, which are topics of a kind. */
final class Topics {
    private final Map<String, Topic> byName = new HashMap<>();
    private final List<Topic> plain = new ArrayList<>();
    private final List<Topic> patterns = new ArrayList<>();

    /** Null if there is none. */
    Topic get(String name) {
        return byName.get(name);
    }

    Collection<Topic> all() {
        return byName.values();
    }

    void add(Topic topic) {
        byName.put(topic.name(), topic);
        if (topic.isPattern()) {
            patterns.add(topic);
            plain.forEach(topic::spreadTo);
        } else {
            plain.add(topic);
            patterns.forEach(pattern -> pattern.spreadTo(topic));
        }
    }

    /** The subscriptions that get what is sent to this name, whether there is a topic of the name or not. */
    List<MessageQueue> subscriptions(String name) {
        Topic known = byName.get(name);
        if (known != null) {
            return known.subscriptions();
        }
        List<MessageQueue> found = new ArrayList<>();
        for (Topic pattern : patterns) {
            if (pattern.matches(name)) {
                found.addAll(pattern.subscriptions());
            }
        }
        return found;
    }
}
