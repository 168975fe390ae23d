package io.epona.broker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Messages of a queue that wait for a time, or expire. */
class TimedQueueTest {
    private static final long ALL_DURABLE = Long.MAX_VALUE;
    private static final int PRIORITY = 4;

    private final Deadlines deadlines = new Deadlines();
    private final MessageQueue queue = new MessageQueue(1, IndexName.ofQueue("orders"), true, work -> {}, deadlines);
    private final List<Long> delivered = new ArrayList<>();
    private final List<Long> expired = new ArrayList<>();
    private final QueueConsumer consumer = new QueueConsumer(queue, new DeliveryTarget() {
        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void deliver(long deliveryId, EntryChunk chunk, int index) {
            delivered.add(chunk.number(index));
        }
    });

    TimedQueueTest() {
        queue.attach(consumer);
        consumer.activate();
    }

    private void add(long number, int priority, long expirationMs, long dueMs) {
        queue.add(number, number * 8, 100, priority, expirationMs, dueMs, EntryTraits.of(1, false, 0));
    }

    private void expire(EntryChunk chunk, int index) {
        expired.add(chunk.number(index));
        queue.remove(chunk, index);
    }

    private void advanceTo(long nowMs) {
        for (EntryChunk chunk = deadlines.pollDue(nowMs); chunk != null; chunk = deadlines.pollDue(nowMs)) {
            chunk.queue().onDeadline(chunk, nowMs, this::expire);
        }
    }

    private List<Long> deliver(int count, long nowMs) {
        delivered.clear();
        consumer.clearCredit();
        consumer.addCredit(count, 1 << 30);
        queue.dispatch(ALL_DURABLE, nowMs, 1_000_000, 1, this::expire);
        return List.copyOf(delivered);
    }

    @Test
    void shouldNotDeliverBeforeTheTime() {
        add(1, PRIORITY, 0, 100);
        add(2, PRIORITY, 0, 0);

        assertEquals(100, deadlines.nextMs());
        assertEquals(1, queue.delayedCount());
        assertEquals(List.of(2L), deliver(10, 99));
        advanceTo(99);
        assertEquals(List.of(), deliver(10, 99));
        advanceTo(100);
        assertEquals(List.of(1L), deliver(10, 100));
        assertEquals(Deadlines.NEVER, deadlines.nextMs());
        assertEquals(0, queue.delayedCount());
    }

    @Test
    void shouldDeliverWhatIsDueByPriorityAndNumber() {
        add(1, 2, 0, 50);
        add(2, 7, 0, 50);
        add(3, 2, 0, 0);
        add(4, 7, 0, 0);
        assertEquals(List.of(4L), deliver(1, 10));

        advanceTo(50);

        assertEquals(List.of(2L, 1L, 3L), deliver(10, 50));
    }

    @Test
    void shouldNotDeliverWhatIsDueBeforeItIsDurable() {
        add(1, PRIORITY, 0, 100);
        add(2, PRIORITY, 0, 0);
        assertEquals(List.of(2L), deliver(10, 50));

        advanceTo(100);

        delivered.clear();
        consumer.addCredit(1, 1);
        assertEquals(DispatchResult.NOT_DURABLE, queue.dispatch(8, 100, 100, 1, this::expire));
        assertEquals(DispatchResult.DONE, queue.dispatch(9, 100, 100, 1, this::expire));
        assertEquals(List.of(1L), delivered);
    }

    @Test
    void shouldShowWhatIsDueToSelectiveConsumers() {
        List<Long> selected = new ArrayList<>();
        QueueConsumer even = new QueueConsumer(
                queue,
                new DeliveryTarget() {
                    @Override
                    public boolean isWritable() {
                        return true;
                    }

                    @Override
                    public void deliver(long deliveryId, EntryChunk chunk, int index) {
                        selected.add(chunk.number(index));
                    }
                },
                (chunk, index) -> chunk.number(index) % 2 == 0);
        queue.attach(even);
        even.activate();
        even.addCredit(100, 1 << 30);
        add(1, PRIORITY, 0, 100);
        add(2, PRIORITY, 0, 100);
        add(3, PRIORITY, 0, 0);
        add(4, PRIORITY, 0, 0);
        queue.dispatch(ALL_DURABLE, 0, 100, 1, this::expire);
        assertEquals(List.of(4L), selected);

        advanceTo(100);
        queue.dispatch(ALL_DURABLE, 100, 100, 1, this::expire);

        assertEquals(List.of(4L, 2L), selected);
        assertEquals(List.of(1L, 3L), deliver(10, 100));
    }

    @Test
    void shouldExpireAtTheTimeWithoutAConsumer() {
        add(1, PRIORITY, 100, 0);
        add(2, PRIORITY, 0, 0);
        add(3, PRIORITY, 100, 200);

        advanceTo(99);
        assertEquals(List.of(), expired);
        advanceTo(100);

        assertEquals(List.of(1L, 3L), expired);
        assertEquals(1, queue.messageCount());
        assertEquals(0, queue.delayedCount());
    }

    @Test
    void shouldExpireWhatComesBackTooLate() {
        add(1, PRIORITY, 100, 0);
        assertEquals(List.of(1L), deliver(10, 50));
        advanceTo(200);
        assertEquals(List.of(), expired, "it is in flight");

        consumer.takeInFlight(1, 1, queue::putBack);
        advanceTo(200);

        assertEquals(List.of(1L), expired);
    }

    @Test
    void shouldLeaveNothingBehindWhenAllIsAcknowledged() {
        for (int i = 1; i <= 2_000; i++) {
            add(i, PRIORITY, 1_000_000 + i, 0);
        }
        deliver(2_000, 10);
        consumer.takeInFlight(1, 2_000, queue::remove);

        assertEquals(Deadlines.NEVER, deadlines.nextMs());
    }

