package io.epona.perf.result;

import java.util.List;
import java.util.Map;

/** A JSON object, read with the name of what is missing or of another kind. */
public final class Fields {
    private final String source;
    private final Map<String, Object> map;

    /** @param source what it is part of, for messages */
    public Fields(String source, Map<String, Object> map) {
        this.source = source;
        this.map = map;
    }

    /** The object of this name. */
    @SuppressWarnings("unchecked")
    public Fields object(String name) {
        return new Fields(source + "." + name, (Map<String, Object>) required(name, Map.class));
    }

    /** A whole number. */
    public long count(String name) {
        return required(name, Number.class).longValue();
    }

    /** A number. */
    public double number(String name) {
        return required(name, Number.class).doubleValue();
    }

    /** A text. */
    public String text(String name) {
        return required(name, String.class);
    }

    /** A truth value. */
    public boolean flag(String name) {
        return required(name, Boolean.class);
    }

    /** A list of texts. */
    public List<String> texts(String name) {
        List<?> list = required(name, List.class);
        return list.stream().map(String::valueOf).toList();
    }

    /** Whether there is such a field, and it is not null. */
    public boolean has(String name) {
        return map.get(name) != null;
    }

    /** All of it. */
    public Map<String, Object> map() {
        return map;
    }

    private <T> T required(String name, Class<T> type) {
        Object value = map.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("not a result of this harness: field=" + source + "." + name
                    + " expected=" + type.getSimpleName() + " value=" + value);
        }
        return type.cast(value);
    }
}
