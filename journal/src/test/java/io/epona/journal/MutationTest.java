package io.epona.journal;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** As {@link MutationFuzzTest}, led by chance: quick, and on any JVM. */
class MutationTest {
    private static final int TRIES = 2_000;
    private static final Mutation MUTATION = Mutation.create();

    @Test
    void shouldHandOverOrRefuseWhatChanceSays() {
        long seed = Long.getLong("epona.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            byte[] data = new byte[1 + 4 * random.nextInt(random.nextInt(4) == 0 ? 40 : 4)];
            random.nextBytes(data);
            try {
                MUTATION.recover(data);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed: seed=" + seed + " try=" + i, e);
            }
        }
    }
}
