package io.epona.server.config;

import io.epona.broker.settings.DeliveryPolicy;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;

/** The keys of the destinations whose names a pattern fits: {@code destinations.<pattern>.<key>}. */
public enum DestinationKey {
    /** Deliveries. */
    MAX_DELIVERIES(
            "maxDeliveries",
            "" + DeliveryPolicy.DEFAULT.maxDeliveries(),
            ValueRule.number(0, DeliveryPolicy.MAX_DELIVERIES, ""),
            "how often a message is delivered before it is dead-lettered; 0: no limit"),
    /** Delay. */
    REDELIVERY_DELAY_MS(
            "redeliveryDelayMs",
            "" + DeliveryPolicy.DEFAULT.redeliveryDelayMs(),
            ValueRule.number(0, DeliveryPolicy.MAX_DELAY_MS, "ms"),
            "how long a message that came back waits for its next delivery"),
    /** Backoff. */
    REDELIVERY_BACKOFF(
            "redeliveryBackoff",
            plain(DeliveryPolicy.DEFAULT.redeliveryBackoff()),
            ValueRule.decimal(1, DeliveryPolicy.MAX_BACKOFF),
            "by what the delay is multiplied each time"),
    /** Longest delay. */
    MAX_REDELIVERY_DELAY_MS(
            "maxRedeliveryDelayMs",
            "" + DeliveryPolicy.DEFAULT.maxRedeliveryDelayMs(),
            ValueRule.number(0, DeliveryPolicy.MAX_DELAY_MS, "ms"),
            "the longest delay, before jitter"),
    /** Jitter. */
    REDELIVERY_JITTER(
            "redeliveryJitter",
            plain(DeliveryPolicy.DEFAULT.redeliveryJitter()),
            ValueRule.decimal(0, 1),
            "by which part of itself a delay is lengthened or shortened at random"),
    /** Dead letters. */
    DEAD_LETTER_QUEUE(
            "deadLetterQueue",
            DeliveryPolicy.DEFAULT.deadLetterQueue(),
            ValueRule.optionalText(),
            "the queue for messages that were delivered too often; `*` stands for the destination's name; nothing: drop them"),
    /** Expired messages. */
    EXPIRY_QUEUE(
            "expiryQueue",
            DeliveryPolicy.DEFAULT.expiryQueue(),
            ValueRule.optionalText(),
            "likewise for messages that have expired");

    private final String key;
    private final String defaultText;
    private final ValueRule rule;
    private final String meaning;

    DestinationKey(String key, String defaultText, ValueRule rule, String meaning) {
        this.key = key;
        this.defaultText = defaultText;
        this.rule = rule;
        this.meaning = meaning;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** The last word of its name in the file. */
    public String key() {
        return key;
    }

    ValueRule rule() {
        return rule;
    }

    /** The row of the manual's table. */
    public String row() {
        String shown = defaultText.isEmpty() ? "none" : "`" + defaultText + "`";
        return "| `" + key + "` | " + shown + " | " + rule.allowed() + " | " + rule.unit() + " | " + meaning + " |";
    }

    static Optional<DestinationKey> named(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    /** The policy that values make; what is not among them is as by default. */
    static DeliveryPolicy policy(BiFunction<DestinationKey, String, String> values) {
        return new DeliveryPolicy(
                Integer.parseInt(MAX_DELIVERIES.in(values)),
                Long.parseLong(REDELIVERY_DELAY_MS.in(values)),
                Double.parseDouble(REDELIVERY_BACKOFF.in(values)),
                Long.parseLong(MAX_REDELIVERY_DELAY_MS.in(values)),
                Double.parseDouble(REDELIVERY_JITTER.in(values)),
                DEAD_LETTER_QUEUE.in(values),
                EXPIRY_QUEUE.in(values));
    }

    private String in(BiFunction<DestinationKey, String, String> values) {
        return values.apply(this, defaultText);
    }
}
