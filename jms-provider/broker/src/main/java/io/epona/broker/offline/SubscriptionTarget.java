package io.epona.broker.offline;

/**
 * A durable subscription that is to have a message.
 *
 * @param deliveryCount how often the message was delivered from it before
 */
public record SubscriptionTarget(String clientId, String name, int deliveryCount) {}
