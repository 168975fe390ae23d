package io.epona.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.perf.result.Verification;
import io.epona.perf.workload.Consuming;
import io.epona.perf.workload.Consuming.Acknowledge;
import io.epona.perf.workload.Content;
import io.epona.perf.workload.MessagePlan;
import io.epona.perf.workload.Places;
import io.epona.perf.workload.Sizes;
import io.epona.perf.workload.Workload;
import io.epona.perf.workload.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Workloads TWO_CONSUMERS =
            Workloads.of(10).with(new Consuming(2, Acknowledge.AUTO, 1, true, false));

    private Workload workload = TWO_CONSUMERS.build();
    private final Ledger ledger = new Ledger();
    private Receipts first = receipts(0);
    private Receipts second = receipts(1);

    private Receipts receipts(int part) {
        return new Receipts(new MessagePlan(workload), part, 1);
    }

    private void use(Workloads other) {
        workload = other.build();
        first = receipts(0);
        second = receipts(1);
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            ledger.sent();
            ledger.confirmed(1);
        }
    }

    private static void receive(Receipts receipts, int... sequences) {
        for (int sequence : sequences) {
            receipts.accept(0, sequence, 0);
        }
    }

    private Verification verify() {
        return new Verifier(workload, List.of(ledger), List.of(first, second)).verify(List.of());
    }

    @Test
    void shouldFindNothingWrongWithWhatIsShared() {
        send(6);
        receive(first, 0, 3, 5);
        receive(second, 1, 2, 4);

        assertTrue(verify().isGood(), verify().text());
        assertEquals(6, verify().received());
    }

    @Test
    void shouldFindWhatIsLostAndNameIt() {
        send(4);
        receive(first, 0, 3);

        assertEquals(2, verify().lost());
        assertFalse(verify().isGood());
        assertTrue(verify().text().contains("lost: producer=0 sequence=1"), verify().text());
    }

    @Test
    void shouldNotMissWhatIsInDoubt() {
        send(3);
        ledger.inDoubt(1);
        receive(first, 0, 2);

        assertTrue(verify().isGood(), verify().text());
        assertEquals(1, verify().inDoubt());
    }

    @Test
    void shouldFindASecondCopyAtTheSameConsumer() {
        send(3);
        receive(first, 0, 1, 2, 1);

        assertEquals(1, verify().doubled());
        assertEquals(0, verify().reordered());
    }

    @Test
    void shouldFindASecondCopyAtAnotherConsumer() {
        send(3);
        receive(first, 0, 1, 2);
        receive(second, 1);

        assertEquals(1, verify().doubled());
    }

    @Test
    void shouldFindWhatIsReordered() {
        send(3);
        receive(first, 0, 2, 1);

        assertEquals(1, verify().reordered());
        assertEquals(0, verify().lost());
    }

    @Test
    void shouldAllowHigherPrioritiesToOvertake() {
        use(TWO_CONSUMERS.with(new Content(Sizes.parse("100"), List.of(1, 8), 0)));
        send(4);

        receive(first, 1, 3, 0, 2);

        assertTrue(verify().isGood(), verify().text());
    }

    @Test
    void shouldExpectACopyForEachSubscriber() {
        use(TWO_CONSUMERS.with(new Places(true, 1)));
        send(2);
        receive(first, 0, 1);
        receive(second, 0);

        assertEquals(1, verify().lost());
        assertEquals(0, verify().doubled());
    }

    @Test
    void shouldExpectOfASelectorItsPartOnly() {
        use(Workloads.of(1).with(new Places(true, 1)).with(new Consuming(2, Acknowledge.AUTO, 1, true, true)));
        send(4);
        receive(first, 0, 2);
        receive(second, 1, 3);

        assertTrue(verify().isGood(), verify().text());
    }

    @Test
    void shouldFindWhatASelectorShouldHaveKeptBack() {
        use(Workloads.of(1).with(new Places(true, 1)).with(new Consuming(2, Acknowledge.AUTO, 1, true, true)));
        send(2);
        receive(first, 0, 1);
        receive(second, 1);

        assertEquals(1, verify().misrouted());
    }

    @Test
    void shouldFindWhatComesFromAnotherQueue() {
        use(TWO_CONSUMERS.with(new Places(false, 2)));
        send(2);
        first.accept(0, 0, 0);
        first.accept(0, 1, 0);

        assertEquals(1, verify().misrouted());
    }

    @Test
    void shouldTellOfGroupsThatWereSplit() {
        use(TWO_CONSUMERS.with(new Content(Sizes.parse("100"), List.of(4), 2)));
        send(4);
        receive(first, 0, 1, 2);
        receive(second, 3);

        assertEquals(1, verify().splitGroups());
        assertTrue(verify().isGood(), verify().text());
    }

    @Test
    void shouldTakeAnUnknownProducerForDamage() {
        send(1);
        receive(first, 0);
        first.accept(7, 0, 0);

        assertEquals(1, verify().damaged());
    }
}
