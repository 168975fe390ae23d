package io.epona.broker.core;

import io.epona.broker.core.ClientSession.Range;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.BranchEffects;
import io.epona.protocol.BranchXid;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.BranchEnd;
import io.epona.protocol.wire.BranchStart;
import javax.transaction.xa.XAException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How sessions work on branches of distributed transactions. Between a start and an end all that a session sends and
 * consumes belongs to the branch; the end hands it over, and from then on it does not depend on the session any more, but
 * for one thing: if the session is lost before the branch is prepared, the branch is rolled back.
 */
final class Branches {
    private static final Logger LOGGER = LoggerFactory.getLogger(Branches.class);

    private final CoreSettings settings;
    private final boolean canSpill;
    private final long memoryLimit;
    private final BranchStore store;
    private final BrokerLoop loop;
    private final Returns returns;

    Branches(CoreSettings settings, BranchStore store, BrokerLoop loop, Returns returns) {
        this.returns = returns;
        this.settings = settings;
        this.canSpill = settings.isDurable();
        this.memoryLimit = settings.limits().transactionMemory(canSpill);
        this.store = store;
        this.loop = loop;
    }

    /**
     * What a session works on.
     *
     * @param branch null if the branch has ended and what the session does is a repetition
     * @param isRepetition whether the branch has this part already, so that it is to be dropped
     */
    record Association(BranchXid xid, Branch branch, Branch.Part part, boolean isRepetition) {}

    /** A session begins to work on a branch. */
    record Start(BranchXid xid, int part, BranchStart kind, long timeoutMs) {}

    /**
     * A session ceases to work on a branch.
     *
     * @param isDoomed whether the client knows that something it consumed went to others
     * @param ranges of deliveries that it consumed
     */
    record End(BranchXid xid, int part, BranchEnd kind, boolean isDoomed, long sendCount, Iterable<Range> ranges) {}

    BranchStore store() {
        return store;
    }

    BranchAnswer start(ClientSession session, Start start) {
        Association former = session.association();
        if (former != null) {
            leave(session);
            if (former.branch() != null && former.branch().is(Branch.State.ACTIVE)) {
                rollBack(former.branch(), XAException.XA_RBPROTO, "its session has started something else");
            }
        }
        Branch branch = store.find(start.xid());
        return switch (start.kind()) {
            case BEGIN -> begin(session, start, branch);
            case JOIN, RESUME -> join(session, start, branch);
            case REPLAY -> replay(session, start, branch);
            default -> throw new ViolationException(ErrorCode.MALFORMED_FRAME, "no such start: kind=" + start.kind());
        };
    }

    private BranchAnswer begin(ClientSession session, Start start, Branch known) {
        BranchOutcomes.Entry outcome = store.outcomes().find(start.xid());
        if (known != null || outcome != null && outcome.isHeuristic()) {
            return new BranchAnswer(XAException.XAER_DUPID, "branch exists: xid=" + start.xid());
        }
        store.outcomes().remove(start.xid());
        enter(session, start, create(session, start));
        return BranchAnswer.OK;
    }

    private BranchAnswer join(ClientSession session, Start start, Branch known) {
        if (known == null) {
            return BranchAnswer.UNKNOWN;
        } else if (known.is(Branch.State.PREPARED)) {
            return BranchAnswer.protocol("branch is prepared: xid=" + start.xid());
        } else if (known.is(Branch.State.ROLLED_BACK)) {
            return BranchAnswer.rolledBack(known);
        }
        enter(session, start, known);
        return BranchAnswer.OK;
    }

    /** A resuming client says again what it did before its connection was lost, whether it is known or not. */
    private BranchAnswer replay(ClientSession session, Start start, Branch known) {
        if (known == null && store.outcomes().find(start.xid()) != null) {
            session.associate(new Association(start.xid(), null, part(session, start.part()), true));
        } else {
            enter(session, start, known == null ? create(session, start) : known);
        }
        return BranchAnswer.OK;
    }

    private static Branch.Part part(ClientSession session, int number) {
        return new Branch.Part(session.producerId(), number);
    }

    private Branch create(ClientSession session, Start start) {
        long timeoutMs = start.timeoutMs() == 0 ? settings.transactions().timeoutMs() : start.timeoutMs();
        Connection connection = session.connection();
        BranchEffects.Origin origin = new BranchEffects.Origin(connection.id(), connection.clientId(), store.nowMs());
        Branch branch = new Branch(start.xid(), origin, timeoutMs, store.newWork());
        branch.startTimer(loop.schedule(timeoutMs, () -> onTimeout(branch)));
        store.add(branch);
        return branch;
    }

    private void enter(ClientSession session, Start start, Branch branch) {
        Branch.Part part = part(session, start.part());
        boolean isRepetition = !branch.is(Branch.State.ACTIVE) || branch.hasPart(part);
        if (!isRepetition) {
            branch.enter(session);
        }
        session.associate(new Association(start.xid(), branch, part, isRepetition));
    }

    private void onTimeout(Branch branch) {
        if (branch.is(Branch.State.ACTIVE)) {
            rollBack(branch, XAException.XA_RBTIMEOUT, "timeout: timeoutMs=" + branch.timeoutMs());
            loop.requestCycle();
        }
    }

