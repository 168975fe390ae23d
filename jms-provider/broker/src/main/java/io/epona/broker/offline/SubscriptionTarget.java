package io.epona.broker.offline;

/**
 * A durable subscription that is to have a message.
 *
 * @param selector of the subscription, should it have to be created; empty for all messages
 * @param deliveryCount how often the message was delivered from it before
 */
public record SubscriptionTarget(String clientId, String name, String selector, int deliveryCount) {}
