package io.epona.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.perf.workload.Consuming;
import io.epona.perf.workload.Consuming.Acknowledge;
import io.epona.perf.workload.Content;
import io.epona.perf.workload.Places;
import io.epona.perf.workload.Sending;
import io.epona.perf.workload.Sizes;
import io.epona.perf.workload.Span;
import io.epona.perf.workload.Workloads;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of workload, briefly, against a real broker. */
class LoadRunTest extends BrokerTest {
    private static final int MESSAGES = 300;

    static Stream<Arguments> shouldDeliverAll() {
        Workloads small = Workloads.of(MESSAGES);
        Consuming three = new Consuming(3, Acknowledge.AUTO, 1, true, false);
        return Stream.of(
                Arguments.of("closed loop", small),
                Arguments.of("window", small.with(new Sending(2, 0, 16, 0, true, 0))),
                Arguments.of(
                        "transacted",
                        small.with(new Sending(1, 0, 0, 7, true, 0))
                                .with(new Consuming(1, Acknowledge.TRANSACTED, 7, false, false))),
                Arguments.of("XA", small.xa(1)),
                Arguments.of("XA in batches", small.xa(7)),
                Arguments.of(
                        "CLIENT acknowledgement", small.with(new Consuming(1, Acknowledge.CLIENT, 10, false, false))),
                Arguments.of("DUPS_OK", small.with(new Consuming(1, Acknowledge.DUPS_OK, 1, true, false))),
                Arguments.of("receive", small.with(new Consuming(2, Acknowledge.AUTO, 1, false, false))),
                Arguments.of(
                        "non-persistent",
                        small.with(new Sending(3, 0, 0, 0, false, 100)).with(three)),
                Arguments.of("topic", small.with(new Places(true, 2)).with(three)),
                Arguments.of(
                        "topic with selectors",
                        small.with(new Places(true, 1)).with(new Consuming(3, Acknowledge.AUTO, 1, true, true))),
                Arguments.of(
                        "queues with selectors",
                        small.with(new Places(false, 2)).with(new Consuming(4, Acknowledge.AUTO, 1, true, true))),
                Arguments.of("many queues", small.with(new Places(false, 50)).with(three)),
                Arguments.of(
                        "sizes and priorities",
                        small.with(new Content(Sizes.parse("40-300:9,20k:1"), List.of(0, 4, 9), 0))),
                Arguments.of("groups", small.with(new Content(Sizes.parse("100"), List.of(4), 5))),
                Arguments.of("open loop", small.with(new Sending(2, 2_000, 0, 0, true, 0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldDeliverAll(String kind, Workloads workload) throws Exception {
        LoadOutcome outcome = run(workload.build());

        assertTrue(outcome.verification().isGood(), outcome.verification().text());
        assertEquals(MESSAGES, outcome.verification().sent());
        assertEquals(
                MESSAGES * workload.build().deliveriesPerMessage(),
                outcome.verification().received());
        assertEquals(MESSAGES, outcome.sends().getTotalCount());
        assertEquals(outcome.verification().received(), outcome.deliveries().getTotalCount());
        assertTrue(outcome.rates().sentPerS() > 0);
    }

    @Test
    void shouldDrainABacklog() throws Exception {
        LoadOutcome outcome = run(Workloads.of(MESSAGES)
                .with(new Span(0, 20_000, MESSAGES, true, 3_000))
                .build());

        assertTrue(outcome.verification().isGood(), outcome.verification().text());
        assertEquals(MESSAGES, outcome.verification().received());
        assertTrue(outcome.rates().drainedPerS() > 0);
        assertEquals(0, outcome.rates().receivedPerS());
        assertEquals(0, outcome.deliveries().getTotalCount());
    }

    @Test
    void shouldMeasureWhatIsMeantToBeSentAfterTheWarmUpOnly() throws Exception {
        LoadOutcome outcome = run(Workloads.of(0)
                .with(new Sending(1, 200, 0, 0, true, 0))
                .with(new Span(500, 500, 0, false, 3_000))
                .build());

        assertTrue(outcome.verification().isGood(), outcome.verification().text());
        // On a busy machine the schedule may be cut short at its end, but not at its start.
        long warmUp = outcome.verification().sent() - outcome.sends().getTotalCount();
        assertEquals(100, warmUp, 2);
        assertEquals(outcome.sends().getTotalCount(), outcome.deliveries().getTotalCount());
    }

    @Test
    void shouldMarkARateThatItMissed() throws Exception {
        LoadOutcome outcome = run(Workloads.of(0)
                .with(new Sending(1, 50_000_000, 0, 0, true, 0))
                .with(new Span(0, 500, 0, false, 3_000))
                .build());

        assertTrue(outcome.rates().isMissed(), outcome.rates().toString());
        assertTrue(outcome.verification().isGood(), outcome.verification().text());
        // The schedule does not wait: messages sent at the end are late by nearly the whole run.
        assertTrue(outcome.sends().getMaxValue() > 300_000_000L);
    }
}
