package io.epona.broker.settings;

/**
 * What becomes of messages that come back or expire.
 *
 * @param maxDeliveries how often a message is delivered before it is dead-lettered; 0 for no limit
 * @param redeliveryDelayMs how long a message that came back waits for its next delivery
 * @param redeliveryBackoff by what the delay is multiplied each time, at least 1
 * @param maxRedeliveryDelayMs the longest delay, before jitter
 * @param redeliveryJitter by which part of itself a delay is lengthened or shortened at random, 0 to 1
 * @param deadLetterQueue the queue for messages that were delivered too often, in which {@code *} stands for the name of the
 *     destination; empty to drop them
 * @param expiryQueue likewise for messages that have expired
 */
public record DeliveryPolicy(
        int maxDeliveries,
        long redeliveryDelayMs,
        double redeliveryBackoff,
        long maxRedeliveryDelayMs,
        double redeliveryJitter,
        String deadLetterQueue,
        String expiryQueue) {
    /** The most deliveries that can be asked for. */
    public static final int MAX_DELIVERIES = 65_535;

    /** The longest delay that can be asked for: a year. */
    public static final long MAX_DELAY_MS = 31_536_000_000L;

    /** The largest factor that a delay can grow by. */
    public static final double MAX_BACKOFF = 100;

    /** Stands for the name of the destination. */
    private static final char PLACE = '*';

    /** Ten deliveries at once, then {@code DLQ.<name>}; what expires is dropped. */
    public static final DeliveryPolicy DEFAULT = new DeliveryPolicy(10, 0, 2, 60_000, 0.1, "DLQ.*", "");

    /** @throws IllegalArgumentException if a value is out of its range */
    public DeliveryPolicy {
        check("maxDeliveries", maxDeliveries, 0, MAX_DELIVERIES);
        check("redeliveryDelayMs", redeliveryDelayMs, 0, MAX_DELAY_MS);
        check("redeliveryBackoff", redeliveryBackoff, 1, MAX_BACKOFF);
        check("maxRedeliveryDelayMs", maxRedeliveryDelayMs, 0, MAX_DELAY_MS);
        check("redeliveryJitter", redeliveryJitter, 0, 1);
    }

    /** The queue for messages of a destination that were delivered too often, empty for none. */
    public String deadLetterQueueOf(String destination) {
        return named(deadLetterQueue, destination);
    }

    /** The queue for messages of a destination that have expired, empty for none. */
    public String expiryQueueOf(String destination) {
        return named(expiryQueue, destination);
    }

    private static String named(String pattern, String destination) {
        int at = pattern.indexOf(PLACE);
        return at < 0 ? pattern : pattern.substring(0, at) + destination + pattern.substring(at + 1);
    }

    /** The destination whose messages go to a queue by a pattern of this policy; empty for any; null for none. */
    static String sourceOf(String pattern, String queue) {
        int at = pattern.indexOf(PLACE);
        if (at < 0) {
            return !pattern.isEmpty() && pattern.equals(queue) ? "" : null;
        }
        String end = pattern.substring(at + 1);
        boolean isOne = queue.length() >= pattern.length() && queue.startsWith(pattern.substring(0, at));
        return isOne && queue.endsWith(end) ? queue.substring(at, queue.length() - end.length()) : null;
    }

    /**
     * How long a message waits that came back, in milliseconds.
     *
     * @param deliveryCount how often it has been delivered, at least 1
     * @param chance from 0 to 1, both the shortest and the longest delay being as likely as any other
     */
    public long redeliveryDelayMs(int deliveryCount, double chance) {
        double delayMs =
                Math.min(redeliveryDelayMs * Math.pow(redeliveryBackoff, deliveryCount - 1), maxRedeliveryDelayMs);
        return Math.round(delayMs * (1 + redeliveryJitter * (2 * chance - 1)));
    }

    private static void check(String key, double value, double min, double max) {
        // Written so that a NaN is refused.
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "setting out of range: key=" + key + " value=" + value + " allowed=" + min + ".." + max);
        }
    }
}
