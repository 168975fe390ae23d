package io.epona.jms.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void shouldDoubleUpToTheLimitWithJitter() {
        for (long step : new long[] {20, 40, 80, 160, 320, 500, 500}) {
            assertBetween(step);
        }
        backoff.reset();
        assertBetween(20);
    }

    private void assertBetween(long step) {
        long delay = backoff.nextDelayMs();
        assertTrue(delay >= step / 2 && delay <= step, "delay=" + delay + " step=" + step);
    }
}
