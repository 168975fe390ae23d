package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryVisitor;
import java.util.Arrays;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

/** Messages of one index that a branch has consumed, and which stay locked there; in columns, as they may be very many. */
final class LockedMessages {
    private static final int INITIAL_CAPACITY = 8;

    private EntryChunk[] chunks = new EntryChunk[INITIAL_CAPACITY];
    private int[] indexes = new int[INITIAL_CAPACITY];
    private int count;
    /** Their numbers, once somebody has asked for one. */
    private LongHashSet numbers;

    void add(EntryChunk chunk, int index) {
        if (count == indexes.length) {
            chunks = Arrays.copyOf(chunks, count * 2);
            indexes = Arrays.copyOf(indexes, count * 2);
        }
        chunks[count] = chunk;
        indexes[count] = index;
        count++;
        if (numbers != null) {
            numbers.add(chunk.number(index));
        }
    }

    int count() {
        return count;
    }

    /** Whether it has a message; a resuming client may ask for each of them. */
    boolean contains(long messageNumber) {
        if (numbers == null) {
            numbers = new LongHashSet();
            forEach((chunk, index) -> numbers.add(chunk.number(index)));
        }
        return numbers.contains(messageNumber);
    }

    /** Shows them in the order in which they were consumed. */
    void forEach(EntryVisitor visitor) {
        for (int i = 0; i < count; i++) {
            visitor.onEntry(chunks[i], indexes[i]);
        }
    }

    /** The numbers of those that outlive the broker. */
    LongArrayList durableNumbers() {
        LongArrayList durable = new LongArrayList();
        forEach((chunk, index) -> {
            if (Removal.isRecorded(chunk.queue(), chunk, index)) {
                durable.addLong(chunk.number(index));
            }
        });
        return durable;
    }
}
