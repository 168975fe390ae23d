package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.CheckpointSink;
import io.epona.broker.store.ConnectionId;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.Producers;
import io.epona.journal.CheckpointWriter;
import io.epona.journal.Journal;
import io.epona.protocol.Durability;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes the broker's state beside the journal from time to time, so that a start need not read all of the log. It does so
 * in steps that pass between two frames, while the state changes: whoever reads the checkpoint applies all effects since it
 * was begun, and since each of them says what is, it does not matter which of them the checkpoint contains already.
 */
final class Checkpoints {
    /** How much of the state one step writes, in entries; an index costs something even if it is empty. */
    private static final int STEP_LIMIT = 16_384;

    private static final int INDEX_COST = 16;
    private static final int STATEMENT_COST = 16;

    /** A checkpoint is due when the log since the last one is this many times as long as that was... */
    private static final int INTERVAL_FACTOR = 4;

    /** ...but not before this many segments are full. */
    private static final int INTERVAL_SEGMENTS = 2;

    /** How much log since the last checkpoint makes another one worth while as the broker stops. */
    private static final long WORTHWHILE_LENGTH = 1024 * 1024;

    private final Journal journal;
    private final Destinations destinations;
    private final Producers producers;
    private final Publisher publisher;
    private final Connections connections;
    private final BranchStore branches;
    private final LargeTransactions large;
    private final EffectWriter effects = new EffectWriter(Durability.OS);

    private long lastPosition;
    private long lastLength;
    private long position;
    private CheckpointWriter writer;
    private CheckpointSink sink;
    private Iterator<Consumer<EffectWriter>> statements;
    private Iterator<MessageQueue> queues;
    private MessageQueue queue;
    private int priority;
    private long number;
    private boolean isCommitted;

    Checkpoints(Journal journal, Services services, Connections connections, Recovery recovery) {
        this.journal = journal;
        destinations = services.destinations();
        producers = services.producers();
        publisher = services.publisher();
        this.connections = connections;
        branches = services.branches().store();
        large = services.large();
        lastPosition = recovery.checkpointPosition();
        lastLength = recovery.checkpointLength();
    }

    /**
     * Does one step if there is something to do.
     *
     * @return whether another step should follow
     */
    boolean step() {
        if (writer == null) {
            if (!isDue()) {
                return false;
            }
            begin();
        } else if (isCommitted) {
            if (writer.isDone()) {
                end();
            }
            return false;
        }
        if (writer.failure() != null) {
            end();
            return false;
        }
        if (!writer.isSaturated() && !writeSome(STEP_LIMIT)) {
            commit();
        }
        return !isCommitted;
    }

    private boolean isDue() {
        long interval = Math.max((long) INTERVAL_SEGMENTS * journal.segmentLength(), INTERVAL_FACTOR * lastLength);
        return journal.appendPosition() - lastPosition >= interval;
    }

    private void begin() {
        position = journal.appendPosition();
        writer = journal.beginCheckpoint();
        sink = new CheckpointSink(writer);
        effects.open(sink);
        isCommitted = false;
        writeNumbers();
        statements = Stream.of(
                        destinations.statements(),
                        producers.statements(),
                        connections.statements(),
                        large.statements(),
                        branches.statements())
                .flatMap(List::stream)
                .iterator();
        queues = destinations.durableQueuesNow().iterator();
        nextQueue();
    }

    private void writeNumbers() {
        effects.numbersGiven(publisher.lastNumber(), destinations.lastNumber());
    }

    private void nextQueue() {
        queue = queues.hasNext() ? queues.next() : null;
        priority = 0;
        number = 0;
        if (queue != null) {
            for (Object holder : queue.awaitedHolders()) {
                effects.consumersAttached((ConnectionId) holder, queue.number());
            }
        }
    }

    /** @return whether there are more */
    private boolean writeSome(int limit) {
        int budget = limit;
        while (statements.hasNext() && budget > 0) {
            statements.next().accept(effects);
            budget -= STATEMENT_COST;
        }
        while (queue != null && budget > 0) {
            EntryChunk chunk = queue.chunkAfter(priority, number);
            if (chunk != null) {
                effects.messagesIndexed(queue.number(), priority, chunk);
                number = chunk.number(chunk.size() - 1);
                budget -= chunk.size();
            } else if (++priority == MessageQueue.PRIORITIES) {
                nextQueue();
                budget -= INDEX_COST;
            } else {
                number = 0;
            }
        }
        return statements.hasNext() || queue != null;
    }

    private void commit() {
        // Of a large transaction that has taken effect meanwhile, the log behind this does not say how many numbers it
        // got.
        writeNumbers();
        sink.flush();
        lastLength = writer.length();
        writer.commit();
        isCommitted = true;
    }

    private void end() {
        // One that failed is tried again when the next is due: until then a start takes longer, and that is all.
        lastPosition = position;
        writer = null;
        sink = null;
    }

    /** The broker stops: writes a checkpoint that closing the journal will complete. Blocks while it is written. */
    void finish(Runnable pause) {
        if (writer != null && isCommitted && writer.isDone()) {
            end();
        }
        if (writer == null && journal.appendPosition() - lastPosition >= WORTHWHILE_LENGTH) {
            begin();
        }
        while (writer != null && !isCommitted && writer.failure() == null) {
            if (writer.isSaturated()) {
                pause.run();
            } else if (!writeSome(STEP_LIMIT)) {
                commit();
            }
        }
    }
}
