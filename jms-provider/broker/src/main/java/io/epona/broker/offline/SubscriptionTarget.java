package io.epona.broker.offline;

/**
 * A durable subscription that is to have a message.
 *
 * @param clientId empty for a shared one without
 * @param selector of the subscription, should it have to be created; empty for all messages
 * @param isShared likewise, whether it may have several consumers
 * @param isNoLocal likewise, whether it does not get what its own client id sends
 * @param deliveryCount how often the message was delivered from it before
 */
public record SubscriptionTarget(
        String clientId, String name, String selector, boolean isShared, boolean isNoLocal, int deliveryCount) {}
