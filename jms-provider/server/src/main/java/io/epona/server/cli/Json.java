package io.epona.server.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as JSON, on one line. */
final class Json {
    private static final int FIRST_PRINTABLE_BEHIND_ASCII = 0xa0;

    private Json() {}

    /** @param value a map with names as keys, a list, a number, a truth value, text or null; of such again */
    static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey().toString()) + ":" + of(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
        }
        boolean isLiteral = value == null || value instanceof Boolean || value instanceof Number;
        return isLiteral ? String.valueOf(value) : quoted(value.toString());
    }

    /** Text in quotes. Control characters are escaped, those that some terminals obey included. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~' && c < FIRST_PRINTABLE_BEHIND_ASCII || isHalf(text, i)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** Half of a character, without the other half: no encoding of text can hold it. */
    private static boolean isHalf(String text, int index) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        boolean isPaired = Character.isHighSurrogate(c)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        return !isPaired;
    }
}
