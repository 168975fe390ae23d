package io.epona.broker.store;

import io.epona.broker.effects.BranchAcknowledgedEncoder;
import io.epona.broker.effects.BranchCompletedEncoder;
import io.epona.broker.effects.BranchForgottenEncoder;
import io.epona.broker.effects.BranchOutcome;
import io.epona.broker.effects.BranchPendingEncoder;
import io.epona.broker.effects.BranchPreparedEncoder;
import io.epona.broker.effects.BranchSentEncoder;
import io.epona.broker.effects.MessageHeaderEncoder;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.protocol.BranchXid;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongArrayList;

/** Encodes the effects of distributed transactions' branches, by way of an {@link EffectWriter}. */
public final class BranchEffects {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    /** No more numbers than this in one record. */
    private static final int MAX_NUMBERS = 4096;

    private final EffectWriter effects;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BranchSentEncoder sent = new BranchSentEncoder();
    private final BranchPendingEncoder pending = new BranchPendingEncoder();
    private final BranchAcknowledgedEncoder acknowledged = new BranchAcknowledgedEncoder();
    private final BranchPreparedEncoder prepared = new BranchPreparedEncoder();
    private final BranchCompletedEncoder completed = new BranchCompletedEncoder();
    private final BranchForgottenEncoder forgotten = new BranchForgottenEncoder();

    /** Writes to where that one writes. */
    public BranchEffects(EffectWriter effects) {
        this.effects = effects;
    }

    /**
     * Who a branch belongs to, and since when.
     *
     * @param clientId the JMS client id of the connection that started it, empty for none
     */
    public record Origin(ConnectionId connection, String clientId, long startedMs) {}

    /** A branch that is to be prepared has sent a message; part of a group. */
    public void sent(long branch, StoredMessage message) {
        int length =
                HEADER + BranchSentEncoder.BLOCK_LENGTH + BranchSentEncoder.messageHeaderLength() + message.length();
        MutableDirectBuffer buffer = effects.claim(BranchSentEncoder.TEMPLATE_ID, length);
        sent.wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                .branch(branch)
                .putMessage(message.buffer(), message.offset(), message.length());
        effects.commit(false);
    }

    /** A large transaction is part of a branch that is to be prepared; part of a group. */
    public void pending(long branch, long transaction) {
        MutableDirectBuffer buffer =
                effects.claim(BranchPendingEncoder.TEMPLATE_ID, HEADER + BranchPendingEncoder.BLOCK_LENGTH);
        pending.wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                .branch(branch)
                .transaction(transaction);
        effects.commit(false);
    }

    /** A branch that is to be prepared locks messages of an index; part of a group. */
    public void acknowledged(long branch, int queue, LongArrayList numbers) {
        for (int start = 0; start < numbers.size(); start += MAX_NUMBERS) {
            int count = Math.min(MAX_NUMBERS, numbers.size() - start);
            int length = HEADER
                    + BranchAcknowledgedEncoder.BLOCK_LENGTH
                    + BranchAcknowledgedEncoder.NumbersEncoder.HEADER_SIZE
                    + count * BranchAcknowledgedEncoder.NumbersEncoder.sbeBlockLength();
            MutableDirectBuffer buffer = effects.claim(BranchAcknowledgedEncoder.TEMPLATE_ID, length);
            BranchAcknowledgedEncoder.NumbersEncoder group = acknowledged
                    .wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                    .branch(branch)
                    .queue(queue)
                    .numbersCount(count);
            for (int i = start; i < start + count; i++) {
                group.next().number(numbers.getLong(i));
            }
            effects.commit(false);
        }
    }

    /**
     * A branch is prepared; ends the group.
     *
     * @param producers ids of the sessions that took part
     */
    public void prepared(long branch, BranchXid xid, Origin origin, long preparedMs, LongArrayList producers) {
        byte[] globalId = xid.getGlobalTransactionId();
        byte[] qualifier = xid.getBranchQualifier();
        byte[] clientId = origin.clientId().getBytes(StandardCharsets.UTF_8);
        int length = HEADER
                + BranchPreparedEncoder.BLOCK_LENGTH
                + BranchPreparedEncoder.ProducersEncoder.HEADER_SIZE
                + producers.size() * BranchPreparedEncoder.ProducersEncoder.sbeBlockLength()
                + BranchPreparedEncoder.globalIdHeaderLength()
                + globalId.length
                + BranchPreparedEncoder.qualifierHeaderLength()
                + qualifier.length
                + BranchPreparedEncoder.clientIdHeaderLength()
                + clientId.length;
        MutableDirectBuffer buffer = effects.claim(BranchPreparedEncoder.TEMPLATE_ID, length);
        prepared.wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                .branch(branch)
                .startedMs(origin.startedMs())
                .preparedMs(preparedMs)
                .connectionIdHigh(origin.connection().high())
                .connectionIdLow(origin.connection().low())
                .formatId(xid.getFormatId());
        BranchPreparedEncoder.ProducersEncoder group = prepared.producersCount(producers.size());
        for (int i = 0; i < producers.size(); i++) {
            group.next().producerId(producers.getLong(i));
        }
        prepared.putGlobalId(globalId, 0, globalId.length)
                .putQualifier(qualifier, 0, qualifier.length)
                .putClientId(clientId, 0, clientId.length);
        effects.commit(true);
    }

    /** A branch has ended; ends the group. */
    public void completed(BranchXid xid, BranchOutcome outcome, long completedMs) {
        byte[] globalId = xid.getGlobalTransactionId();
        byte[] qualifier = xid.getBranchQualifier();
        int length = HEADER
                + BranchCompletedEncoder.BLOCK_LENGTH
                + BranchCompletedEncoder.globalIdHeaderLength()
                + globalId.length
                + BranchCompletedEncoder.qualifierHeaderLength()
                + qualifier.length;
        MutableDirectBuffer buffer = effects.claim(BranchCompletedEncoder.TEMPLATE_ID, length);
        completed
                .wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                .outcome(outcome)
                .completedMs(completedMs)
                .formatId(xid.getFormatId())
                .putGlobalId(globalId, 0, globalId.length)
                .putQualifier(qualifier, 0, qualifier.length);
        effects.commit(true);
    }

    /** The outcome of a branch is not needed any more. */
    public void forgotten(BranchXid xid) {
        byte[] globalId = xid.getGlobalTransactionId();
        byte[] qualifier = xid.getBranchQualifier();
        int length = HEADER
                + BranchForgottenEncoder.BLOCK_LENGTH
                + BranchForgottenEncoder.globalIdHeaderLength()
                + globalId.length
                + BranchForgottenEncoder.qualifierHeaderLength()
                + qualifier.length;
        MutableDirectBuffer buffer = effects.claim(BranchForgottenEncoder.TEMPLATE_ID, length);
        forgotten
                .wrapAndApplyHeader(buffer, effects.claimOffset(), header)
                .formatId(xid.getFormatId())
                .putGlobalId(globalId, 0, globalId.length)
                .putQualifier(qualifier, 0, qualifier.length);
        effects.commit(true);
    }
}
