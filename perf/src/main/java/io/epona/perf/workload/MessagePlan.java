package io.epona.perf.workload;

import java.util.List;

/**
 * What the n-th message of any producer is like. Sender and receiver derive it alike from the sequence, so that a receiver
 * knows what it must not get. Each property goes round once in a full turn of the one before it, so that all combinations
 * occur. Immutable.
 */
public final class MessagePlan {
    private final int places;
    private final List<Integer> priorities;
    private final int parts;
    private final int groups;

    /** The plan of a workload. */
    public MessagePlan(Workload workload) {
        places = workload.places().count();
        priorities = workload.content().priorities();
        parts = workload.parts();
        groups = workload.content().groups();
    }

    /** Index of the destination. */
    public int place(long sequence) {
        return (int) (sequence % places);
    }

    /** Index among the priorities: messages of one lane keep their order, those of different lanes need not. */
    public int lane(long sequence) {
        return (int) (sequence / places % priorities.size());
    }

    /** How many lanes there are. */
    public int lanes() {
        return priorities.size();
    }

    /** The JMS priority. */
    public int priority(long sequence) {
        return priorities.get(lane(sequence));
    }

    /** Which of the selecting consumers of a destination it is for. */
    public int part(long sequence) {
        return (int) (sequence / places / priorities.size() % parts);
    }

    /** Whether messages carry their part. */
    public boolean hasParts() {
        return parts > 1;
    }

    /** Number of its group; to be asked only if there are groups. */
    public int group(long sequence) {
        return (int) (sequence / places / priorities.size() / parts % groups);
    }

    /** Whether messages carry a group. */
    public boolean hasGroups() {
        return groups > 0;
    }
}
