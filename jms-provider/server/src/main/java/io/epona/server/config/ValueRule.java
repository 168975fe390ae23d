package io.epona.server.config;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Which values a key takes.
 *
 * @param allowed in words, for the manual and for messages
 * @param unit of a number, else empty
 */
record ValueRule(String allowed, String unit, Predicate<String> accepts) {
    private static final String NUMBER = "-?\\d{1,18}";
    private static final String DECIMAL = "\\d{1,9}(\\.\\d{1,9})?";

    static ValueRule text() {
        return new ValueRule("text", "", text -> !text.isEmpty());
    }

    static ValueRule path() {
        return new ValueRule("path", "", text -> !text.isEmpty());
    }

    /** A text that may be empty. */
    static ValueRule optionalText() {
        return new ValueRule("text or nothing", "", text -> true);
    }

    static ValueRule flag() {
        return oneOf("true", "false");
    }

    static ValueRule oneOf(String... names) {
        return new ValueRule(String.join(", ", names), "", Arrays.asList(names)::contains);
    }

    static ValueRule number(long min, long max, String unit) {
        return new ValueRule(
                min + ".." + max,
                unit,
                text -> text.matches(NUMBER) && Long.parseLong(text) >= min && Long.parseLong(text) <= max);
    }

    /** A number of which a unit must be a multiple. */
    static ValueRule multiple(long min, long max, long of, String unit) {
        ValueRule range = number(min, max, unit);
        return new ValueRule(
                range.allowed() + ", a multiple of " + of,
                unit,
                text -> range.accepts().test(text) && Long.parseLong(text) % of == 0);
    }

    static ValueRule decimal(double min, double max) {
        return new ValueRule(
                plain(min) + ".." + plain(max),
                "",
                text -> text.matches(DECIMAL) && Double.parseDouble(text) >= min && Double.parseDouble(text) <= max);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
