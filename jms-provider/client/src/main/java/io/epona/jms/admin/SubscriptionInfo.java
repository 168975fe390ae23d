package io.epona.jms.admin;

/**
 * A durable subscription as it was when the broker was asked.
 *
 * @param clientId the client id that it belongs to
 * @param messages how many there are, those in flight included
 * @param inFlight messages that its consumer has received and not acknowledged
 * @param bytes of the messages, encoded
 */
public record SubscriptionInfo(
        String clientId, String name, long messages, long inFlight, long bytes, long consumers) {}
