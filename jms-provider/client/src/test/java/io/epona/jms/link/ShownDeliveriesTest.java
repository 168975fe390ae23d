package io.epona.jms.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShownDeliveriesTest {
    private static final int MANY = 1_000_000;

    private final ShownDeliveries deliveries = new ShownDeliveries();

    private void add(long from, long to) {
        for (long id = from; id <= to; id++) {
            deliveries.add(id, 100 + id, true);
        }
    }

    private List<Long> ids() {
        List<Long> ids = new ArrayList<>();
        deliveries.forEach((id, messageNumber) -> {
            assertEquals(100 + id, messageNumber);
            ids.add(id);
        });
        assertEquals(ids.size(), deliveries.count());
        assertEquals(ids.isEmpty(), deliveries.isEmpty());
        return ids;
    }

    @Test
    void shouldShowWhatIsLeftInOrder() {
        add(1, 5);

        assertEquals(2, deliveries.remove(2, 3));

        assertEquals(List.of(1L, 4L, 5L), ids());
        assertFalse(deliveries.contains(3));
        assertTrue(deliveries.contains(4));
        assertFalse(deliveries.contains(6));
    }

    @Test
    void shouldBeginAndEndWithWhatIsThere() {
        add(1, 6);
        deliveries.remove(2, 2);
        deliveries.remove(5, 5);

        deliveries.remove(1, 1);
        deliveries.remove(6, 6);

        assertEquals(3, deliveries.firstId());
        assertEquals(4, deliveries.lastId());
    }

    @Test
    void shouldTakeNothingTwice() {
        add(1, 3);
        assertEquals(1, deliveries.remove(2, 2));

        assertEquals(0, deliveries.remove(2, 2));
        assertEquals(0, deliveries.remove(4, 9));
        assertEquals(2, deliveries.remove(Long.MIN_VALUE, Long.MAX_VALUE));
        assertEquals(List.of(), ids());
    }

    @Test
    void shouldNotNameMessagesThatAreLost() {
        add(1, 2);
        deliveries.add(3, 103, false);
        add(4, 4);
        assertEquals(List.of(1L, 2L, 3L, 4L), ids());

        deliveries.loseVolatile();
        deliveries.add(5, 105, false);

        List<Long> named = new ArrayList<>();
        deliveries.forEach((id, messageNumber) -> named.add(messageNumber));
        assertEquals(List.of(101L, 102L, 104L, 105L), named);
        assertEquals(5, deliveries.count());
        assertTrue(deliveries.contains(3));
        assertEquals(3, deliveries.remove(2, 4));
    }

    @Test
    void shouldHoldAMillion() {
        add(1, 10);
        deliveries.remove(1, 10);
        add(11, MANY);
        assertEquals(MANY - 10, deliveries.count());

        for (long id = 12; id <= MANY; id += 2) {
            assertEquals(1, deliveries.remove(id, id));
        }
        assertEquals(MANY / 2 - 5, deliveries.count());
        deliveries.remove(11, MANY - 2);

        assertEquals(List.of(MANY - 1L), ids());
        deliveries.remove(MANY - 1, MANY);
        add(MANY + 1, MANY + 2);
        assertEquals(List.of(MANY + 1L, MANY + 2L), ids());
    }

    @Test
    void shouldDoAsASortedMapDoes() {
        long seed = Long.getLong("epona.seed", System.nanoTime());
        Random random = new Random(seed);
        TreeMap<Long, Long> expected = new TreeMap<>();
        long next = 1;
        for (int round = 0; round < 20_000; round++) {
            if (random.nextInt(3) > 0) {
                expected.put(next, 100 + next);
                deliveries.add(next, 100 + next, true);
                next += 1 + random.nextInt(3);
            } else {
                long from = next - random.nextInt(60);
                long to = from + random.nextInt(random.nextInt(10) == 0 ? 60 : 3);
                int before = expected.size();
                expected.subMap(from, true, to, true).clear();
                assertEquals(before - expected.size(), deliveries.remove(from, to), "seed=" + seed);
            }
            long asked = next - random.nextInt(60);
            assertEquals(expected.containsKey(asked), deliveries.contains(asked), "seed=" + seed);
            if (!expected.isEmpty()) {
                assertEquals(expected.firstKey(), deliveries.firstId(), "seed=" + seed);
                assertEquals(expected.lastKey(), deliveries.lastId(), "seed=" + seed);
            }
        }
        assertEquals(List.copyOf(expected.keySet()), ids(), "seed=" + seed);
    }
}
