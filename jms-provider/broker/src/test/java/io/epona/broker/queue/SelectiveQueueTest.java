package io.epona.broker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** Consumers that want some messages only. */
class SelectiveQueueTest {
    private static final long ALL_DURABLE = Long.MAX_VALUE;
    private static final int PRIORITY = 4;
    private static final int LENGTH = 100;

    private final MessageQueue queue = new MessageQueue(1, "orders", true, work -> {});

    /** A consumer with what it got, and how many messages it had to look into. */
    private final class Reader implements DeliveryTarget {
        private final List<Long> delivered = new ArrayList<>();
        private final QueueConsumer consumer;
        private int evaluations;

        Reader(LongPredicate wanted, long credit) {
            EntryFilter filter = wanted == null
                    ? null
                    : (chunk, index) -> {
                        evaluations++;
                        return wanted.test(chunk.number(index));
                    };
            consumer = new QueueConsumer(queue, this, filter);
            queue.attach(consumer);
            consumer.activate();
            consumer.addCredit(credit, 1 << 30);
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void deliver(long deliveryId, EntryChunk chunk, int index) {
            delivered.add(chunk.number(index));
        }

        void putBack(long from, long to) {
            consumer.takeInFlight(from, to, (chunk, index) -> queue.putBack(chunk, index));
        }

        void acknowledge(long from, long to) {
            consumer.takeInFlight(from, to, queue::remove);
        }
    }

    private void add(long from, long to, int priority) {
        for (long number = from; number <= to; number++) {
            queue.add(number, number * 8, LENGTH, priority, 0, 0, EntryTraits.of(1, false, 0));
        }
    }

    private DispatchResult turn(long durablePosition) {
        return queue.dispatch(durablePosition, 0, 256, 1, queue::remove);
    }

    /** As many turns as it takes; how many there were. */
    private int dispatch() {
        int turns = 1;
        while (turn(ALL_DURABLE) == DispatchResult.LIMIT) {
            turns++;
        }
        return turns;
    }

    @Test
    void shouldDeliverWhatIsWantedByPriorityThenArrival() {
        add(1, 10, PRIORITY);
        add(11, 20, 9);
        Reader even = new Reader(number -> number % 5 == 0, 10);

        dispatch();

        assertEquals(List.of(15L, 20L, 5L, 10L), even.delivered);
    }

    @Test
    void shouldWithholdDurableMessagesUntilWhatPutThemThereIsDurable() {
        add(1, 10, PRIORITY);
        queue.withhold(5, 1_000);
        Reader even = new Reader(number -> number % 2 == 0, 10);

        assertEquals(DispatchResult.NOT_DURABLE, turn(1_000));
        assertEquals(List.of(2L, 4L), even.delivered);
        turn(1_001);
        assertEquals(List.of(2L, 4L, 6L, 8L, 10L), even.delivered);
    }

    @Test
    void shouldLookAtEachMessageOnce() {
        add(1, 100_000, PRIORITY);
        Reader rare = new Reader(number -> number == 70_000 || number > 100_000, 10);

        int turns = dispatch();
        assertEquals(List.of(70_000L), rare.delivered);
        assertEquals(100_000, rare.evaluations);
        assertTrue(turns >= 100, "a turn looks at about a thousand: turns=" + turns);

        add(100_001, 100_001, PRIORITY);
        dispatch();
        assertEquals(List.of(70_000L, 100_001L), rare.delivered);
        assertEquals(100_001, rare.evaluations);

        rare.putBack(1, 1);
        dispatch();
        assertEquals(List.of(70_000L, 100_001L, 70_000L), rare.delivered);
        assertEquals(100_002, rare.evaluations);
    }

