package io.epona.perf.load;

import io.epona.perf.workload.MessagePlan;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one consumer received: which messages, how often, in which order. Written by the consumer's thread; to be read by
 * others when that has ended, but for {@link #received}.
 */
final class Receipts {
    private static final long NONE = -1;

    private final MessagePlan plan;
    private final int part;
    private final BitSet[] seen;
    private final Map<Integer, long[]> lastOfPlace = new HashMap<>();
    private final BitSet groups = new BitSet();
    private final AtomicLong received = new AtomicLong();
    private long doubled;
    private long reordered;
    private long misrouted;
    private long damaged;
    private long foreign;

    /**
     * @param part which messages of a destination its selector lets through
     * @param producers how many send
     */
    Receipts(MessagePlan plan, int part, int producers) {
        this.plan = plan;
        this.part = part;
        seen = new BitSet[producers];
        Arrays.setAll(seen, i -> new BitSet());
    }

    /** Takes note of a message of this run that came from the destination {@code place}. */
    void accept(int producer, long sequence, int place) {
        received.lazySet(received.get() + 1);
        if (producer < 0 || producer >= seen.length || sequence < 0 || sequence > Integer.MAX_VALUE) {
            damaged++;
            return;
        }
        int index = (int) sequence;
        if (seen[producer].get(index)) {
            doubled++;
            return;
        }
        seen[producer].set(index);
        if (plan.place(sequence) != place || plan.hasParts() && plan.part(sequence) != part) {
            misrouted++;
        }
        if (plan.hasGroups()) {
            groups.set(plan.group(sequence));
        }
        checkOrder(producer, sequence, place);
    }

    private void checkOrder(int producer, long sequence, int place) {
        long[] last = lastOfPlace.get(place);
        if (last == null) {
            last = new long[seen.length * plan.lanes()];
            Arrays.fill(last, NONE);
            lastOfPlace.put(place, last);
        }
        int lane = producer * plan.lanes() + plan.lane(sequence);
        if (sequence < last[lane]) {
            reordered++;
        } else {
            last[lane] = sequence;
        }
    }

    /** A message of this run has another length than it was sent with, or another content in front. */
    void acceptDamaged() {
        damaged++;
    }

    /** A message is of another run or program. */
    void acceptForeign() {
        foreign++;
    }

    /** Messages of this run so far, for any thread. */
    long received() {
        return received.get();
    }

    BitSet seen(int producer) {
        return seen[producer];
    }

    int part() {
        return part;
    }

    BitSet groups() {
        return groups;
    }

    long doubled() {
        return doubled;
    }

    long reordered() {
        return reordered;
    }

    long misrouted() {
        return misrouted;
    }

    long damaged() {
        return damaged;
    }

    long foreign() {
        return foreign;
    }
}
