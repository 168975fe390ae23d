package io.epona.broker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
    private static final long ALL_DURABLE = Long.MAX_VALUE;

    private final MessageQueue queue = new MessageQueue(1, "orders", true, work -> {});
    private final List<Long> delivered = new ArrayList<>();

    private final class Recorder implements DeliveryTarget {
        private boolean isWritable = true;

        @Override
        public boolean isWritable() {
            return isWritable;
        }

        @Override
        public void deliver(long deliveryId, EntryChunk chunk, int index) {
            delivered.add(chunk.number(index));
        }
    }

    private QueueConsumer consumer(long credit) {
        QueueConsumer consumer = new QueueConsumer(queue, new Recorder());
        queue.attach(consumer);
        consumer.activate();
        consumer.addCredit(credit, 1 << 30);
        return consumer;
    }

    private void add(long number, int priority) {
        queue.add(number, number * 8, 100, priority, 0, 0, EntryTraits.of(1, false, 0));
    }

    private DispatchResult dispatch(long durablePosition) {
        return queue.dispatch(durablePosition, 0, 1_000_000, 1, (chunk, index) -> queue.remove(chunk, index));
    }

    @Test
    void shouldDeliverByPriorityThenArrival() {
        add(1, 4);
        add(2, 9);
        add(3, 4);
        add(4, 0);
        consumer(10);

        dispatch(ALL_DURABLE);

        assertEquals(List.of(2L, 1L, 3L, 4L), delivered);
    }

    @Test
    void shouldNotDeliverBeforeTheMessageIsDurable() {
        add(1, 4);
        add(2, 4);
        consumer(10);

        assertEquals(DispatchResult.NOT_DURABLE, dispatch(16));
        assertEquals(List.of(1L), delivered);
        assertEquals(DispatchResult.DONE, dispatch(17));
        assertEquals(List.of(1L, 2L), delivered);
    }

    @Test
    void shouldWithholdDurableMessagesUntilWhatPutThemThereIsDurable() {
        for (int i = 1; i <= 6; i++) {
            add(i, 4);
        }
        queue.withhold(3, 100);
        queue.withhold(5, 200);
        consumer(10);

        assertEquals(DispatchResult.NOT_DURABLE, dispatch(100));
        assertEquals(List.of(1L, 2L), delivered);
        assertEquals(DispatchResult.NOT_DURABLE, dispatch(101));
        assertEquals(List.of(1L, 2L, 3L, 4L), delivered);
        assertEquals(DispatchResult.DONE, dispatch(201));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), delivered);
    }

    @Test
    void shouldStopAtTheCreditAndGoOnWithMore() {
        for (int i = 1; i <= 5; i++) {
            add(i, 4);
        }
        QueueConsumer consumer = consumer(2);

        dispatch(ALL_DURABLE);
        assertEquals(List.of(1L, 2L), delivered);

        consumer.addCredit(1, 1);
        dispatch(ALL_DURABLE);
        assertEquals(List.of(1L, 2L, 3L), delivered);
    }

    @Test
    void shouldNotKeepAConsumerInLineThatIsDetached() {
        List<MessageQueue> scheduled = new ArrayList<>();
        MessageQueue idle = new MessageQueue(1, "orders", true, scheduled::add);
        QueueConsumer consumer = new QueueConsumer(idle, new Recorder());
        idle.attach(consumer);
        consumer.activate();
        consumer.addCredit(10, 1 << 30);

        idle.detach(consumer);
        scheduled.clear();
        idle.add(1, 8, 100, 4, 0, 0, EntryTraits.of(1, false, 0));

        assertFalse(consumer.isInLine());
        assertEquals(List.of(), scheduled);
    }

    @Test
    void shouldServeAsBeforeAfterItWasIdle() {
        add(1, 4);
        QueueConsumer first = consumer(10);
        dispatch(ALL_DURABLE);
        queue.detach(first);
        first.takeInFlight(1, 1, queue::remove);

        add(2, 4);
        add(3, 9);
        QueueConsumer second = consumer(10);
        dispatch(ALL_DURABLE);
        second.takeInFlight(1, 1, queue::putBack);
        dispatch(ALL_DURABLE);

        assertEquals(List.of(1L, 3L, 2L, 3L), delivered);
        assertEquals(2, queue.messageCount());
    }

    @Test
    void shouldKeepWhatComesBackWhenAllAroundItIsGone() {
        QueueConsumer consumer = consumer(1_000);
        for (int i = 1; i <= 300; i++) {
            add(i, 4);
            dispatch(ALL_DURABLE);
            if (i != 70) {
                consumer.takeInFlight(i, i, queue::remove);
            }
        }

        consumer.takeInFlight(70, 70, queue::putBack);
        add(301, 4);
        dispatch(ALL_DURABLE);

        assertEquals(List.of(70L, 301L), delivered.subList(300, 302));
        assertEquals(2, queue.messageCount());
    }

    @Test
    void shouldGiveConsumersTheirTurns() {
        List<Long> other = new ArrayList<>();
        QueueConsumer first = consumer(10);
        QueueConsumer second = new QueueConsumer(queue, new DeliveryTarget() {
            @Override
            public boolean isWritable() {
                return true;
            }

            @Override
            public void deliver(long deliveryId, EntryChunk chunk, int index) {
                other.add(chunk.number(index));
            }
        });
        queue.attach(second);
        second.activate();
        second.addCredit(10, 1 << 30);
        for (int i = 1; i <= 4; i++) {
            add(i, 4);
        }

        dispatch(ALL_DURABLE);

        assertEquals(List.of(1L, 3L), delivered);
        assertEquals(List.of(2L, 4L), other);
        assertEquals(2, first.inFlightCount());
    }

    @Test
    void shouldDeliverReturnedMessagesFirstAndInOrder() {
        for (int i = 1; i <= 6; i++) {
            add(i, 4);
        }
        QueueConsumer consumer = consumer(4);
        dispatch(ALL_DURABLE);
        consumer.takeInFlight(3, 4, (chunk, index) -> queue.putBack(chunk, index));
        consumer.takeInFlight(1, 2, (chunk, index) -> queue.putBack(chunk, index));
        delivered.clear();

        consumer.addCredit(10, 1000);
        dispatch(ALL_DURABLE);

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), delivered);
    }

    @Test
    void shouldKeepOrderWhenAHeldMessageAheadComesBack() {
        for (int i = 1; i <= 4; i++) {
            add(i, 4);
        }
        QueueConsumer holder = new QueueConsumer(queue, new Recorder());
        queue.attach(holder);
        assertTrue(queue.lockHeld(3, (chunk, index) -> holder.hold(1, chunk, index)));
        holder.takeInFlight(1, 1, (chunk, index) -> queue.putBack(chunk, index));

        consumer(10);
        dispatch(ALL_DURABLE);

        assertEquals(List.of(1L, 2L, 3L, 4L), delivered);
    }

    @Test
    void shouldGoOnWhenThereIsRoomInFlightAgain() {
        QueueConsumer consumer = consumer(10);
        consumer.limitInFlight(2);
        for (int i = 1; i <= 4; i++) {
            add(i, 4);
        }
        dispatch(ALL_DURABLE);
        assertEquals(List.of(1L, 2L), delivered);

        consumer.takeInFlight(1, 1, queue::remove);
        dispatch(ALL_DURABLE);

        assertEquals(List.of(1L, 2L, 3L), delivered);
    }

    @Test
    void shouldRefuseToLetTwoHoldOneMessage() {
        add(1, 4);
        consumer(1);
        dispatch(ALL_DURABLE);
        QueueConsumer other = new QueueConsumer(queue, new Recorder());

        assertFalse(queue.lockHeld(1, (chunk, index) -> other.hold(1, chunk, index)));
        assertTrue(queue.lockHeld(77, (chunk, index) -> other.hold(2, chunk, index)), "what is gone is not refused");
    }

    @Test
    void shouldWaitForHolders() {
        add(1, 4);
        queue.awaitHolder("client");
        consumer(1);

        dispatch(ALL_DURABLE);
        assertEquals(List.of(), delivered);

        queue.endAwait("client");
        dispatch(ALL_DURABLE);
        assertEquals(List.of(1L), delivered);
    }

    /** Random adds, deliveries, acknowledgements, returns and recoveries against a sorted map. */
    @Test
    void shouldBehaveLikeASortedMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<Long, Boolean> ready = new TreeMap<>();
        TreeMap<Long, Long> inFlight = new TreeMap<>();
        QueueConsumer consumer = consumer(0);
        long lastNumber = 0;
        long lastDelivery = 0;
        for (int step = 0; step < 200_000; step++) {
            int action = random.nextInt(100);
            if (action < 40) {
                lastNumber += 1 + random.nextInt(3);
                add(lastNumber, 4);
                ready.put(lastNumber, true);
            } else if (action < 75 && !ready.isEmpty()) {
                delivered.clear();
                consumer.addCredit(1, 1 << 20);
                dispatch(ALL_DURABLE);
                assertEquals(List.of(ready.firstKey()), delivered, "seed=" + seed + " step=" + step);
                inFlight.put(++lastDelivery, ready.pollFirstEntry().getKey());
            } else if (action < 95 && !inFlight.isEmpty()) {
                long from = inFlight.firstKey() + random.nextInt(4);
                long to = from + random.nextInt(4);
                boolean isReturned = random.nextInt(4) == 0;
                for (Long number :
                        List.copyOf(inFlight.subMap(from, true, to, true).values())) {
                    if (isReturned) {
                        ready.put(number, true);
                    }
                }
                inFlight.subMap(from, true, to, true).clear();
                consumer.takeInFlight(from, to, (chunk, index) -> {
                    if (isReturned) {
                        queue.putBack(chunk, index);
                    } else {
                        queue.remove(chunk, index);
                    }
                });
            } else if (!ready.isEmpty()) {
                long number = ready.lastKey();
                ready.remove(number);
                queue.removeNumber(number);
            }
            assertEquals(ready.size() + inFlight.size(), queue.messageCount(), "seed=" + seed + " step=" + step);
        }
    }
}
