package io.epona.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.epona.perf.workload.Consuming.Acknowledge;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagePlanTest {
    @Test
    void shouldGoThroughAllCombinations() {
        MessagePlan plan = new MessagePlan(Workloads.of(1)
                .with(new Places(false, 3))
                .with(new Content(Sizes.parse("100"), List.of(0, 9), 5))
                .with(new Consuming(6, Acknowledge.AUTO, 1, true, true))
                .build());

        Set<List<Integer>> seen = new HashSet<>();
        for (long sequence = 0; sequence < 3 * 2 * 2 * 5; sequence++) {
            seen.add(List.of(plan.place(sequence), plan.priority(sequence), plan.part(sequence), plan.group(sequence)));
        }

        assertEquals(3 * 2 * 2 * 5, seen.size());
    }

    @Test
    void shouldHaveNoPartsWithoutSelectors() {
        MessagePlan plan = new MessagePlan(Workloads.of(1)
                .with(new Consuming(4, Acknowledge.AUTO, 1, true, false))
                .build());

        assertFalse(plan.hasParts());
        assertFalse(plan.hasGroups());
        assertEquals(1, plan.lanes());
    }
}
