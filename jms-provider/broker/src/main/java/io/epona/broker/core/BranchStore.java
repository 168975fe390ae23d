package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.BranchEffects;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.MessageMemory;
import io.epona.protocol.BranchXid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochClock;

/**
 * The branches that there are, and how others ended: what the journal says of them is restored here, and said again when
 * the log is cut or a checkpoint is written.
 */
final class BranchStore {
    private final Map<BranchXid, Branch> byXid = new HashMap<>();
    private final BranchOutcomes outcomes;
    private final MessageMemory memory;
    private final LargeTransactions transactions;
    private final EpochClock clock;

    BranchStore(CoreSettings settings, MessageMemory memory, LargeTransactions transactions, EpochClock clock) {
        this.transactions = transactions;
        this.outcomes = new BranchOutcomes(settings.transactions().outcomeRetentionMs());
        this.memory = memory;
        this.clock = clock;
    }

    /** The branch with this id, null if there is none or it has ended. */
    Branch find(BranchXid xid) {
        return byXid.get(xid);
    }

    Collection<Branch> all() {
        return byXid.values();
    }

    void add(Branch branch) {
        byXid.put(branch.xid(), branch);
    }

    void remove(Branch branch) {
        branch.stopTimer();
        byXid.remove(branch.xid(), branch);
    }

    BranchOutcomes outcomes() {
        return outcomes;
    }

    BranchWork newWork() {
        return new BranchWork(memory, transactions);
    }

    long nowMs() {
        return clock.time();
    }

    /** Whether a branch on which a session has worked holds a message. */
    boolean holds(long producerId, MessageQueue queue, long messageNumber) {
        for (Branch branch : byXid.values()) {
            if (branch.involves(producerId) && branch.work().holds(queue, messageNumber)) {
                return true;
            }
        }
        return false;
    }

    /** Writes that a branch is prepared, and all that it would do. */
    void writePrepared(Branch branch, BranchEffects to) {
        branch.work().forEachSent((message, sender) -> to.sent(branch.number(), message));
        branch.work()
                .larges()
                .forEach(
                        large -> to.pending(branch.number(), large.transaction().number()));
        branch.work()
                .consumed()
                .forEach((queue, messages) ->
                        to.acknowledged(branch.number(), queue.number(), messages.durableNumbers()));
        to.prepared(branch.number(), branch.xid(), branch.origin(), branch.preparedMs(), branch.producers());
    }

    /** What there is to say in a checkpoint, piece by piece; what has changed meanwhile the log says after it. */
    List<Consumer<EffectWriter>> statements() {
        List<Consumer<EffectWriter>> statements = new ArrayList<>();
        for (Branch branch : byXid.values()) {
            if (branch.is(Branch.State.PREPARED)) {
                statements.add(to -> {
                    if (find(branch.xid()) == branch) {
                        writePrepared(branch, new BranchEffects(to));
                    }
                });
            }
        }
        outcomes.recorded(nowMs())
                .forEach((xid, entry) -> statements.add(
                        to -> new BranchEffects(to).completed(xid, entry.outcome(), entry.completedMs())));
        return statements;
    }

    /**
     * Writes again what the journal says of branches before a position.
     *
     * @param effects writes to the journal
     * @param limit of branches in one go
     * @return whether that was all
     */
    boolean recordAgain(long position, EffectWriter effects, int limit) {
        BranchEffects to = new BranchEffects(effects);
        int left = limit;
        for (Branch branch : byXid.values()) {
            if (left > 0 && branch.position() < position) {
                writePrepared(branch, to);
                branch.recordedAt(effects.lastPosition());
                left--;
            }
        }
        for (Map.Entry<BranchXid, BranchOutcomes.Entry> each :
                outcomes.recorded(nowMs()).entrySet()) {
            BranchOutcomes.Entry entry = each.getValue();
            if (left > 0 && entry.position() < position) {
                to.completed(each.getKey(), entry.outcome(), entry.completedMs());
                entry.recordedAt(effects.lastPosition());
                left--;
            }
        }
        return left > 0;
    }
}
