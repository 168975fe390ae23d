package io.epona.broker.core;

import io.epona.broker.effects.BranchOutcome;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.BranchEffects;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.protocol.BranchXid;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.BranchVerb;
import javax.transaction.xa.XAException;
import org.agrona.collections.LongArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends branches: prepares them, and does or undoes what they hold. Everything may be asked again, since an answer may have
 * been lost: outcomes are remembered. What an answer says is true once the last effect is durable.
 */
final class BranchCompletion {
    private static final Logger LOGGER = LoggerFactory.getLogger(BranchCompletion.class);

    private final Services services;
    private final Branches branches;
    private final BranchStore store;
    private final BranchEffects effects;

    BranchCompletion(Services services) {
        this.services = services;
        this.branches = services.branches();
        this.store = branches.store();
        this.effects = new BranchEffects(services.effects());
    }

    /** @param parts how many parts the client knows that the branch has */
    BranchAnswer complete(BranchVerb verb, BranchXid xid, long parts) {
        Branch branch = store.find(xid);
        return switch (verb) {
            case PREPARE -> branch == null ? preparedBefore(xid) : prepare(branch, parts);
            case COMMIT -> branch == null ? committedBefore(xid) : commit(branch);
            case COMMIT_ONE_PHASE -> branch == null ? committedBefore(xid) : commitOnePhase(branch, parts);
            case ROLLBACK -> branch == null ? rolledBackBefore(xid) : rollBack(branch);
            case FORGET -> forget(xid);
            case OPERATOR_COMMIT -> branch == null ? BranchAnswer.UNKNOWN : operatorCommit(branch);
            case OPERATOR_ROLLBACK -> branch == null ? BranchAnswer.UNKNOWN : operatorRollBack(branch);
            default -> throw new ViolationException(ErrorCode.MALFORMED_FRAME, "no such verb: verb=" + verb);
        };
    }

    private BranchAnswer preparedBefore(BranchXid xid) {
        BranchOutcomes.Entry outcome = store.outcomes().find(xid);
        if (outcome == null) {
            return BranchAnswer.UNKNOWN;
        } else if (outcome.isReadOnly()) {
            return BranchAnswer.READ_ONLY;
        } else if (outcome.outcome() == BranchOutcome.COMMITTED) {
            return BranchAnswer.protocol("branch is committed: xid=" + xid);
        }
        return outcome.isHeuristic() ? heuristic(outcome) : rolledBack(xid);
    }

    private BranchAnswer committedBefore(BranchXid xid) {
        BranchOutcomes.Entry outcome = store.outcomes().find(xid);
        if (outcome == null) {
            return BranchAnswer.UNKNOWN;
        } else if (outcome.isHeuristic()) {
            return heuristic(outcome);
        }
        return outcome.outcome() == BranchOutcome.COMMITTED ? BranchAnswer.OK : rolledBack(xid);
    }

    private BranchAnswer rolledBackBefore(BranchXid xid) {
        BranchOutcomes.Entry outcome = store.outcomes().find(xid);
        if (outcome == null || outcome.outcome() == BranchOutcome.COMMITTED) {
            return BranchAnswer.UNKNOWN;
        }
        return outcome.isHeuristic() ? heuristic(outcome) : BranchAnswer.OK;
    }

    private static BranchAnswer heuristic(BranchOutcomes.Entry outcome) {
        boolean isCommitted = outcome.outcome() == BranchOutcome.HEURISTICALLY_COMMITTED;
        return new BranchAnswer(
                isCommitted ? XAException.XA_HEURCOM : XAException.XA_HEURRB,
                "decided by an operator: completedMs=" + outcome.completedMs());
    }

    private static BranchAnswer rolledBack(BranchXid xid) {
        return BranchAnswer.rolledBack(ErrorCode.TRANSACTION_ROLLED_BACK, "transaction was rolled back: xid=" + xid);
    }

    private BranchAnswer prepare(Branch branch, long parts) {
        if (branch.is(Branch.State.PREPARED)) {
            return BranchAnswer.OK;
        }
        BranchAnswer obstacle = obstacle(branch, parts);
        if (obstacle != null) {
            return obstacle;
        } else if (branch.work().isEmpty()) {
            end(branch, BranchOutcome.COMMITTED, true);
            return BranchAnswer.READ_ONLY;
        } else if (services.throttle().isDiskFull() && branch.work().sentCount() > 0) {
            branches.rollBack(
                    branch, XAException.XA_RBOTHER, services.throttle().describeFullDisk());
            return endRolledBack(branch);
        }
        branch.prepare(services.publisher().takeNumber(), store.nowMs());
        store.writePrepared(branch, effects);
        branch.recordedAt(services.effects().lastPosition());
        return BranchAnswer.OK;
    }

    /** Why a branch cannot end well now, null if it can. */
    private BranchAnswer obstacle(Branch branch, long parts) {
        if (branch.is(Branch.State.ROLLED_BACK)) {
            return endRolledBack(branch);
        } else if (branch.isWorkedOn()) {
            return BranchAnswer.protocol("a session works on the branch: xid=" + branch.xid());
        } else if (branch.partCount() < parts) {
            String counts = "expected=" + parts + " received=" + branch.partCount();
            return new BranchAnswer(XAException.XA_RETRY, "parts of the branch are missing: " + counts);
        }
        return null;
    }

