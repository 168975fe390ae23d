package io.epona.broker.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, orders.new, false",
        "orders, order, false",
        "*, orders, true",
        "*, orders.new, false",
        "orders.*, orders.new, true",
        "orders.*, orders, false",
        "orders.*, orders.new.big, false",
        "*.new, orders.new, true",
        "orders.#, orders, true",
        "orders.#, orders.new, true",
        "orders.#, orders.new.big, true",
        "orders.#, ordersnew, false",
        "#, anything.at.all, true",
        "#.big, big, true",
        "#.big, orders.big.new.big, true",
        "#.big, orders.big.new, false",
        "a.#.b.*, a.b.c.b.d, true",
        "a.#.b.*, a.b, false",
        "a.#.#.b, a.b, true",
        "a*, a*, true",
        "a*, ab, false",
        "a..b, a..b, true",
        "a.*.b, a..b, true",
    })
    void shouldMatchWordByWord(String pattern, String name, boolean isMatch) {
        assertEquals(isMatch, NamePattern.of(pattern).matches(name));
    }

    @ParameterizedTest
    @CsvSource({"orders, false", "orders.*, true", "#, true", "a*, false", "a.b#.c, false", "'', false"})
    void shouldKnowPatternsFromNames(String name, boolean isPattern) {
        assertEquals(isPattern, NamePattern.isPattern(name));
    }
}
