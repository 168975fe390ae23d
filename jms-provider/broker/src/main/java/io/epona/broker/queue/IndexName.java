package io.epona.broker.queue;

/**
 * What an index is of.
 *
 * @param destination name of the queue or topic
 * @param isTopic whether it is a subscription's
 * @param clientId of the subscription, empty for none
 * @param subscription its name, empty for none
 */
public record IndexName(String destination, boolean isTopic, String clientId, String subscription) {
    /** The index of a queue. */
    public static IndexName ofQueue(String name) {
        return new IndexName(name, false, "", "");
    }

    /** The index of a subscription without a name. */
    public static IndexName ofTopic(String topic) {
        return new IndexName(topic, true, "", "");
    }

    /** The index of a subscription that has a name. */
    public static IndexName ofSubscription(String topic, String clientId, String subscription) {
        return new IndexName(topic, true, clientId, subscription);
    }

    /** For logs and errors. */
    public String text() {
        return subscription.isEmpty() ? destination : clientId + "/" + subscription;
    }

    /** The destination as it is written in properties and exports. */
    public String uri() {
        return (isTopic ? "topic://" : "queue://") + destination;
    }
}
