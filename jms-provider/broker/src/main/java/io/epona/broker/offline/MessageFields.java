package io.epona.broker.offline;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Fields of a message by name, each of which must have the type that it is asked for as. Not thread-safe. */
final class MessageFields {
    private final Map<String, Object> fields;
    private final Set<String> asked = new HashSet<>();

    /** @param fields texts, longs, truth values, lists, and maps of such with texts as keys; null counts as absent */
    MessageFields(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** The names of the fields that nobody has asked for. */
    Set<String> unknown() {
        Set<String> unknown = new TreeSet<>(fields.keySet());
        unknown.removeAll(asked);
        return unknown;
    }

    boolean has(String name) {
        asked.add(name);
        return fields.get(name) != null;
    }

    /** @return null if it is absent */
    String text(String name) throws BadMessageException {
        return get(name, String.class, "text");
    }

    String requiredText(String name) throws BadMessageException {
        if (!has(name)) {
            throw new BadMessageException("field is missing: field=" + name);
        }
        return text(name);
    }

    long number(String name, long otherwise) throws BadMessageException {
        Long number = get(name, Long.class, "a whole number");
        return number == null ? otherwise : number;
    }

    int number(String name, int otherwise, int maximum) throws BadMessageException {
        long number = number(name, otherwise);
        if (number < 0 || number > maximum) {
            throw new BadMessageException(
                    "field is out of range: field=" + name + " value=" + number + " range=0.." + maximum);
        }
        return (int) number;
    }

    boolean truth(String name, boolean otherwise) throws BadMessageException {
        Boolean truth = get(name, Boolean.class, "true or false");
        return truth == null ? otherwise : truth;
    }

    /** @return null if it is absent */
    byte[] bytes(String name) throws BadMessageException {
        String text = text(name);
        return text == null ? null : decode(name, text);
    }

    static byte[] decode(String name, String text) throws BadMessageException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadMessageException("field is not Base64: field=" + name + " cause=" + e.getMessage());
        }
    }

    /** @return null if it is absent */
    Map<?, ?> map(String name) throws BadMessageException {
        return get(name, Map.class, "an object");
    }

    /** @return empty if it is absent */
    List<?> list(String name) throws BadMessageException {
        List<?> list = get(name, List.class, "an array");
        return list == null ? List.of() : list;
    }

    private <T> T get(String name, Class<T> type, String expected) throws BadMessageException {
        asked.add(name);
        Object value = fields.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new BadMessageException("field has the wrong type: field=" + name + " expected=" + expected);
        }
        return type.cast(value);
    }
}
