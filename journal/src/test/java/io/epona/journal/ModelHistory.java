package io.epona.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a {@link ModelStore} held after each group, and how much of that was confirmed. Thread-safe. */
final class ModelHistory {
    private final List<Group> groups = new ArrayList<>();
    private final TreeSet<Long> syncedFlushes = new TreeSet<>();
    private long flushedPosition;

    /** What the store held when the log ended at a position. */
    record Group(long end, TreeMap<Long, ModelStore.Value> values) {}

    /** Begins anew with what was recovered. */
    synchronized void reset(long end, TreeMap<Long, ModelStore.Value> values) {
        groups.clear();
        syncedFlushes.clear();
        groups.add(new Group(end, new TreeMap<>(values)));
        syncedFlushes.add(end);
        flushedPosition = end;
    }

    /** Owner: a group has been appended, and nothing of it flushed. */
    synchronized void add(long end, TreeMap<Long, ModelStore.Value> values) {
        groups.add(new Group(end, new TreeMap<>(values)));
    }

    /** Owner: is about to flush all up to the last group. */
    synchronized void flush(DurabilityLevel level) {
        long end = groups.get(groups.size() - 1).end;
        // What was flushed before at a lower level may be called durable already, and rightly so.
        if (level == DurabilityLevel.FSYNC && end > flushedPosition) {
            syncedFlushes.add(end);
        }
        flushedPosition = end;
    }

    /** How far the log must reach after a power loss now. */
    synchronized long confirmedPosition(Journal journal) {
        Long flushed = syncedFlushes.floor(journal.durablePosition());
        return Math.max(journal.syncedPosition(), flushed == null ? 0 : flushed);
    }

    /** Checks that what was recovered is what was there at some time after all that was confirmed. */
    synchronized void verify(long recoveredEnd, long confirmedPosition, TreeMap<Long, ModelStore.Value> values) {
        if (recoveredEnd < confirmedPosition) {
            throw new AssertionError("lost: confirmed=" + confirmedPosition + " recovered=" + recoveredEnd);
        }
        Group expected = groups.get(0);
        for (Group group : groups) {
            if (group.end <= recoveredEnd) {
                expected = group;
            }
        }
        if (!expected.values.equals(values)) {
            throw new AssertionError("differs: recoveredEnd=" + recoveredEnd + " groupEnd=" + expected.end
                    + " expected=" + expected.values + " found=" + values);
        }
    }
}
