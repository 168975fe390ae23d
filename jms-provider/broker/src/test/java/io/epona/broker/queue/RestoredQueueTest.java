package io.epona.broker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What recovery does to an index: messages come in any order, are said again, and go. */
class RestoredQueueTest {
    private static final int PRIORITY = 4;

    private final MessageQueue queue = new MessageQueue(1, "orders", true, work -> {});

    private void restore(long number, long position) {
        queue.restore(number, position, 100, PRIORITY, 0, 0, EntryTraits.of(1, false, 0));
    }

    private Map<Long, Long> positions() {
        Map<Long, Long> positions = new TreeMap<>();
        queue.forEach((chunk, index) -> positions.put(chunk.number(index), chunk.position(index)));
        return positions;
    }

    private List<Long> deliver() {
        List<Long> delivered = new ArrayList<>();
        QueueConsumer consumer = new QueueConsumer(queue, new DeliveryTarget() {
            @Override
            public boolean isWritable() {
                return true;
            }

            @Override
            public void deliver(long deliveryId, EntryChunk chunk, int index) {
                delivered.add(chunk.number(index));
            }
        });
        queue.attach(consumer);
        consumer.activate();
        consumer.addCredit(100_000, 1 << 30);
        queue.dispatch(Long.MAX_VALUE, 0, 100_000, 1, (chunk, index) -> {});
        return delivered;
    }

    @Test
    void shouldDeliverRelocatedMessagesInTheirPlace() {
        for (long number = 1_000; number < 3_000; number++) {
            restore(number, number * 8);
        }
        for (long number = 1; number < 1_000; number++) {
            restore(number, 100_000 + number * 8);
        }
        restore(1_500, 200_000);
        queue.finishRecovery();

        assertEquals(2_999, queue.messageCount());
        assertEquals(200_000, positions().get(1_500L));
        List<Long> expected = new ArrayList<>(positions().keySet());
        assertEquals(expected, deliver());
    }

    @Test
    void shouldKeepTheDeliveryCountOfAMessageThatIsSaidAgain() {
        queue.restore(1, 8, 100, PRIORITY, 0, 0, EntryTraits.of(1, false, 3));
        queue.restore(1, 16, 100, PRIORITY, 0, 0, EntryTraits.of(2, false, 0));

        queue.show(1, PRIORITY, (chunk, index) -> {
            assertEquals(3, chunk.deliveryCount(index));
            assertEquals(16, chunk.position(index));
            assertEquals(2, EntryTraits.shares(chunk.traits(index)));
        });
    }

    @Test
    void shouldHoldWhatWasSaidLastWhateverTheOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, Long> model = new TreeMap<>();
        List<Long> numbers = new ArrayList<>();
        for (long number = 1; number <= 5_000; number++) {
            numbers.add(number);
        }
        for (int block = 0; block < 10; block++) {
            Collections.shuffle(numbers.subList(block * 500, (block + 1) * 500), random);
        }
        for (int i = 0; i < 20_000; i++) {
            long number = i < 5_000 ? numbers.get(i) : 1 + random.nextInt(5_000);
            if (i >= 5_000 && random.nextBoolean()) {
                queue.removeNumber(number);
                model.remove(number);
            } else {
                restore(number, i * 8L);
                model.put(number, i * 8L);
            }
        }
        queue.finishRecovery();

        assertEquals(model, positions(), "seed=" + seed);
        assertEquals(model.size(), queue.messageCount(), "seed=" + seed);
        assertEquals(new ArrayList<>(model.keySet()), deliver(), "seed=" + seed);
    }

    @Test
    void shouldWalkThroughAllRunsWhileTheIndexChanges() {
        for (long number = 1; number <= 2_000; number++) {
            restore(number, number * 8);
        }
        queue.finishRecovery();
        List<Long> seen = new ArrayList<>();

        long last = 0;
        for (EntryChunk chunk = queue.chunkAfter(PRIORITY, last);
                chunk != null;
                chunk = queue.chunkAfter(PRIORITY, last)) {
            for (int i = 0; i < chunk.size(); i++) {
                last = chunk.number(i);
                seen.add(last);
            }
            for (long number = 1; number <= 600; number++) {
                queue.removeNumber(number);
            }
        }

        assertEquals(2_000, seen.size());
    }
}
