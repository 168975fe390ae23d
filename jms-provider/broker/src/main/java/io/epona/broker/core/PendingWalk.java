package io.epona.broker.core;

import io.epona.broker.core.LargeTransaction.Part;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A walk through parts of a large transaction in the order in which their messages were sent. The parts must not change. */
final class PendingWalk {
    private static final long END = Long.MAX_VALUE;

    private final PriorityQueue<Strand> others = new PriorityQueue<>(Comparator.comparingLong(Strand::place));
    private Strand strand;

    PendingWalk(List<Part> parts) {
        for (Part part : parts) {
            for (int priority = 0; priority < MessageQueue.PRIORITIES; priority++) {
                Strand added = new Strand(part, priority);
                added.step();
                if (added.place() != END) {
                    others.add(added);
                }
            }
        }
    }

    /** Goes to the next message; false if there is none. */
    boolean next() {
        if (strand != null) {
            strand.step();
        }
        Strand first = others.peek();
        if (first != null && (strand == null || first.place() < strand.place())) {
            Strand former = strand;
            strand = others.poll();
            if (former != null && former.place() != END) {
                others.add(former);
            }
        }
        return strand != null && strand.place() != END;
    }

    /** The part of the message where it stands. */
    Part part() {
        return strand.part;
    }

    /** The priority of the message where it stands. */
    int priority() {
        return strand.priority;
    }

    /** The run of messages in which it stands. */
    EntryChunk chunk() {
        return strand.chunk;
    }

    /** Where in {@link #chunk()} it stands. */
    int index() {
        return strand.index;
    }

    /** The messages of one priority in one part. */
    private static final class Strand {
        private final Part part;
        private final int priority;
        private EntryChunk chunk;
        private int index;

        private Strand(Part part, int priority) {
            this.part = part;
            this.priority = priority;
        }

        private void step() {
            if (chunk == null) {
                chunk = part.messages().chunkAfter(priority, 0);
            } else if (++index == chunk.size()) {
                chunk = part.messages().chunkAfter(priority, chunk.number(index - 1));
                index = 0;
            }
        }

        private long place() {
            return chunk == null ? END : chunk.number(index);
        }
    }
}