    /** Undoes what was not prepared. That is remembered for the transaction manager, which still has to be told. */
    void rollBack(Branch branch, int code, String reason) {
        LOGGER.warn(
                "transaction rolled back: xid={} reason={} clientId={} connection={} startedMs={}",
                branch.xid(),
                reason,
                branch.origin().clientId(),
                branch.origin().connection(),
                branch.origin().startedMs());
        branch.rollBack(code, reason, returns);
        branch.startTimer(loop.schedule(settings.transactions().outcomeRetentionMs(), () -> store.remove(branch)));
    }

    BranchAnswer end(ClientSession session, End end) {
        Association association = session.association();
        if (association == null || !association.xid().equals(end.xid())) {
            return endedBefore(session, end);
        }
        Branch branch = association.branch();
        leave(session);
        BranchAnswer answer = BranchAnswer.OK;
        if (branch == null || branch.is(Branch.State.PREPARED) || association.isRepetition()) {
            // What it did is known: it was handed over before the connection was lost.
            giveBack(session, end);
        } else if (branch.is(Branch.State.ROLLED_BACK)) {
            giveBack(session, end);
            answer = BranchAnswer.rolledBack(branch);
        } else if (end.kind() == BranchEnd.FAIL) {
            giveBack(session, end);
            rollBack(branch, XAException.XA_RBROLLBACK, "ended with TMFAIL");
        } else {
            answer = handOver(session, end, branch);
        }
        session.transaction().clear();
        return answer;
    }

    private BranchAnswer endedBefore(ClientSession session, End end) {
        Branch branch = store.find(end.xid());
        if (branch == null) {
            return BranchAnswer.UNKNOWN;
        } else if (branch.is(Branch.State.ROLLED_BACK)) {
            return BranchAnswer.rolledBack(branch);
        } else if (end.kind() == BranchEnd.FAIL && !branch.is(Branch.State.PREPARED)) {
            rollBack(branch, XAException.XA_RBROLLBACK, "ended with TMFAIL");
            return BranchAnswer.OK;
        }
        return branch.hasPart(part(session, end.part()))
                ? BranchAnswer.OK
                : BranchAnswer.protocol("session does not work on this branch: xid=" + end.xid());
    }

    private static void giveBack(ClientSession session, End end) {
        for (Range range : end.ranges()) {
            session.giveBack(range);
        }
    }

    private BranchAnswer handOver(ClientSession session, End end, Branch branch) {
        for (Range range : end.ranges()) {
            session.take(range, branch.work());
        }
        Transaction sends = session.transaction();
        if (sends.failure() != null) {
            return refuse(branch, sends.failure(), sends.failureText());
        } else if (sends.sendCount() != end.sendCount()) {
            String counts = "expected=" + end.sendCount() + " received=" + sends.sendCount();
            return refuse(branch, ErrorCode.TRANSACTION_ROLLED_BACK, "sends are missing: " + counts);
        } else if (sends.goneTarget() != null) {
            String gone = sends.goneTarget().describe();
            return refuse(branch, ErrorCode.TRANSACTION_ROLLED_BACK, "destination of a send is gone: " + gone);
        } else if (end.isDoomed()) {
            return refuse(branch, ErrorCode.TRANSACTION_ROLLED_BACK, "a message of it went to another consumer");
        }
        long length = branch.work().memoryLength() + sends.memoryLength();
        if (sends.isInMemory()
                && canSpill
                && (length > memoryLimit || branch.work().hasLarge())) {
            sends.spill();
        } else if (length > memoryLimit) {
            String lengths = "length=" + length + " limit=" + memoryLimit;
            return refuse(branch, ErrorCode.TRANSACTION_TOO_LARGE, "transaction too large: " + lengths);
        }
        sends.moveTo(branch.work(), session.connection());
        branch.addPart(part(session, end.part()));
        return BranchAnswer.OK;
    }

    private BranchAnswer refuse(Branch branch, ErrorCode code, String text) {
        BranchAnswer answer = BranchAnswer.rolledBack(code, text);
        rollBack(branch, answer.code(), answer.text());
        return answer;
    }

    /** A session does not work on its branch any more. */
    private static void leave(ClientSession session) {
        Association association = session.association();
        session.associate(null);
        if (association != null && association.branch() != null) {
            association.branch().leave(session);
        }
    }

    /** A session comes back on a new socket: it says again what it has not handed over. */
    void onReopened(ClientSession session) {
        Association association = session.association();
        leave(session);
        Branch branch = association == null ? null : association.branch();
        if (branch != null && branch.is(Branch.State.ACTIVE) && branch.partCount() == 0 && !branch.isWorkedOn()) {
            store.remove(branch);
        }
    }

    /** A session has ended, and can hand over nothing any more. */
    void onEnded(ClientSession session) {
        leave(session);
        for (Branch branch : store.all().toArray(new Branch[0])) {
            if (branch.is(Branch.State.ACTIVE) && branch.involves(session.producerId())) {
                rollBack(branch, XAException.XA_RBCOMMFAIL, "the connection of a session that worked on it has ended");
            }
        }
    }

    /** Whether a branch that the session has worked on holds a message which the session takes for its own. */
    boolean holds(ClientSession session, MessageQueue queue, long messageNumber) {
        return store.holds(session.producerId(), queue, messageNumber);
    }
}
