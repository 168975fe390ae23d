package io.epona.journal;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The buffers of the end of the log, oldest to newest: those that wait for the disk, and as many older ones as the budget
 * allows, to be read from memory. Used by the owner alone; allocates only while it grows.
 */
final class HotTail {
    private final int bufferLength;
    private final int budget;
    private final int spareLimit;
    private final ArrayDeque<WriteBuffer> spares = new ArrayDeque<>();
    private WriteBuffer[] ring = new WriteBuffer[16];
    private int oldest;
    private int count;
    private long retainedLength;

    HotTail(int bufferLength, int budget, int spareLength) {
        this.bufferLength = bufferLength;
        this.budget = budget;
        this.spareLimit = Math.max(2, spareLength / bufferLength);
    }

    /** Adds an empty buffer for at least {@code minimumLength} bytes from a position, and ends the newest before. */
    WriteBuffer add(long segmentBase, long position, int minimumLength, long durablePosition) {
        int length = Math.max(bufferLength, minimumLength);
        evict(length, durablePosition);
        WriteBuffer buffer = length == bufferLength && !spares.isEmpty() ? spares.pop() : new WriteBuffer(length);
        buffer.reset(segmentBase, position);
        if (count > 0) {
            newest().linkTo(buffer);
        }
        if (count == ring.length) {
            enlarge();
        }
        ring[oldest + count & ring.length - 1] = buffer;
        count++;
        retainedLength += length;
        return buffer;
    }

    WriteBuffer newest() {
        return ring[oldest + count - 1 & ring.length - 1];
    }

    /** The buffer that holds a position, or null if it is no longer, or not, in memory. */
    WriteBuffer find(long position) {
        for (int i = count - 1; i >= 0; i--) {
            WriteBuffer buffer = ring[oldest + i & ring.length - 1];
            if (position >= buffer.basePosition()) {
                return position < buffer.endPosition() ? buffer : null;
            }
        }
        return null;
    }

    private void evict(int lengthToAdd, long durablePosition) {
        while (count > 1 && retainedLength + lengthToAdd > budget) {
            WriteBuffer buffer = ring[oldest];
            // Strictly greater: only then has the writer written from a later buffer, and let go of this one.
            if (durablePosition <= buffer.endPosition()) {
                return;
            }
            ring[oldest] = null;
            oldest = oldest + 1 & ring.length - 1;
            count--;
            retainedLength -= buffer.capacity();
            if (buffer.capacity() == bufferLength && spares.size() < spareLimit) {
                spares.push(buffer);
            }
        }
    }

    private void enlarge() {
        WriteBuffer[] larger = Arrays.copyOf(ring, ring.length * 2);
        for (int i = 0; i < count; i++) {
            larger[i] = ring[oldest + i & ring.length - 1];
        }
        Arrays.fill(larger, count, larger.length, null);
        ring = larger;
        oldest = 0;
    }
}
