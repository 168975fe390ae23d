package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * A store that reclaims, writes checkpoints and mixes levels, against a model, through crashes. The seed decides every step
 * of the owner and where the disk stops, counted in changes; how the journal's threads take turns it does not.
 *
 * <p>{@code -Depona.seed=n} runs one seed, {@code -Depona.seeds=n} that many, {@code -Depona.minutes=n} as many as fit.
 */
class ModelTest {
    private static final int CRASHES_PER_SEED = 6;
    private static final int SEED_COUNT = 150;

    @Test
    void shouldKeepWhatIsConfirmedThroughCrashesWhileItReclaimsAndWritesCheckpoints() {
        ModelRun.Totals totals = new ModelRun.Totals();
        Long single = Long.getLong("epona.seed");
        long count = single != null ? 1 : Long.getLong("epona.seeds", SEED_COUNT);
        long first = single != null ? single : System.nanoTime();
        long endNs = System.nanoTime() + Long.getLong("epona.minutes", 0) * 60_000_000_000L;
        for (long seed = first; seed < first + count || System.nanoTime() < endNs; seed++) {
            run(seed, totals);
        }
        System.out.println("model: " + totals);
        assertTrue(single != null || totals.drops > 0 && totals.checkpointsRead > 0, totals::toString);
    }

    private static void run(long seed, ModelRun.Totals totals) {
        try {
            new ModelRun(seed, totals).run(CRASHES_PER_SEED);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("failed: rerun with -Depona.seed=" + seed, e);
        }
    }
}
