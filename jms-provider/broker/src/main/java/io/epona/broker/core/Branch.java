package io.epona.broker.core;

import io.epona.broker.store.BranchEffects.Origin;
import io.epona.protocol.BranchXid;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.agrona.collections.LongArrayList;

/** A branch of a distributed transaction, from its start to the answer that ends it. */
final class Branch {
    /** Where a branch is in its life. */
    enum State {
        /** Sessions work on it, or have ended their parts. */
        ACTIVE,
        /** Its work is undone, and its transaction manager has not asked yet. */
        ROLLED_BACK,
        /** It waits for the decision, however long that takes. */
        PREPARED;

        boolean permits(State next) {
            return this == ACTIVE && next != ACTIVE;
        }
    }

    /** A part of the work: what a session did between a start and the end after it. */
    record Part(long producerId, int number) {}

    private static final long NOWHERE = Long.MAX_VALUE;

    private final BranchXid xid;
    private final Origin origin;
    private final long timeoutMs;
    private final BranchWork work;
    private final Set<Part> parts = new HashSet<>();
    private final Set<Long> producers = new LinkedHashSet<>();
    private final Set<ClientSession> workers = new LinkedHashSet<>();
    private State state = State.ACTIVE;
    private BrokerLoop.Timer timer;
    private int rollbackCode;
    private String rollbackReason = "";
    private long number;
    private long preparedMs;
    private long position = NOWHERE;

    /** @param timeoutMs how long it may take until it is prepared, 0 for no limit */
    Branch(BranchXid xid, Origin origin, long timeoutMs, BranchWork work) {
        this.xid = xid;
        this.origin = origin;
        this.timeoutMs = timeoutMs;
        this.work = work;
    }

    BranchXid xid() {
        return xid;
    }

    Origin origin() {
        return origin;
    }

    long timeoutMs() {
        return timeoutMs;
    }

    BranchWork work() {
        return work;
    }

    State state() {
        return state;
    }

    boolean is(State other) {
        return state == other;
    }

    private void become(State next) {
        if (!state.permits(next)) {
            throw new IllegalStateException("branch state: xid=" + xid + " from=" + state + " to=" + next);
        }
        state = next;
        stopTimer();
    }

    /** Has something run when its time is over; at most one such thing is pending. */
    void startTimer(BrokerLoop.Timer newTimer) {
        stopTimer();
        timer = newTimer;
    }

    void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A session works on it from now on. */
    void enter(ClientSession session) {
        workers.add(session);
        producers.add(session.producerId());
    }

    void leave(ClientSession session) {
        workers.remove(session);
    }

    /** Whether a session works on it at this moment. */
    boolean isWorkedOn() {
        return !workers.isEmpty();
    }

    void addPart(Part part) {
        parts.add(part);
    }

    boolean hasPart(Part part) {
        return parts.contains(part);
    }

    int partCount() {
        return parts.size();
    }

    void addProducer(long producerId) {
        producers.add(producerId);
    }

    /** Whether a session has worked on it. */
    boolean involves(long producerId) {
        return producers.contains(producerId);
    }

    LongArrayList producers() {
        LongArrayList ids = new LongArrayList();
        producers.forEach(ids::addLong);
        return ids;
    }

    /** Undoes its work. */
    void rollBack(int code, String reason, Returns returns) {
        become(State.ROLLED_BACK);
        rollbackCode = code;
        rollbackReason = reason;
        work.undo(returns);
    }

    /** The XA code that says why it was rolled back. */
    int rollbackCode() {
        return rollbackCode;
    }

    String rollbackReason() {
        return rollbackReason;
    }

    /** @param branchNumber under which the journal speaks of it */
    void prepare(long branchNumber, long nowMs) {
        become(State.PREPARED);
        number = branchNumber;
        preparedMs = nowMs;
    }

    long number() {
        return number;
    }

    long preparedMs() {
        return preparedMs;
    }

    /** Where the journal last said that it is prepared. */
    long position() {
        return position;
    }

    void recordedAt(long newPosition) {
        position = newPosition;
    }
}
