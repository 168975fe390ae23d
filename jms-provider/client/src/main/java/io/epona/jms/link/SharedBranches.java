package io.epona.jms.link;

import io.epona.protocol.BranchXid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which sessions of this process have a part in which branch. A transaction manager lets sessions of several connections
 * join one branch and then speaks to one of them, so that one must know of the others: whether the broker has the parts of
 * all of them, and whom to tell how it ended. Thread-safe; calls no session.
 */
final class SharedBranches {
    private static final SharedBranches INSTANCE = new SharedBranches();

    private final Map<BranchXid, Set<ClientSession>> sessions = new HashMap<>();

    private SharedBranches() {}

    static SharedBranches instance() {
        return INSTANCE;
    }

    synchronized void add(BranchXid xid, ClientSession session) {
        sessions.computeIfAbsent(xid, key -> new LinkedHashSet<>()).add(session);
    }

    /** The sessions that have a part in a branch, or had when it was prepared. */
    synchronized List<ClientSession> of(BranchXid xid) {
        return new ArrayList<>(sessions.getOrDefault(xid, Set.of()));
    }

    /** The branch has ended; who has to be told. */
    synchronized List<ClientSession> remove(BranchXid xid) {
        Set<ClientSession> removed = sessions.remove(xid);
        return removed == null ? List.of() : new ArrayList<>(removed);
    }

    /** A session has failed: its branches end without it. */
    synchronized void remove(ClientSession session) {
        sessions.values().forEach(members -> members.remove(session));
        sessions.values().removeIf(Set::isEmpty);
    }

    /** Whether the session has a part in a branch that has not ended. */
    synchronized boolean involves(ClientSession session) {
        return sessions.values().stream().anyMatch(members -> members.contains(session));
    }
}
