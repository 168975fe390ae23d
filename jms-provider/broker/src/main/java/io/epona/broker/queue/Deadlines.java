package io.epona.broker.queue;

import java.util.Arrays;

/**
 * Runs of messages by the time at which one of theirs is due or expires: a heap, the earliest on top, of all indexes of a
 * broker. A run is in it once, however many of its messages wait, so what waits costs no object and no timer of its own.
 * Confined to the broker's event loop.
 */
public final class Deadlines {
    /** The time of what never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    static final int NOWHERE = -1;

    private EntryChunk[] heap = new EntryChunk[16];
    private int size;

    /** The earliest time, {@link #NEVER} if nothing waits. */
    public long nextMs() {
        return size == 0 ? NEVER : heap[0].deadlineMs();
    }

    /** Takes out the earliest run if its time has come; null if not. It belongs to {@link EntryChunk#queue()}. */
    public EntryChunk pollDue(long nowMs) {
        if (size == 0 || heap[0].deadlineMs() > nowMs) {
            return null;
        }
        EntryChunk chunk = heap[0];
        remove(chunk);
        return chunk;
    }

    /** Puts a run in at this time, or at the earlier one that it already has. */
    void require(EntryChunk chunk, long deadlineMs) {
        if (deadlineMs >= chunk.deadlineMs()) {
            return;
        }
        chunk.deadlineMs(deadlineMs);
        if (chunk.heapIndex() == NOWHERE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            put(size++, chunk);
        }
        rise(chunk.heapIndex());
    }

    /** Takes a run out, if it is there. */
    void remove(EntryChunk chunk) {
        int hole = chunk.heapIndex();
        if (hole == NOWHERE) {
            return;
        }
        chunk.heapIndex(NOWHERE);
        chunk.deadlineMs(NEVER);
        EntryChunk last = heap[--size];
        heap[size] = null;
        if (last != chunk) {
            put(hole, last);
            rise(hole);
            sink(last.heapIndex());
        }
    }

    private void put(int index, EntryChunk chunk) {
        heap[index] = chunk;
        chunk.heapIndex(index);
    }

    private void rise(int start) {
        EntryChunk chunk = heap[start];
        int child = start;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (heap[parent].deadlineMs() <= chunk.deadlineMs()) {
                break;
            }
            put(child, heap[parent]);
            child = parent;
        }
        put(child, chunk);
    }

    private void sink(int start) {
        EntryChunk chunk = heap[start];
        int parent = start;
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && heap[child + 1].deadlineMs() < heap[child].deadlineMs()) {
                child++;
            }
            if (heap[child].deadlineMs() >= chunk.deadlineMs()) {
                break;
            }
            put(parent, heap[child]);
            parent = child;
        }
        put(parent, chunk);
    }
}
