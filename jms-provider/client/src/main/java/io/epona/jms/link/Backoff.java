package io.epona.jms.link;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next round of attempts: doubling, with jitter so that clients do not come all at once. */
final class Backoff {
    private static final long FIRST_MS = 20;
    private static final long LAST_MS = 500;

    private long nextMs = FIRST_MS;

    /** Between half and the whole of the present step. */
    long nextDelayMs() {
        long stepMs = nextMs;
        nextMs = Math.min(LAST_MS, stepMs * 2);
        return stepMs / 2 + ThreadLocalRandom.current().nextLong(stepMs / 2 + 1);
    }

    void reset() {
        nextMs = FIRST_MS;
    }
}
