package io.epona.broker.core;

import io.epona.broker.store.MessageMemory;
import io.epona.journal.Journal;
import java.util.LinkedHashSet;
import java.util.Set;

/** Withholds credit from producers while the broker has no room for more. */
final class Throttle {
    private final Journal journal;
    private final MessageMemory memory;
    private final boolean canSpill;
    private final Set<ClientSession> waiting = new LinkedHashSet<>();

    Throttle(Journal journal, MessageMemory memory, boolean canSpill) {
        this.journal = journal;
        this.memory = memory;
        this.canSpill = canSpill;
    }

    /** Whether producers must wait; the session then hears when they need not any more. */
    boolean mustWait(ClientSession session) {
        boolean isClosed = isClosed();
        if (isClosed) {
            waiting.add(session);
        }
        return isClosed;
    }

    private boolean isClosed() {
        return journal.isSaturated() || memory.isFull() && (!canSpill || journal.isFull());
    }

    /** Whether the disk has no room for more messages, only for what makes room. */
    boolean isDiskFull() {
        return journal.isFull();
    }

    String describeFullDisk() {
        return "disk is full, consume or free space: " + journal.describeSpace();
    }

    /** Lets the waiting sessions go on if there is room again. */
    void reopen() {
        if (!waiting.isEmpty() && !isClosed()) {
            for (ClientSession session : waiting) {
                session.grantCredit();
            }
            waiting.clear();
        }
    }

    void forget(ClientSession session) {
        waiting.remove(session);
    }
}
