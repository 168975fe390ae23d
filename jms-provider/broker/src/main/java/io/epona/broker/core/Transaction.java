package io.epona.broker.core;

import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.MessageMemory;
import io.epona.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;

/** The sends of a session's transaction in progress, kept in memory until it commits. */
final class Transaction {
    private final MessageMemory memory;
    private final long limit;
    private final IntArrayList slots = new IntArrayList();
    private final List<Target> targets = new ArrayList<>();
    private long length;
    private int sendCount;
    private ErrorCode failure;
    private String failureText = "";

    Transaction(MessageMemory memory, long limit) {
        this.memory = memory;
        this.limit = limit;
    }

    void add(Target target, StoredMessage message) {
        sendCount++;
        length += message.length();
        if (failure == null && length > limit) {
            fail(ErrorCode.TRANSACTION_TOO_LARGE, "transaction too large: length=" + length + " limit=" + limit);
        }
        if (failure == null && memory.isExhausted()) {
            fail(ErrorCode.RESOURCES_EXHAUSTED, "memory for open transactions is used up: transactionLength=" + length);
        }
        if (failure == null) {
            slots.addInt(memory.store(message.buffer(), message.offset(), message.length()));
            targets.add(target);
        }
    }

    /** A send that could not be routed dooms the transaction. */
    void addRefused(ErrorCode code, String text) {
        sendCount++;
        fail(code, text);
    }

    private void fail(ErrorCode code, String text) {
        releaseSlots();
        failure = code;
        failureText = text;
    }

    int sendCount() {
        return sendCount;
    }

    /** Why it cannot commit, null if it can. */
    ErrorCode failure() {
        return failure;
    }

    String failureText() {
        return failureText;
    }

    /** A destination of it that is gone by now, null if there is none. */
    Target goneTarget() {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).isGone()) {
                return targets.get(i);
            }
        }
        return null;
    }

    int size() {
        return slots.size();
    }

    int slot(int i) {
        return slots.getInt(i);
    }

    Target target(int i) {
        return targets.get(i);
    }

    /** Hands its sends over to a branch. */
    void moveTo(BranchWork work, Connection sender) {
        for (int i = 0; i < slots.size(); i++) {
            work.addSent(slots.getInt(i), new BranchWork.Sender(targets.get(i), sender));
        }
        slots.clear();
        targets.clear();
        clear();
    }

    void clear() {
        releaseSlots();
        length = 0;
        sendCount = 0;
        failure = null;
        failureText = "";
    }

    private void releaseSlots() {
        for (int i = 0; i < slots.size(); i++) {
            memory.release(slots.getInt(i));
        }
        slots.clear();
        targets.clear();
    }
}
