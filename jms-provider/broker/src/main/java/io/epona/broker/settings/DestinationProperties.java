package io.epona.broker.settings;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one destination was given for itself, by the keys of {@link DeliveryPolicy}. It counts more than the policy for its
 * name, which holds for all keys that are not here.
 *
 * @param values by key, in the order of keys
 */
public record DestinationProperties(SortedMap<String, String> values) {
    /** Nothing: the policy for the name holds. */
    public static final DestinationProperties NONE = new DestinationProperties(new TreeMap<>());

    private static final int MAX_TEXT_LENGTH = 1024;
    private static final String ANY_TEXT = "text of at most " + MAX_TEXT_LENGTH + " bytes without control characters";

    private static final Map<String, Key> KEYS = Map.of(
            "maxDeliveries", Key.whole(DeliveryPolicy.MAX_DELIVERIES),
            "redeliveryDelayMs", Key.whole(DeliveryPolicy.MAX_DELAY_MS),
            "redeliveryBackoff", Key.decimal(1, DeliveryPolicy.MAX_BACKOFF),
            "maxRedeliveryDelayMs", Key.whole(DeliveryPolicy.MAX_DELAY_MS),
            "redeliveryJitter", Key.decimal(0, 1),
            "deadLetterQueue", Key.text(),
            "expiryQueue", Key.text());

    /** Which values a key takes. */
    private record Key(String allowed, Predicate<String> accepts) {
        static Key whole(long max) {
            return new Key("0.." + max, text -> text.matches("\\d{1,18}") && Long.parseLong(text) <= max);
        }

        static Key decimal(long min, double max) {
            return new Key(min + ".." + Math.round(max), text -> {
                boolean isDecimal = text.matches("\\d{1,9}(\\.\\d{1,9})?");
                return isDecimal && Double.parseDouble(text) >= min && Double.parseDouble(text) <= max;
            });
        }

        static Key text() {
            return new Key(
                    ANY_TEXT,
                    text -> text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_LENGTH
                            && text.chars().noneMatch(Character::isISOControl));
        }
    }

    /** @throws IllegalArgumentException if there is no such key, or a value is not allowed, saying which are */
    public DestinationProperties {
        values.forEach(DestinationProperties::check);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    private static void check(String name, String value) {
        Key key = requireKey(name);
        if (!key.accepts().test(value)) {
            throw new IllegalArgumentException(
                    "property not allowed: key=" + name + " value=" + value + " allowed=" + key.allowed());
        }
    }

    private static Key requireKey(String name) {
        Key key = KEYS.get(name);
        if (key == null) {
            throw new IllegalArgumentException(
                    "no such property: key=" + name + " allowed=" + String.join(",", new TreeMap<>(KEYS).keySet()));
        }
        return key;
    }

    /** Whether the destination was given nothing. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * These, changed.
     *
     * @param changes by key; null takes the key back
     * @throws IllegalArgumentException as of the constructor
     */
    public DestinationProperties with(Map<String, String> changes) {
        SortedMap<String, String> changed = new TreeMap<>(values);
        changes.forEach((key, value) -> {
            requireKey(key);
            if (value == null) {
                changed.remove(key);
            } else {
                changed.put(key, value);
            }
        });
        return new DestinationProperties(changed);
    }

    /** The policy of the destination, where another one holds for its name. */
    public DeliveryPolicy over(DeliveryPolicy policy) {
        return new DeliveryPolicy(
                Integer.parseInt(get("maxDeliveries", policy.maxDeliveries())),
                Long.parseLong(get("redeliveryDelayMs", policy.redeliveryDelayMs())),
                Double.parseDouble(get("redeliveryBackoff", policy.redeliveryBackoff())),
                Long.parseLong(get("maxRedeliveryDelayMs", policy.maxRedeliveryDelayMs())),
                Double.parseDouble(get("redeliveryJitter", policy.redeliveryJitter())),
                get("deadLetterQueue", policy.deadLetterQueue()),
                get("expiryQueue", policy.expiryQueue()));
    }

    private String get(String key, Object otherwise) {
        return values.getOrDefault(key, otherwise.toString());
    }
}
