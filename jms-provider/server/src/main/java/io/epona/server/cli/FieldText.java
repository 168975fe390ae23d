package io.epona.server.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names and values as key=value pairs on one line, for people and grep. */
final class FieldText {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\p{Alnum}._:/@+-]+");

    private FieldText() {}

    /** Fields of fields follow one another as if they were one list. */
    static String of(Map<?, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getValue() instanceof Map<?, ?> inner
                        ? of(inner)
                        : field.getKey() + "=" + value(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(FieldText::value).collect(Collectors.joining(","));
        }
        String text = String.valueOf(value);
        return NEEDS_NO_QUOTES.matcher(text).matches() ? text : Json.quoted(text);
    }
}
