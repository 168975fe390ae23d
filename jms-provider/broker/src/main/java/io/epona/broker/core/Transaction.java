package io.epona.broker.core;

import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.MessageMemory;
import io.epona.buffer.NioBuffer;
import io.epona.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;

/** The sends of a session's transaction in progress: in memory, or in the journal if they are too many for that. */
final class Transaction {
    private final Services services;
    private final MessageMemory memory;
    private final long memoryLimit;
    private final boolean canSpill;
    private final NioBuffer content = new NioBuffer();
    private final IntArrayList slots = new IntArrayList();
    private final List<Target> targets = new ArrayList<>();
    /** What is in the journal: all or nothing; null for nothing. */
    private LargeTransaction large;

    private long length;
    private int sendCount;
    private ErrorCode failure;
    private String failureText = "";

    Transaction(Services services) {
        this.services = services;
        this.memory = services.memory();
        this.canSpill = services.settings().isDurable();
        this.memoryLimit = services.settings().limits().transactionMemory(canSpill);
    }

    void add(Target target, StoredMessage message) {
        sendCount++;
        length += message.length();
        if (failure == null && large == null && (length > memoryLimit || memory.isFull())) {
            if (canSpill) {
                spill();
            } else {
                checkMemory();
            }
        }
        if (failure != null) {
            return;
        } else if (large != null) {
            services.publisher().storePending(large, target, message);
        } else {
            slots.addInt(memory.store(message.buffer(), message.offset(), message.length()));
            targets.add(target);
        }
    }

    private void checkMemory() {
        if (length > memoryLimit) {
            fail(ErrorCode.TRANSACTION_TOO_LARGE, "transaction too large: length=" + length + " limit=" + memoryLimit);
        } else if (memory.isExhausted()) {
            fail(ErrorCode.RESOURCES_EXHAUSTED, "memory for open transactions is used up: transactionLength=" + length);
        }
    }

    /** Moves what is in memory to the journal. */
    void spill() {
        large = services.large().begin(services.publisher().takeNumber());
        for (int i = 0; i < slots.size(); i++) {
            services.publisher().storePending(large, targets.get(i), stored(i));
        }
        releaseSlots();
    }

    private StoredMessage stored(int i) {
        int slot = slots.getInt(i);
        content.wrap(memory.content(slot));
        return new StoredMessage(content, 0, memory.length(slot));
    }

    /** A send that could not be routed dooms the transaction. */
    void addRefused(ErrorCode code, String text) {
        sendCount++;
        fail(code, text);
    }

    private void fail(ErrorCode code, String text) {
        releaseAll();
        failure = code;
        failureText = text;
    }

    int sendCount() {
        return sendCount;
    }

    /** Whether it is in memory and has sends. */
    boolean isInMemory() {
        return !slots.isEmpty();
    }

    /** Bytes of its messages in memory. */
    long memoryLength() {
        return slots.isEmpty() ? 0 : length;
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
        return large == null ? null : large.goneTarget();
    }

    /** Puts its messages where they belong, as part of a group of records. */
    void publish(Connection sender) {
        for (int i = 0; i < slots.size(); i++) {
            services.publisher().publish(targets.get(i), stored(i), sender, null, false);
        }
        if (large != null) {
            new LargeCommit(services, large, sender).run();
            large = null;
        }
    }

    /** Hands its sends over to a branch. */
    void moveTo(BranchWork work, Connection sender) {
        for (int i = 0; i < slots.size(); i++) {
            work.addSent(slots.getInt(i), new BranchWork.Sender(targets.get(i), sender));
        }
        slots.clear();
        targets.clear();
        if (large != null) {
            work.addLarge(large, sender);
            large = null;
        }
        clear();
    }

    void clear() {
        releaseAll();
        length = 0;
        sendCount = 0;
        failure = null;
        failureText = "";
    }

    private void releaseAll() {
        releaseSlots();
        if (large != null) {
            services.large().rollBack(large);
            large = null;
        }
    }

    private void releaseSlots() {
        for (int i = 0; i < slots.size(); i++) {
            memory.release(slots.getInt(i));
        }
        slots.clear();
        targets.clear();
    }
}
