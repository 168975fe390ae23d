package io.epona.broker.queue;

import java.util.Arrays;
import org.agrona.collections.LongHashSet;

/** A binary heap of longs, the smallest on top, each of them once. */
final class LongHeap {
    private static final int INITIAL_CAPACITY = 16;

    /** Made with the first value; most heaps never have one. */
    private LongHashSet members;

    private long[] values;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    long peek() {
        return values[0];
    }

    /** Adds a value unless it is there. */
    void add(long value) {
        if (members == null) {
            members = new LongHashSet();
            values = new long[INITIAL_CAPACITY];
        }
        if (!members.add(value)) {
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        int child = size++;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (values[parent] <= value) {
                break;
            }
            values[child] = values[parent];
            child = parent;
        }
        values[child] = value;
    }

    void removeFirst() {
        members.remove(values[0]);
        long last = values[--size];
        int parent = 0;
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && values[child + 1] < values[child]) {
                child++;
            }
            if (values[child] >= last) {
                break;
            }
            values[parent] = values[child];
            parent = child;
        }
        values[parent] = last;
    }
}
