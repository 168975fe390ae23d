package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;

/** Whether lines are JSON objects: takes values off from the inside until nothing but one value is left. */
final class JsonCheck {
    private static final Pattern TEXT =
            Pattern.compile("\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-f]{4})*+\"");
    private static final Pattern LITERAL = Pattern.compile("(?:true|false|null|-?\\d+(?:\\.\\d+)?(?:E-?\\d+)?)");
    private static final Pattern INNERMOST =
            Pattern.compile("\\{(?:t:[tv](?:,t:[tv])*+)?\\}|\\[(?:[tv](?:,[tv])*+)?\\]");

    private JsonCheck() {}

    static void assertObjects(int count, List<String> lines) {
        assertEquals(count, lines.size(), lines::toString);
        lines.forEach(line -> assertTrue(isObject(line), line));
    }

    private static boolean isObject(String line) {
        String rest = LITERAL.matcher(TEXT.matcher(line).replaceAll("t")).replaceAll("v");
        String before = null;
        while (!rest.equals(before)) {
            before = rest;
            rest = INNERMOST.matcher(rest).replaceAll("v");
        }
        return line.startsWith("{") && rest.equals("v");
    }
}
