package io.epona.broker.core;

import io.epona.broker.effects.BranchAcknowledgedDecoder;
import io.epona.broker.effects.BranchCompletedDecoder;
import io.epona.broker.effects.BranchForgottenDecoder;
import io.epona.broker.effects.BranchPendingDecoder;
import io.epona.broker.effects.BranchPreparedDecoder;
import io.epona.broker.effects.BranchSentDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.BranchEffects;
import io.epona.broker.store.ConnectionId;
import io.epona.broker.store.MessageMemory;
import io.epona.protocol.BranchXid;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores prepared branches, and the outcomes of others, from the effects in the journal. */
final class BranchRecovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(BranchRecovery.class);
    private static final BranchWork.Sender UNKNOWN_SENDER = new BranchWork.Sender(null, null);

    private final BranchStore store;
    private final MessageMemory memory;
    private final Publisher publisher;
    private final PendingRecovery pending;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    /** What is known of the work of branches, by their numbers; that one is prepared is said last. */
    private final Long2ObjectHashMap<Work> works = new Long2ObjectHashMap<>();

    private static final class Work {
        private final BranchWork sent;
        /** The numbers of the messages that it has consumed, by index. */
        private final Map<Integer, LongArrayList> locked = new HashMap<>();

        private final LongArrayList larges = new LongArrayList();
        private BranchXid xid;

        private Work(BranchWork sent) {
            this.sent = sent;
        }
    }

    /** Finds indexes by their numbers, once all are known. */
    @FunctionalInterface
    interface Indexes {
        /** Null if there is none any more. */
        MessageQueue byNumber(int number);
    }

    BranchRecovery(BranchStore store, MessageMemory memory, Publisher publisher, PendingRecovery pending) {
        this.pending = pending;
        this.store = store;
        this.memory = memory;
        this.publisher = publisher;
    }

    /**
     * Applies one effect, if it is about branches.
     *
     * @return false if it is about something else
     */
    boolean apply(int type, DirectBuffer buffer, int offset, long position) {
        switch (type) {
            case BranchSentDecoder.TEMPLATE_ID -> addSent(buffer, offset);
            case BranchPendingDecoder.TEMPLATE_ID -> addPending(buffer, offset);
            case BranchAcknowledgedDecoder.TEMPLATE_ID -> addAcknowledged(buffer, offset);
            case BranchPreparedDecoder.TEMPLATE_ID -> prepare(buffer, offset, position);
            case BranchCompletedDecoder.TEMPLATE_ID -> complete(buffer, offset, position);
            case BranchForgottenDecoder.TEMPLATE_ID -> forget(buffer, offset);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Work work(long branch) {
        Work work = works.get(branch);
        if (work == null || work.xid != null) {
            // Reclaim or a checkpoint says it all again.
            drop(branch);
            work = new Work(store.newWork());
            works.put(branch, work);
            publisher.resumeAfter(branch);
        }
        return work;
    }

    private void drop(long branch) {
        Work work = works.remove(branch);
        if (work != null) {
            work.sent.clear();
        }
    }

    private void addSent(DirectBuffer buffer, int offset) {
        BranchSentDecoder effect = new BranchSentDecoder().wrapAndApplyHeader(buffer, offset, header);
        Work work = work(effect.branch());
        int length = effect.messageLength();
        int start = effect.limit() + BranchSentDecoder.messageHeaderLength();
        work.sent.addSent(memory.store(buffer, start, length), UNKNOWN_SENDER);
    }

    private void addPending(DirectBuffer buffer, int offset) {
        BranchPendingDecoder effect = new BranchPendingDecoder().wrapAndApplyHeader(buffer, offset, header);
        work(effect.branch()).larges.addLong(effect.transaction());
    }

    private void addAcknowledged(DirectBuffer buffer, int offset) {
        BranchAcknowledgedDecoder effect = new BranchAcknowledgedDecoder().wrapAndApplyHeader(buffer, offset, header);
        LongArrayList locked =
                work(effect.branch()).locked.computeIfAbsent((int) effect.queue(), queue -> new LongArrayList());
        for (BranchAcknowledgedDecoder.NumbersDecoder number : effect.numbers()) {
            locked.addLong(number.number());
        }
    }

    private void prepare(DirectBuffer buffer, int offset, long position) {
        BranchPreparedDecoder effect = new BranchPreparedDecoder().wrapAndApplyHeader(buffer, offset, header);
        long number = effect.branch();
        ConnectionId connection = new ConnectionId(effect.connectionIdHigh(), effect.connectionIdLow());
        long startedMs = effect.startedMs();
        long preparedMs = effect.preparedMs();
        int formatId = effect.formatId();
        LongArrayList producers = new LongArrayList();
        effect.producers().forEach(producer -> producers.addLong(producer.producerId()));
        BranchXid xid = BranchXid.of(formatId, globalId(effect), qualifier(effect));
        Work work = work(number);
        work.xid = xid;
        Branch branch =
                new Branch(xid, new BranchEffects.Origin(connection, effect.clientId(), startedMs), 0, work.sent);
        producers.forEachLong(branch::addProducer);
        branch.prepare(number, preparedMs);
        branch.recordedAt(position);
        store.outcomes().remove(xid);
        store.add(branch);
    }

    private static byte[] globalId(BranchPreparedDecoder effect) {
        byte[] id = new byte[effect.globalIdLength()];
        effect.getGlobalId(id, 0, id.length);
        return id;
    }

    private static byte[] qualifier(BranchPreparedDecoder effect) {
        byte[] id = new byte[effect.qualifierLength()];
        effect.getQualifier(id, 0, id.length);
        return id;
    }

    private void complete(DirectBuffer buffer, int offset, long position) {
        BranchCompletedDecoder effect = new BranchCompletedDecoder().wrapAndApplyHeader(buffer, offset, header);
        byte[] globalId = new byte[effect.globalIdLength()];
        effect.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[effect.qualifierLength()];
        effect.getQualifier(qualifier, 0, qualifier.length);
        BranchXid xid = BranchXid.of(effect.formatId(), globalId, qualifier);
        Branch branch = store.find(xid);
        if (branch != null) {
            drop(branch.number());
            store.remove(branch);
        }
        store.outcomes().put(xid, effect.outcome(), effect.completedMs(), position);
    }

    private void forget(DirectBuffer buffer, int offset) {
        BranchForgottenDecoder effect = new BranchForgottenDecoder().wrapAndApplyHeader(buffer, offset, header);
        byte[] globalId = new byte[effect.globalIdLength()];
        effect.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[effect.qualifierLength()];
        effect.getQualifier(qualifier, 0, qualifier.length);
        store.outcomes().remove(BranchXid.of(effect.formatId(), globalId, qualifier));
    }

    private void claim(Branch branch, long number) {
        LargeTransaction transaction = pending.claim(number);
        if (transaction == null) {
            LOGGER.warn("messages of a transaction in doubt are lost: xid={} transaction={}", branch.xid(), number);
        } else {
            branch.work().addLarge(transaction, null);
        }
    }

    private static void lock(Branch branch, MessageQueue queue, LongArrayList messageNumbers) {
        if (queue != null) {
            messageNumbers.forEachLong(number ->
                    queue.lockNumber(number, (chunk, index) -> branch.work().addConsumed(queue, chunk, index)));
        }
    }

    /** All is known: locks what prepared branches have consumed. */
    void finish(Indexes indexes) {
        for (Branch branch : store.all()) {
            Work work = works.get(branch.number());
            work.larges.forEachLong(number -> claim(branch, number));
            work.locked.forEach((number, messages) -> lock(branch, indexes.byNumber(number), messages));
            LOGGER.info(
                    "transaction in doubt: xid={} preparedMs={} clientId={} sent={} consumed={}",
                    branch.xid(),
                    branch.preparedMs(),
                    branch.origin().clientId(),
                    branch.work().sentCount(),
                    branch.work().consumedCount());
        }
        works.values().forEach(work -> {
            if (work.xid == null) {
                work.sent.clear();
            }
        });
        works.clear();
    }
}
