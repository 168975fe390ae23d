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

    /** Whether there is a field of that name, and it says so. */
    boolean isTrue(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    /** Whether the effect puts a message into the log, be it new or copied from elsewhere. */
    public boolean holdsMessage() {
        return fields.containsKey("message") && fields.containsKey("number");
    }

    /** A header of the message that the effect holds, null if it holds none or the message does not have that header. */
    public String messageHeader(String field) {
        return fields.get("message") instanceof Map<?, ?> message && message.get(field) instanceof String text
                ? text
                : null;
    }

    /** Whether the effect parks a message that a restart skips. */
    boolean isSpilled() {
        return isTrue("spilled");
    }

    /**
     * How often the message was delivered from each of {@link #queueNumbers()}, or each of {@link #messageNumbers()} from
     * the queue; empty if the effect does not say.
     */
    List<Long> deliveryCounts() {
        return numbers("deliveryCounts");
    }

    /** The numbers of messages that the effect is about, possibly none. */
    public List<Long> messageNumbers() {
        return fields.containsKey("number") ? List.of(number("number")) : numbers("numbers");
    }

    /** The numbers of queues and subscriptions that the effect is about, possibly none. */
    public List<Long> queueNumbers() {
        return fields.containsKey("queue") ? List.of(number("queue")) : numbers("targets");
    }

    /** The numbers in a field, none if there is no such field. */
    List<Long> numbers(String field) {
        return fields.get(field) instanceof List<?> list
                ? list.stream().map(Long.class::cast).toList()
                : List.of();
    }
}
