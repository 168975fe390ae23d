package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.MessageMemory;
import io.epona.buffer.NioBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.IntArrayList;

/**
 * What the parts of a branch have done so far: the messages that they sent, which are in memory or in the journal and
 * invisible, and those that they consumed, which stay locked in their indexes.
 */
final class BranchWork {
    private final MessageMemory memory;
    private final LargeTransactions transactions;
    private final NioBuffer content = new NioBuffer();
    private final IntArrayList slots = new IntArrayList();
    private final List<Sender> senders = new ArrayList<>();
    /** What was sent behind that, and was too much for memory. */
    private final List<Large> larges = new ArrayList<>();

    private final Map<MessageQueue, LockedMessages> consumed = new IdentityHashMap<>();
    private long memoryLength;

    BranchWork(MessageMemory memory, LargeTransactions transactions) {
        this.memory = memory;
        this.transactions = transactions;
    }

    /**
     * Where a message came from and goes to.
     *
     * @param target null if it is to be found anew, as after a restart
     * @param connection null if it is not known any more
     */
    record Sender(Target target, Connection connection) {}

    /**
     * What a session has sent that is in the journal.
     *
     * @param connection null if it is not known any more
     */
    record Large(LargeTransaction transaction, Connection connection) {}

    /** Does something with a message that was sent; the message is valid until it returns. */
    interface SentVisitor {
        void onSent(StoredMessage message, Sender sender);
    }

    /** Takes over a slot of the memory. */
    void addSent(int slot, Sender sender) {
        slots.addInt(slot);
        senders.add(sender);
        memoryLength += memory.length(slot);
    }

    /** Takes over what is in the journal. From then on nothing must be added that is in memory. */
    void addLarge(LargeTransaction transaction, Connection connection) {
        larges.add(new Large(transaction, connection));
    }

    boolean hasLarge() {
        return !larges.isEmpty();
    }

    /** In the order in which they were added, behind all that is in memory. */
    List<Large> larges() {
        return larges;
    }

    void addConsumed(MessageQueue queue, EntryChunk chunk, int index) {
        consumed.computeIfAbsent(queue, key -> new LockedMessages()).add(chunk, index);
    }

    boolean isEmpty() {
        return slots.isEmpty() && larges.isEmpty() && consumed.isEmpty();
    }

    int sentCount() {
        int count = slots.size();
        for (Large large : larges) {
            count += large.transaction().count();
        }
        return count;
    }

    /** Bytes of the messages sent that are in memory. */
    long memoryLength() {
        return memoryLength;
    }

    int consumedCount() {
        int count = 0;
        for (LockedMessages messages : consumed.values()) {
            count += messages.count();
        }
        return count;
    }

    boolean holds(MessageQueue queue, long messageNumber) {
        LockedMessages messages = consumed.get(queue);
        return messages != null && messages.contains(messageNumber);
    }

    /** Shows what is in memory. */
    void forEachSent(SentVisitor visitor) {
        for (int i = 0; i < slots.size(); i++) {
            int slot = slots.getInt(i);
            content.wrap(memory.content(slot));
            visitor.onSent(new StoredMessage(content, 0, memory.length(slot)), senders.get(i));
        }
    }

    /** What was consumed and is still there, by index: one that is gone has taken its messages with it. */
    Map<MessageQueue, LockedMessages> consumed() {
        consumed.keySet().removeIf(MessageQueue::isDiscarded);
        return consumed;
    }

    /** It has taken effect, or what was consumed has been given back. */
    void clear() {
        for (int i = 0; i < slots.size(); i++) {
            memory.release(slots.getInt(i));
        }
        slots.clear();
        senders.clear();
        larges.forEach(large -> transactions.rollBack(large.transaction()));
        larges.clear();
        consumed.clear();
        memoryLength = 0;
    }

    /** Nothing of it takes effect. */
    void undo(Returns returns) {
        consumed().forEach(returns::putBack);
        clear();
    }
}
