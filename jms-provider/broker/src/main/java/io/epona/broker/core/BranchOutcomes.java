package io.epona.broker.core;

import io.epona.broker.effects.BranchOutcome;
import io.epona.protocol.BranchXid;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How branches ended, for a while, so that a question whose answer was lost can be asked again. What an operator decided is
 * kept until the transaction manager says that it knows.
 */
final class BranchOutcomes {
    private static final long NOWHERE = Long.MAX_VALUE;

    private final Map<BranchXid, Entry> byXid = new LinkedHashMap<>();
    private final long retentionMs;

    /** @param retentionMs how long an outcome is kept */
    BranchOutcomes(long retentionMs) {
        this.retentionMs = retentionMs;
    }

    /** An outcome. */
    static final class Entry {
        private final BranchOutcome outcome;
        private final boolean isReadOnly;
        private final long completedMs;
        private long position;

        private Entry(BranchOutcome outcome, boolean isReadOnly, long completedMs, long position) {
            this.outcome = outcome;
            this.isReadOnly = isReadOnly;
            this.completedMs = completedMs;
            this.position = position;
        }

        BranchOutcome outcome() {
            return outcome;
        }

        /** Whether there was nothing to decide when it was to be prepared. */
        boolean isReadOnly() {
            return isReadOnly;
        }

        long completedMs() {
            return completedMs;
        }

        /** Where the journal says so, beyond everything if it does not. */
        long position() {
            return position;
        }

        void recordedAt(long newPosition) {
            position = newPosition;
        }

        boolean isHeuristic() {
            return outcome == BranchOutcome.HEURISTICALLY_COMMITTED
                    || outcome == BranchOutcome.HEURISTICALLY_ROLLED_BACK;
        }

        private boolean isInJournal() {
            return position != NOWHERE;
        }
    }

    /** The outcome of a branch, null if it is not known. */
    Entry find(BranchXid xid) {
        return byXid.get(xid);
    }

    /** Notes an outcome that the journal speaks of. */
    void put(BranchXid xid, BranchOutcome outcome, long completedMs, long position) {
        put(xid, new Entry(outcome, false, completedMs, position), completedMs);
    }

    /** Notes an outcome that a restart forgets: nobody is the worse for it. */
    void putVolatile(BranchXid xid, BranchOutcome outcome, boolean isReadOnly, long nowMs) {
        put(xid, new Entry(outcome, isReadOnly, nowMs, NOWHERE), nowMs);
    }

    private void put(BranchXid xid, Entry entry, long nowMs) {
        byXid.remove(xid);
        byXid.put(xid, entry);
        expire(nowMs);
    }

    private void expire(long nowMs) {
        for (Iterator<Entry> each = byXid.values().iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            if (entry.completedMs > nowMs - retentionMs) {
                return;
            } else if (!entry.isHeuristic()) {
                each.remove();
            }
        }
    }

    void remove(BranchXid xid) {
        byXid.remove(xid);
    }

    /** Those that the journal is to speak of. */
    Map<BranchXid, Entry> recorded(long nowMs) {
        expire(nowMs);
        Map<BranchXid, Entry> recorded = new LinkedHashMap<>(byXid);
        recorded.values().removeIf(entry -> !entry.isInJournal());
        return recorded;
    }

    /** Those that an operator decided. */
    Map<BranchXid, Entry> heuristic() {
        Map<BranchXid, Entry> heuristic = new LinkedHashMap<>(byXid);
        heuristic.values().removeIf(entry -> !entry.isHeuristic());
        return heuristic;
    }
}
