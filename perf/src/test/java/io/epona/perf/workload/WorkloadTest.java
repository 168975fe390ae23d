package io.epona.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.perf.workload.Consuming.Acknowledge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class WorkloadTest {
    @Test
    void shouldNameTheSettingThatIsOutOfRange() {
        refuses("producers=0", () -> new Sending(0, 0, 0, 0, true, 0));
        refuses("rate=-1.0", () -> new Sending(1, -1, 0, 0, true, 0));
        refuses("rate=NaN", () -> new Sending(1, Double.NaN, 0, 0, true, 0));
        refuses("queues=50001 allowed=1..50000", () -> new Places(false, 50_001));
        refuses("priorities=[10]", () -> new Content(Sizes.parse("100"), List.of(10), 0));
        refuses("duration=0", () -> new Span(0, 0, 0, false, 1));
        refuses("window=1 batch=1", () -> new Sending(1, 0, 1, 1, true, 0));
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        refuses(
                "topic=true",
                () -> Workloads.of(1)
                        .with(new Places(true, 1))
                        .with(new Span(0, 1, 0, true, 1))
                        .build());
        refuses(
                "consumers=3 queues=2",
                () -> Workloads.of(1)
                        .with(new Places(false, 2))
                        .with(new Consuming(3, Acknowledge.AUTO, 1, true, true))
                        .build());
        refuses(
                "xa=true batch=0",
                () -> Workloads.of(1)
                        .xa(1)
                        .with(new Sending(1, 0, 0, 0, true, 0))
                        .build());
        refuses(
                "consume=receive",
                () -> Workloads.of(1)
                        .with(new Places(false, 2))
                        .with(new Consuming(1, Acknowledge.AUTO, 1, false, false))
                        .build());
    }

    @Test
    void shouldCountTheDeliveriesOfAMessage() {
        Workloads topic = Workloads.of(1).with(new Places(true, 1));

        assertEquals(1, Workloads.of(1).build().deliveriesPerMessage());
        assertEquals(
                5,
                topic.with(new Consuming(5, Acknowledge.AUTO, 1, true, false))
                        .build()
                        .deliveriesPerMessage());
        assertEquals(
                1,
                topic.with(new Consuming(5, Acknowledge.AUTO, 1, true, true))
                        .build()
                        .deliveriesPerMessage());
    }

    private static void refuses(String values, Executable making) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, making);
        assertTrue(e.getMessage().contains(values), e.getMessage());
    }
}
