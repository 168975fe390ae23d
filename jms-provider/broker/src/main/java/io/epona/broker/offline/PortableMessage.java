package io.epona.broker.offline;

import java.util.List;

/**
 * A message as it is stored and sent, and where it belongs.
 *
 * @param destination name of the queue or topic
 * @param subscriptions of a topic that are to have it; for a queue none
 * @param deliveryCount how often it was delivered from the queue before
 * @param options what the broker has to know of it
 * @param encoded template 100 of the wire protocol, headers, properties and body
 */
public record PortableMessage(
        String destination,
        boolean isQueue,
        List<SubscriptionTarget> subscriptions,
        int deliveryCount,
        Options options,
        byte[] encoded) {

    /** With which options it would be sent anew; the expiration in milliseconds since 1970, 0 for never. */
    public record Options(boolean isPersistent, int priority, long expirationMs) {}
}
