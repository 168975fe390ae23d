package io.epona.broker.inspect;

import java.util.List;
import java.util.Map;

/**
 * One effect in names and values.
 *
 * @param type name of the effect, as in the schema
 * @param fields in the order of the schema; a value is a {@code Long}, {@code Boolean}, {@code String}, a list of
 *     {@code Long}, or again such a map
 */
public record EffectDescription(String type, Map<String, Object> fields) {
    /** @throws ClassCastException if there is no number of that name */
    long number(String field) {
        return (Long) fields.get(field);
    }

    String text(String field) {
        return (String) fields.get(field);
    }

    /** The numbers of messages that the effect is about, possibly none. */
    public List<Long> messageNumbers() {
        return fields.containsKey("number") ? List.of(number("number")) : numbers("numbers");
    }

    /** The numbers of queues and subscriptions that the effect is about, possibly none. */
    public List<Long> queueNumbers() {
        return fields.containsKey("queue") ? List.of(number("queue")) : numbers("targets");
    }

    private List<Long> numbers(String field) {
        return fields.get(field) instanceof List<?> list
                ? list.stream().map(Long.class::cast).toList()
                : List.of();
    }
}
