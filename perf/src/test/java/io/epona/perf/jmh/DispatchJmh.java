package io.epona.perf.jmh;

import io.epona.broker.queue.DeliveryTarget;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.queue.QueueConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an index does for a message: it comes, is handed to a consumer, and is acknowledged. With {@code -prof gc} it tells
 * that this allocates next to nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchJmh {
    private static final int BATCH = 256;
    private static final int LENGTH = 1024;
    private static final int PRIORITY = 4;
    private static final long EVERYTHING = Long.MAX_VALUE;
    private static final int TRAITS = EntryTraits.of(1, false, 0);

    /** How many consumers take turns. */
    @Param({"1", "64"})
    private int consumers;

    /** How many messages lie in the index behind those that are handed out. */
    @Param({"0", "1000000"})
    private int backlog;

    private final List<QueueConsumer> takers = new ArrayList<>();
    private MessageQueue queue;
    private long number;
    private long handedOut;

    /** An index with consumers, and with its backlog. */
    @Setup
    public void prepare() {
        queue = new MessageQueue(1, "orders", true, work -> {});
        for (int i = 0; i < consumers; i++) {
            QueueConsumer taker = new QueueConsumer(queue, new DeliveryTarget() {
                @Override
                public boolean isWritable() {
                    return true;
                }

                @Override
                public void deliver(long deliveryId, EntryChunk chunk, int index) {
                    handedOut++;
                }
            });
            takers.add(taker);
            queue.attach(taker);
            taker.activate();
        }
        add(backlog);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            number++;
            queue.add(number, number * LENGTH, LENGTH, PRIORITY, 0, 0, TRAITS);
        }
    }

    /** A batch of messages comes and another goes. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long handOut() {
        add(BATCH);
        for (QueueConsumer taker : takers) {
            taker.addCredit(BATCH, BATCH * LENGTH);
        }
        queue.dispatch(EVERYTHING, 0, BATCH, 1, queue::remove);
        for (QueueConsumer taker : takers) {
            taker.takeInFlight(Long.MIN_VALUE, Long.MAX_VALUE, queue::remove);
        }
        return handedOut;
    }
}
