package io.epona.jms.link;

/**
 * Of what kind a subscription is; for a queue, of none.
 *
 * @param isDurable whether it outlives its consumers
 * @param isShared whether it may have several consumers
 * @param isNoLocal whether it does not get what its own connection or client id sends
 */
public record SubscriptionTerms(boolean isDurable, boolean isShared, boolean isNoLocal) {
    /** Of one consumer, with everything, as long as the consumer lives. */
    public static final SubscriptionTerms PLAIN = new SubscriptionTerms(false, false, false);

    /** Shared, and not durable. */
    public static final SubscriptionTerms SHARED = new SubscriptionTerms(false, true, false);

    /** Shared and durable. */
    public static final SubscriptionTerms SHARED_DURABLE = new SubscriptionTerms(true, true, false);

    /** Of one consumer, as long as the consumer lives. */
    public static SubscriptionTerms of(boolean isNoLocal) {
        return isNoLocal ? new SubscriptionTerms(false, false, true) : PLAIN;
    }

    /** Of one consumer at a time, and durable. */
    public static SubscriptionTerms durable(boolean isNoLocal) {
        return new SubscriptionTerms(true, false, isNoLocal);
    }
}