    @Test
    void shouldServeOthersWhileOneScans() {
        add(1, 10_000, PRIORITY);
        Reader never = new Reader(number -> false, 10);
        Reader plain = new Reader(null, 10);

        assertEquals(DispatchResult.LIMIT, turn(ALL_DURABLE));

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), plain.delivered);
        assertTrue(never.evaluations <= 1000, "evaluations=" + never.evaluations);
        dispatch();
        assertTrue(never.evaluations >= 9_990 && never.evaluations <= 10_000, "evaluations=" + never.evaluations);
    }

    @Test
    void shouldShareTheTurnsBetweenScans() {
        add(1, 5_000, PRIORITY);
        Reader first = new Reader(number -> false, 1);
        Reader second = new Reader(number -> false, 1);

        turn(ALL_DURABLE);
        turn(ALL_DURABLE);

        assertTrue(first.evaluations > 0 && first.evaluations == second.evaluations, "fair: " + first.evaluations);
    }

    @Test
    void shouldChargeLongMessagesMore() {
        for (long number = 1; number <= 100; number++) {
            queue.add(number, number * 8, 16 << 20, PRIORITY, 0, 0, EntryTraits.of(1, false, 0));
        }
        Reader never = new Reader(number -> false, 1);

        turn(ALL_DURABLE);

        assertEquals(1, never.evaluations);
    }

    @Test
    void shouldChargeSelectorsByTheirCostAndShareTheCycle() {
        add(1, 5_000, PRIORITY);
        int[] evaluations = new int[1];
        Reader reader = new Reader(null, 0);
        QueueConsumer costly = new QueueConsumer(queue, reader, new EntryFilter() {
            @Override
            public boolean matches(EntryChunk chunk, int index) {
                evaluations[0]++;
                return false;
            }

            @Override
            public int cost() {
                return 2_000;
            }
        });
        queue.attach(costly);
        costly.activate();
        costly.addCredit(1, 1);
        turn(ALL_DURABLE);
        assertEquals(8, evaluations[0]);

        queue.detach(costly);
        Reader cheap = new Reader(number -> false, 1);
        queue.dispatch(ALL_DURABLE, 0, 256, 1_000, queue::remove);
        assertTrue(cheap.evaluations > 20 && cheap.evaluations < 40, "evaluations=" + cheap.evaluations);
    }

    @Test
    void shouldGiveTheRestToThePlainConsumerInOrder() {
        add(1, 1_000, PRIORITY);
        Reader tenth = new Reader(number -> number % 10 == 0, 1_000);
        Reader plain = new Reader(null, 2_000);

        dispatch();

        List<Long> sorted = plain.delivered.stream().sorted().toList();
        assertEquals(sorted, plain.delivered);
        assertTrue(tenth.delivered.stream().allMatch(number -> number % 10 == 0));
        assertEquals(1_000, tenth.delivered.size() + plain.delivered.size());
        assertTrue(tenth.delivered.size() > 40, "taken=" + tenth.delivered.size());
    }

    @Test
    void shouldGetWhatAnotherConsumerPutsBack() {
        add(1, 20, PRIORITY);
        Reader plain = new Reader(null, 20);
        dispatch();
        Reader tenth = new Reader(number -> number % 10 == 0, 20);
        dispatch();
        assertEquals(List.of(), tenth.delivered);
        assertEquals(0, tenth.evaluations, "all are in flight");

        plain.consumer.deactivate();
        plain.putBack(1, 20);
        dispatch();

        assertEquals(List.of(10L, 20L), tenth.delivered);
        assertEquals(20, tenth.evaluations);
    }

    @Test
    void shouldHeedCredit() {
        add(1, 100, PRIORITY);
        Reader even = new Reader(number -> number % 2 == 0, 1);
        dispatch();
        assertEquals(List.of(2L), even.delivered);

        even.consumer.addCredit(2, 1 << 20);
        dispatch();

        assertEquals(List.of(2L, 4L, 6L), even.delivered);
        assertEquals(6, even.evaluations);
    }

    @Test
    void shouldWaitForTheDisk() {
        add(1, 4, PRIORITY);
        Reader even = new Reader(number -> number % 2 == 0, 10);

        assertEquals(DispatchResult.NOT_DURABLE, turn(3 * 8));
        assertEquals(List.of(2L), even.delivered);
        assertEquals(DispatchResult.DONE, turn(ALL_DURABLE));
        assertEquals(List.of(2L, 4L), even.delivered);
    }

    @Test
    void shouldDropWhatHasExpiredOnItsWay() {
        queue.add(1, 8, LENGTH, PRIORITY, 1_000, 0, EntryTraits.of(1, false, 0));
        queue.add(2, 16, LENGTH, PRIORITY, 0, 0, EntryTraits.of(1, false, 0));
        Reader all = new Reader(number -> true, 10);

        queue.dispatch(ALL_DURABLE, 1_000, 256, 1, queue::remove);

        assertEquals(List.of(2L), all.delivered);
        assertEquals(1, queue.messageCount());
    }

    @Test
    void shouldForgetAConsumerThatClosesWhileItScans() {
        add(1, 10_000, PRIORITY);
        Reader never = new Reader(number -> false, 10);
        Reader even = new Reader(number -> number % 2 == 0, 20_000);
        turn(ALL_DURABLE);

        queue.detach(never.consumer);
        int evaluations = never.evaluations;
        dispatch();

        assertEquals(evaluations, never.evaluations);
        assertEquals(5_000, even.delivered.size());
        even.putBack(1, 5_000);
        dispatch();
        assertEquals(10_000, even.delivered.size());
        assertEquals(evaluations, never.evaluations);
    }

    @Test
    void shouldGoOnOverChunksThatAreGone() {
        add(1, 2_000, PRIORITY);
        Reader late = new Reader(number -> number > 1_990, 100);
        turn(ALL_DURABLE);
        for (long number = 1; number <= 1_900; number++) {
            queue.removeNumber(number);
        }

        dispatch();

        assertEquals(10, late.delivered.size());
    }

    @Test
    void shouldWalkInOrderOfDeliveryFromWhereItStood() {
        add(1, 600, PRIORITY);
        add(601, 1_300, 7);
        add(1_301, 1_310, PRIORITY);
        Reader plain = new Reader(null, 5);
        dispatch();
        plain.acknowledge(1, 2);
        List<Long> seen = new ArrayList<>();
        ScanBudget budget = new ScanBudget();
        long lastNumber = 5_000;
        QueueWalk walk = new QueueWalk(queue, 1_305, 9, 0);
        while (!walk.isAtEnd()) {
            budget.refill(1);
            for (int i = 0; i < 7 && walk.next(budget); i++) {
                seen.add(walk.number());
                assertEquals(walk.number(), walk.chunk().number(walk.index()));
            }
            add(++lastNumber, lastNumber, 9);
            queue.removeNumber(300);
            walk = walk.isAtEnd() ? walk : new QueueWalk(queue, 1_305, walk.priority(), walk.number());
        }

        List<Long> expected = new ArrayList<>();
        for (long number = 603; number <= 1_300; number++) {
            expected.add(number);
        }
        for (long number = 1; number <= 600; number++) {
            if (number != 300) {
                expected.add(number);
            }
        }
        for (long number = 1_301; number <= 1_305; number++) {
            expected.add(number);
        }
        assertEquals(expected, seen);
    }

    /** Random adds, deliveries, acknowledgements, returns and removals by two selective readers and a plain one. */
    @Test
    void shouldLoseNothingAndScanNothingTwice() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LongPredicate[] wants = {number -> number % 3 == 0, number -> number % 5 == 0, number -> true};
        Reader[] readers = {new Reader(wants[0], 0), new Reader(wants[1], 0), new Reader(null, 0)};
        TreeMap<Long, Boolean> ready = new TreeMap<>();
        List<TreeMap<Long, Long>> inFlight = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        long[] lastDelivery = new long[3];
        long lastNumber = 0;
        int returns = 0;
        for (int step = 0; step < 50_000; step++) {
            String at = "seed=" + seed + " step=" + step;
            int who = random.nextInt(3);
            int action = random.nextInt(100);
            TreeMap<Long, Long> held = inFlight.get(who);
            if (action < 35) {
                lastNumber += 1 + random.nextInt(2);
                add(lastNumber, lastNumber, PRIORITY);
                ready.put(lastNumber, true);
            } else if (action < 75) {
                Reader reader = readers[who];
                reader.delivered.clear();
                reader.consumer.addCredit(1, 1 << 20);
                dispatch();
                LongPredicate want = wants[who];
                Long expected =
                        ready.keySet().stream().filter(want::test).findFirst().orElse(null);
                assertEquals(expected == null ? List.of() : List.of(expected), reader.delivered, at);
                reader.consumer.clearCredit();
                if (expected != null) {
                    ready.remove(expected);
                    held.put(++lastDelivery[who], expected);
                }
            } else if (action < 97 && !held.isEmpty()) {
                long delivery = held.firstKey() + random.nextInt(3);
                Long number = held.remove(delivery);
                if (number != null && random.nextInt(3) == 0) {
                    readers[who].putBack(delivery, delivery);
                    ready.put(number, true);
                    returns++;
                } else {
                    readers[who].acknowledge(delivery, delivery);
                }
            } else if (!ready.isEmpty()) {
                queue.removeNumber(ready.pollFirstEntry().getKey());
            }
        }
        assertTrue(readers[0].evaluations <= lastNumber + returns, "seed=" + seed);
    }
}
