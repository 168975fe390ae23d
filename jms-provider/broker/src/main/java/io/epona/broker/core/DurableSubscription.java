package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;

/** A subscription that outlives its consumers. */
record DurableSubscription(SubscriptionKey key, Terms terms, MessageQueue queue) {
    Topic topic() {
        return terms.topic();
    }

    /** Which messages of its topic it gets. Local are all connections with its client id: it outlives them. */
    Admission admission() {
        return new Admission(
                terms.selector(),
                terms.isNoLocal() ? sender -> sender.clientId().equals(key.clientId()) : null);
    }
}
