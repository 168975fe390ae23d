package io.epona.journal;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Recovers journals and checkpoints that say anything under checksums that match. The build tries what was found worth
 * keeping below src/test/resources; {@code mvn -Pfuzz} looks for more, led by what it sees of the code.
 */
class MutationFuzzTest {
    private static final Mutation MUTATION = Mutation.create();

    @FuzzTest(maxDuration = "10m")
    void shouldHandOverOrRefuseWhateverItIsTold(byte[] data) throws Exception {
        MUTATION.recover(data);
    }
}
