package io.epona.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> OPTIONS = List.of("--host", "--port", "--data");

    @Test
    void shouldFindTheWordWithTwoLettersSwapped() {
        assertEquals(Optional.of("--port"), Nearest.to("--prot", OPTIONS));
    }

    @Test
    void shouldPreferTheNearer() {
        assertEquals(Optional.of("--host"), Nearest.to("--hosts", OPTIONS));
    }

    @Test
    void shouldFindNothingThreeEditsAway() {
        assertEquals(Optional.empty(), Nearest.to("--dnnn", OPTIONS));
    }

    @Test
    void shouldFindNothingAmongNothing() {
        assertEquals(Optional.empty(), Nearest.to("--port", List.of()));
    }
}