    @Test
    void shouldForgetTheTimesOfAnIndexThatGoes() {
        add(1, PRIORITY, 100, 0);
        add(2, 9, 0, 50);

        queue.forgetDeadlines();

        assertNull(deadlines.pollDue(1_000));
    }

    @Test
    void shouldKeepWhatExpiredAndCannotGo() {
        add(1, PRIORITY, 100, 0);
        EntryChunk chunk = deadlines.pollDue(100);
        queue.onDeadline(chunk, 100, (entry, index) -> queue.keepExpired(entry, index, 300));

        assertEquals(300, deadlines.nextMs());
        assertEquals(List.of(), deliver(10, 200));
        advanceTo(300);
        assertEquals(List.of(1L), expired);
    }

    @Test
    void shouldRestoreTimesAndCounts() {
        queue.restore(5, 40, 100, PRIORITY, 0, 70, EntryTraits.of(1, false, 0));
        queue.restore(3, 24, 100, PRIORITY, 90, 0, EntryTraits.of(1, false, 0));
        queue.restore(4, 32, 100, PRIORITY, 0, 60, EntryTraits.of(1, false, 0));
        queue.restoreReturn(3, 2, 80);
        queue.restoreReturn(4, 7, 0);
        queue.restoreReturn(99, 1, 1);
        queue.finishRecovery();

        assertEquals(2, queue.delayedCount());
        assertEquals(70, deadlines.nextMs());
        queue.show(4, PRIORITY, (chunk, index) -> assertEquals(7, chunk.deliveryCount(index)));
        assertEquals(List.of(4L), deliver(10, 65));
        advanceTo(80);
        assertEquals(List.of(3L, 5L), deliver(10, 80));
    }

    @Test
    void shouldOrderRunsByTime() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<EntryChunk> chunks = new ArrayList<>();
        Map<EntryChunk, Long> expected = new java.util.IdentityHashMap<>();
        for (int i = 0; i < 300; i++) {
            chunks.add(new EntryChunk(null));
        }
        for (int step = 0; step < 20_000; step++) {
            EntryChunk chunk = chunks.get(random.nextInt(chunks.size()));
            if (random.nextInt(3) == 0) {
                deadlines.remove(chunk);
                expected.remove(chunk);
            } else {
                long timeMs = random.nextInt(1_000);
                deadlines.require(chunk, timeMs);
                expected.merge(chunk, timeMs, Math::min);
            }
            long earliest =
                    expected.values().stream().mapToLong(Long::longValue).min().orElse(Deadlines.NEVER);
            assertEquals(earliest, deadlines.nextMs(), "seed=" + seed + " step=" + step);
        }
    }

    /** Random adds, deliveries, returns with and without delay, acknowledgements and time against sorted maps. */
    @Test
    void shouldBehaveLikeASimpleModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeSet<Long> ready = new TreeSet<>();
        TreeMap<Long, Long> dues = new TreeMap<>();
        TreeMap<Long, Long> expirations = new TreeMap<>();
        TreeMap<Long, Long> inFlight = new TreeMap<>();
        long nowMs = 1;
        long lastNumber = 0;
        long lastDelivery = 0;
        for (int step = 0; step < 200_000; step++) {
            String where = "seed=" + seed + " step=" + step;
            int action = random.nextInt(100);
            if (action < 45) {
                long number = ++lastNumber;
                long dueMs = random.nextInt(3) == 0 ? nowMs + random.nextInt(300) : 0;
                long expirationMs = random.nextInt(3) == 0 ? nowMs + 1 + random.nextInt(2_000) : 0;
                add(number, PRIORITY, expirationMs, dueMs);
                if (expirationMs != 0) {
                    expirations.put(number, expirationMs);
                }
                if (dueMs == 0) {
                    ready.add(number);
                } else {
                    dues.put(number, dueMs);
                }
            } else if (action < 70) {
                List<Long> got = deliver(1, nowMs);
                assertEquals(ready.isEmpty() ? List.of() : List.of(ready.first()), got, where);
                if (!got.isEmpty()) {
                    inFlight.put(++lastDelivery, ready.pollFirst());
                }
            } else if (action < 90 && !inFlight.isEmpty()) {
                long delivery = inFlight.firstKey();
                long number = inFlight.remove(delivery);
                long delayMs = random.nextInt(200);
                long until = nowMs + delayMs;
                int how = random.nextInt(3);
                if (how == 0) {
                    consumer.takeInFlight(delivery, delivery, queue::remove);
                    expirations.remove(number);
                } else if (how == 1) {
                    consumer.takeInFlight(delivery, delivery, queue::putBack);
                    ready.add(number);
                } else {
                    consumer.takeInFlight(delivery, delivery, (chunk, index) -> queue.delay(chunk, index, until));
                    dues.put(number, until);
                }
            } else {
                nowMs += random.nextInt(20);
            }
            advanceTo(nowMs);
            age(nowMs, ready, dues, expirations);
            assertEquals(ready.size() + dues.size() + inFlight.size(), queue.messageCount(), where);
            assertEquals(dues.size(), queue.delayedCount(), where);
            assertTrue(deadlines.nextMs() > nowMs, where);
        }
    }

    private static void age(
            long nowMs, TreeSet<Long> ready, TreeMap<Long, Long> dues, TreeMap<Long, Long> expirations) {
        dues.entrySet().removeIf(due -> due.getValue() <= nowMs && ready.add(due.getKey()));
        expirations
                .entrySet()
                .removeIf(expiration -> expiration.getValue() <= nowMs
                        && (ready.remove(expiration.getKey()) || dues.remove(expiration.getKey()) != null));
    }
}
