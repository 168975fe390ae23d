package io.epona.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
    @ParameterizedTest
    @ValueSource(doubles = {15, 999, 1_000, 1_001, 7_777, 123_456})
    void shouldFindTheLimitWithinItsPrecision(double limit) {
        RateSearch search = new RateSearch(1_000, 0.05);
        int count = 0;
        while (!search.isDone()) {
            search.report(search.next() <= limit);
            count++;
        }

        assertTrue(search.highest() <= limit, "found=" + search.highest());
        assertTrue(search.highest() >= limit / 1.06, "found=" + search.highest());
        assertTrue(count < 25, "runs=" + count);
    }

    @Test
    void shouldGiveUpWhereNothingIsGood() {
        RateSearch search = new RateSearch(1_000, 0.05);
        while (!search.isDone()) {
            search.report(false);
        }

        assertEquals(0, search.highest());
    }
}
