package io.epona.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void shouldKeepTheScheduleOfOneWhoIsLate() {
        long startNs = System.nanoTime() - 1_000_000_000L;
        Pace pace = Pace.openLoop(startNs, 1_000);

        for (int i = 0; i < 1_000; i++) {
            assertEquals(startNs + i * 1_000_000L, pace.awaitNext());
        }
    }

    @Test
    void shouldNotSendBeforeItsTime() {
        long startNs = System.nanoTime() + 20_000_000L;

        long intendedNs = Pace.openLoop(startNs, 1).awaitNext();

        assertEquals(startNs, intendedNs);
        assertTrue(System.nanoTime() - startNs >= 0);
    }

    @Test
    void shouldNotDriftAtRatesThatAreNoWholeNumberOfNanoseconds() {
        long startNs = System.nanoTime() - 10_000_000_000L;
        Pace pace = Pace.openLoop(startNs, 30_000);
        long last = 0;
        for (int i = 0; i <= 300_000; i++) {
            last = pace.awaitNext();
        }

        assertEquals(startNs + 10_000_000_000L, last, 2);
    }
}
