package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;

/** A subscription that outlives its consumers; client id and name identify it. */
record DurableSubscription(Key key, Topic topic, MessageQueue queue) {
    record Key(String clientId, String name) {}
}