    private BranchAnswer endRolledBack(Branch branch) {
        end(branch, BranchOutcome.ROLLED_BACK, false);
        return BranchAnswer.rolledBack(branch);
    }

    /** The answer says it all; the outcome is kept in case that it is lost. */
    private void end(Branch branch, BranchOutcome outcome, boolean isReadOnly) {
        store.remove(branch);
        store.outcomes().putVolatile(branch.xid(), outcome, isReadOnly, store.nowMs());
    }

    private BranchAnswer commitOnePhase(Branch branch, long parts) {
        if (branch.is(Branch.State.PREPARED)) {
            return BranchAnswer.protocol("branch is prepared: xid=" + branch.xid());
        }
        BranchAnswer obstacle = obstacle(branch, parts);
        if (obstacle != null) {
            return obstacle;
        } else if (branch.work().isEmpty()) {
            end(branch, BranchOutcome.COMMITTED, true);
            return BranchAnswer.OK;
        }
        apply(branch, BranchOutcome.COMMITTED);
        return BranchAnswer.OK;
    }

    private BranchAnswer commit(Branch branch) {
        if (branch.is(Branch.State.ROLLED_BACK)) {
            return endRolledBack(branch);
        } else if (!branch.is(Branch.State.PREPARED)) {
            return BranchAnswer.protocol("branch is not prepared: xid=" + branch.xid());
        }
        apply(branch, BranchOutcome.COMMITTED);
        return BranchAnswer.OK;
    }

    /** Its messages become visible, and what it consumed is removed, in one group with the outcome. */
    private void apply(Branch branch, BranchOutcome outcome) {
        branch.work().forEachSent(this::publish);
        branch.work()
                .larges()
                .forEach(large -> new LargeCommit(services, large.transaction(), large.connection()).run());
        branch.work().larges().clear();
        branch.work().consumed().forEach(this::remove);
        branch.work().clear();
        complete(branch, outcome);
    }

    private void remove(MessageQueue queue, LockedMessages messages) {
        LongArrayList removed = new LongArrayList();
        messages.forEach((chunk, index) -> services.deliveries().remove(queue, chunk, index, removed));
        services.effects().messagesRemoved(queue.number(), removed, false);
    }

    private void publish(StoredMessage message, BranchWork.Sender sender) {
        Target target = sender.target();
        try {
            if (target == null || target.isGone()) {
                target = services.publisher().route(message, null);
            }
            services.publisher().publish(target, message, sender.connection(), null, false);
        } catch (RefusedException e) {
            // It was accepted once, so its destination has been forbidden or deleted since.
            services.deliveries().logRefusal("prepared transaction", e);
        }
    }

    private void complete(Branch branch, BranchOutcome outcome) {
        long nowMs = store.nowMs();
        effects.completed(branch.xid(), outcome, nowMs);
        store.remove(branch);
        store.outcomes().put(branch.xid(), outcome, nowMs, services.effects().lastPosition());
    }

    private BranchAnswer rollBack(Branch branch) {
        if (branch.isWorkedOn()) {
            return BranchAnswer.protocol("a session works on the branch: xid=" + branch.xid());
        }
        undo(branch, BranchOutcome.ROLLED_BACK);
        return BranchAnswer.OK;
    }

    private void undo(Branch branch, BranchOutcome outcome) {
        branch.work().undo(services.deliveries().returns());
        if (branch.is(Branch.State.PREPARED)) {
            complete(branch, outcome);
        } else {
            end(branch, outcome, false);
        }
    }

    private BranchAnswer forget(BranchXid xid) {
        BranchOutcomes.Entry outcome = store.outcomes().find(xid);
        if (outcome == null || !outcome.isHeuristic()) {
            return store.find(xid) == null
                    ? BranchAnswer.UNKNOWN
                    : BranchAnswer.protocol("branch was not decided by an operator: xid=" + xid);
        }
        store.outcomes().remove(xid);
        effects.forgotten(xid);
        return BranchAnswer.OK;
    }

    private BranchAnswer operatorCommit(Branch branch) {
        if (!branch.is(Branch.State.PREPARED)) {
            return BranchAnswer.protocol("branch is not prepared: xid=" + branch.xid());
        }
        LOGGER.warn(
                "operator commits: xid={} clientId={}",
                branch.xid(),
                branch.origin().clientId());
        apply(branch, BranchOutcome.HEURISTICALLY_COMMITTED);
        return BranchAnswer.OK;
    }

    private BranchAnswer operatorRollBack(Branch branch) {
        LOGGER.warn(
                "operator rolls back: xid={} state={} clientId={}",
                branch.xid(),
                branch.state(),
                branch.origin().clientId());
        if (branch.is(Branch.State.PREPARED)) {
            undo(branch, BranchOutcome.HEURISTICALLY_ROLLED_BACK);
        } else if (branch.is(Branch.State.ACTIVE)) {
            branches.rollBack(branch, XAException.XA_RBROLLBACK, "rolled back by an operator");
        }
        return BranchAnswer.OK;
    }
}
