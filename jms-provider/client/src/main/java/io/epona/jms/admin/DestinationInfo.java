package io.epona.jms.admin;

/**
 * A queue or topic as it was when the broker was asked. The numbers of a topic are the sums of its subscriptions'.
 *
 * @param isQueue whether it is a queue
 * @param messages how many there are, those in flight included
 * @param inFlight messages that consumers have received and not acknowledged
 * @param delayed messages that are not to be delivered yet
 * @param bytes of the messages, encoded
 * @param subscriptions of a topic, durable or not
 */
public record DestinationInfo(
        boolean isQueue,
        String name,
        long messages,
        long inFlight,
        long delayed,
        long bytes,
        long consumers,
        long subscriptions) {}
