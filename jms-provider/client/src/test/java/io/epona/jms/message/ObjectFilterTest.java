package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectFilterTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.Order,   com.acme.Order,       true",
        "com.acme.Order,   com.acme.Order$Line,  false",
        "com.acme.Order,   com.acme.Orders,      false",
        "com.acme.Order$1, com.acme.Order$1,     true",
        "com.acme.*,       com.acme.Order,       true",
        "com.acme.*,       com.acme.Order$Line,  true",
        "com.acme.*,       com.acme.deep.Order,  false",
        "com.acme.*,       com.acmes.Order,      false",
        "com.acme.**,      com.acme.deep.Order,  true",
        "com.acme.**,      com.acme.Order,       true",
        "com.acme.**,      com.acmes.Order,      false",
        "**,               com.acme.Order,       true",
        "**,               Order,                true",
        "*,                Order,                true",
        "*,                com.acme.Order,       false",
    })
    void shouldMatchClassesAndPackages(String pattern, String className, boolean isMatch) {
        ClassPatterns patterns = ClassPatterns.of(Set.of()).with(Set.of(pattern));

        assertEquals(isMatch, patterns.matches(className));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"com..acme", ".com", "com.", "com.a*", "com.*.Order", "***", "com acme", "a;b", "!com.acme.*"})
    void shouldRefuseWhatHasAnotherForm(String pattern) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> ObjectFilter.standard().allowing(pattern));

        assertTrue(e.getMessage().contains("class=" + pattern), e.getMessage());
    }

    @Test
    void shouldReadAListAndNothing() {
        ObjectFilter standard = ObjectFilter.standard();

        assertEquals(standard, standard.allowing((String) null));
        assertEquals(standard, standard.allowing(" , "));
        assertThrows(IllegalArgumentException.class, () -> standard.allowing("com.acme.*, com acme"));
    }
}
