package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.selector.Selector;

/**
 * A subscription that outlives its consumers; client id and name identify it.
 *
 * @param selector null if it gets all messages
 */
record DurableSubscription(Key key, Topic topic, Selector selector, MessageQueue queue) {
    record Key(String clientId, String name) {}
}
