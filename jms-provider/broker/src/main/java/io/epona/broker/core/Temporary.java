package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import java.util.List;

/** A queue or topic that ends with the connection that has made it. */
final class Temporary {
    private final String name;
    private final MessageQueue queue;
    private final Topic topic;
    private final Target target;
    private Connection owner;

    /** A queue. */
    Temporary(MessageQueue queue) {
        this.name = queue.name();
        this.queue = queue;
        this.topic = null;
        this.target = Target.of(queue);
    }

    /** A topic. */
    Temporary(Topic topic) {
        this.name = topic.name();
        this.queue = null;
        this.topic = topic;
        this.target = Target.of(topic);
    }

    String name() {
        return name;
    }

    boolean isQueue() {
        return queue != null;
    }

    /** Null if it is a topic. */
    MessageQueue queue() {
        return queue;
    }

    /** Null if it is a queue. */
    Topic topic() {
        return topic;
    }

    Target target() {
        return target;
    }

    List<MessageQueue> indexes() {
        return isQueue() ? List.of(queue) : topic.subscriptions();
    }

    /** The connection that has made it, null as long as that has not come back after a restart. */
    Connection owner() {
        return owner;
    }

    void setOwner(Connection connection) {
        owner = connection;
    }

    boolean hasConsumers() {
        return isQueue() ? queue.consumerCount() > 0 : !topic.subscriptions().isEmpty();
    }
}
