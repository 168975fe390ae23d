package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryVisitor;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageRecord;
import io.epona.journal.Journal;
import io.epona.journal.JournalCursor;
import io.epona.journal.JournalFailedException;
import io.epona.journal.RecordView;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log short: drops its oldest segment when nothing in it is needed any more or, if the log has become long for
 * what is in it, after copying to its end what is. Works in steps that pass between two frames.
 *
 * <p>What is left must be enough to start from without a checkpoint. So of the segment that goes, messages are copied, and
 * what else it says is said again: which destinations and subscriptions exist, how far producers got, who may hold messages.
 */
final class Reclaim implements EntryVisitor {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reclaim.class);

    /** The log may be this many times as long as what is needed of it, and a segment longer. */
    private static final int LENGTH_FACTOR = 2;

    /** Copies as much as comes in, this many times, so that it catches up however much is still needed... */
    private static final int RATE_FACTOR = 2;

    /** ...within these bounds a step: the sync that takes what was copied along should not last noticeably longer. */
    private static final int MIN_STEP_LENGTH = 64 * 1024;

    private static final int MAX_STEP_LENGTH = 1024 * 1024;

    /** How much of the segment one step looks at. */
    private static final int WALK_LENGTH = 1024 * 1024;

    /** How many things that are no messages one step says again. */
    private static final int STATEMENT_LIMIT = 1_000;

    /** How much of what it copied may wait for the disk. */
    private static final int BACKLOG_LIMIT = 4 * MAX_STEP_LENGTH;

    private final Journal journal;
    private final Destinations destinations;
    private final Services services;
    private final Connections connections;
    private final EffectWriter effects;
    private final LogReferences references;
    private final RecordView record = new RecordView();
    private final MessageRecord stored = new MessageRecord();
    private final List<EntryChunk> foundChunks = new ArrayList<>();
    private final IntArrayList foundIndexes = new IntArrayList();
    private final IntArrayList targets = new IntArrayList();
    private final IntArrayList deliveryCounts = new IntArrayList();
    private final LongArrayList duesMs = new LongArrayList();

    private JournalCursor cursor;
    private MessageQueue visited;
    private long segmentEnd;
    private long seenAppended;
    private long seenLive;
    private boolean isSuspended;

    Reclaim(Journal journal, Services services, Connections connections) {
        this.journal = journal;
        this.services = services;
        this.connections = connections;
        destinations = services.destinations();
        effects = services.effects();
        references = services.references();
        seenAppended = journal.appendPosition();
        seenLive = journal.liveLength();
    }

    /**
     * Does one step if there is something to do.
     *
     * @return whether another step should follow
     */
    boolean step() {
        if (isSuspended || journal.appendPosition() - journal.durablePosition() > BACKLOG_LIMIT) {
            return false;
        }
        int limit = stepLength();
        if (cursor == null && !begin()) {
            return false;
        }
        try {
            long before = journal.appendPosition();
            if (walk(before + limit) && sayAgain()) {
                drop();
            }
            seenAppended += journal.appendPosition() - before;
        } catch (JournalFailedException e) {
            // What cannot be read must not be dropped; it may be read again some day, and all else goes on.
            isSuspended = true;
            LOGGER.error("reclaim suspended, the log will grow: position={} cause={}", cursor.position(), e.toString());
        }
        return !isSuspended && (cursor != null || isNeeded());
    }

    /** A multiple of what has come in and what has become free since the last step. */
    private int stepLength() {
        long incoming = journal.appendPosition() - seenAppended;
        long freed = Math.max(0, seenLive + incoming - journal.liveLength());
        seenAppended = journal.appendPosition();
        seenLive = journal.liveLength();
        return (int) Math.max(MIN_STEP_LENGTH, Math.min(MAX_STEP_LENGTH, RATE_FACTOR * (incoming + freed)));
    }

    private boolean isNeeded() {
        boolean hasOldSegment = journal.oldestEndPosition() != journal.oldestPosition()
                && journal.oldestEndPosition() <= journal.durablePosition();
        long lengthLimit = LENGTH_FACTOR * journal.liveLength() + journal.segmentLength();
        return hasOldSegment && (!journal.isOldestRetained() || journal.logLength() > lengthLimit);
    }

    private boolean begin() {
        if (!isNeeded()) {
            return false;
        }
        segmentEnd = journal.oldestEndPosition();
        long start = journal.isOldestRetained() ? journal.oldestPosition() : segmentEnd;
        cursor = journal.cursor(start, segmentEnd);
        return true;
    }

    /** @return whether nothing in the segment is needed any more */
    private boolean walk(long appendLimit) {
        long walkLimit = cursor.position() + WALK_LENGTH;
        while (journal.isOldestRetained()) {
            if (cursor.position() >= walkLimit || journal.appendPosition() >= appendLimit) {
                return false;
            }
            if (!cursor.next(record)) {
                throw new JournalFailedException("segment is needed for what was not found in it: end=" + segmentEnd);
            }
            // Whatever else is still true is said again when the segment is dropped.
            if (stored.wrap(record)) {
                relocate();
            }
        }
        return true;
    }

    private void relocate() {
        StoredMessage message = new StoredMessage(stored.buffer(), stored.offset(), stored.length());
        foundChunks.clear();
        foundIndexes.clear();
        targets.clear();
        deliveryCounts.clear();
        duesMs.clear();
        int priority = services.publisher().priorityOf(message);
        long number = stored.number();
        if (stored.transaction() != 0) {
            LargeTransaction open = services.large().find(stored.transaction());
            if (open != null) {
                services.large().relocate(open, stored, priority, record.position());
                return;
            }
            long shift = services.large().shift(stored.transaction());
            if (shift < 0) {
                return;
            }
            number += shift;
        }
        List<MessageQueue> indexes = services.publisher().indexesOf(message);
        for (int i = 0; i < indexes.size(); i++) {
            visited = indexes.get(i);
            visited.show(number, priority, this);
        }
        if (foundChunks.isEmpty()) {
            return;
        }
        // What only subscriptions without durability still have ends with them.
        boolean isSpilled = stored.isSpilled() || targets.isEmpty();
        long position = effects.messageRelocated(number, isSpilled, targets, deliveryCounts, duesMs, message);
        for (int i = 0; i < foundChunks.size(); i++) {
            EntryChunk chunk = foundChunks.get(i);
            int index = foundIndexes.getInt(i);
            references.release(chunk, index);
            chunk.relocate(index, position, foundChunks.size());
            references.retain(chunk, index);
        }
    }

    @Override
    public void onEntry(EntryChunk chunk, int index) {
        if (chunk.position(index) == record.position()) {
            foundChunks.add(chunk);
            foundIndexes.addInt(index);
            if (visited.isDurable()) {
                targets.addInt(visited.number());
                deliveryCounts.addInt(chunk.deliveryCount(index));
                duesMs.addLong(chunk.dueMs(index));
            }
        }
    }

    /** @return whether everything has been said that only this segment says */
    private boolean sayAgain() {
        return destinations.recordAgain(segmentEnd, STATEMENT_LIMIT)
                && services.producers().recordAgain(segmentEnd, effects, STATEMENT_LIMIT)
                && services.branches().store().recordAgain(segmentEnd, effects, STATEMENT_LIMIT);
    }

    private void drop() {
        effects.numbersGiven(services.publisher().lastNumber(), destinations.lastNumber());
        connections.recordAttachmentsAgain(segmentEnd);
        journal.dropBefore(segmentEnd);
        services.large().forgetBefore(segmentEnd);
        cursor = null;
    }
}
