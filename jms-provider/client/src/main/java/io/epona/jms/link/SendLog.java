package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What a session has sent and the broker has not settled, in the order of sending. Persistent sends and commits count the
 * session's sequence up; the sends of a transaction are settled by the commit that ends it. Guarded by the session's lock.
 */
final class SendLog {
    /** Why a transaction is rolled back that has consumed a delivery which a resumed broker refuses. */
    static final Failure TAKEN_BY_OTHERS = new Failure(
            ErrorCode.TRANSACTION_ROLLED_BACK,
            "a message of the transaction went to another consumer while the connection was lost");

    /** Why a transaction is rolled back whose messages were too long to be kept. */
    static final Failure LOST = new Failure(
            ErrorCode.TRANSACTION_ROLLED_BACK,
            "the connection was lost during a transaction of more than transactionReplayBytes");

    private final ArrayDeque<Unsettled> unsettled = new ArrayDeque<>();
    private final Chunks chunks = new Chunks();
    private final Map<Long, Failure> rejections = new HashMap<>();
    private long nextSequence = 1;
    /** All sequences up to this one are confirmed, apart from those rejected. */
    private long settledTo;

    private final long replayLimit;
    /** Of the current transaction: how many messages, how many bytes, and how many of the messages are kept, all or none. */
    private int transactionCount;

    private long transactionLength;
    private int keptCount;

    /** @param replayLimit how many bytes of a transaction are kept; of a longer one nothing is */
    SendLog(long replayLimit) {
        this.replayLimit = replayLimit;
    }

    /** Keeps a message that is to be confirmed by itself. */
    Unsettled.Message addSend(Bytes message) {
        long sequence = nextSequence++;
        return add(new Unsettled.Message(sequence, sequence, false, chunks.copyOf(message)));
    }

    /**
     * Counts a message of the current transaction in, and keeps it unless the transaction has become too long for that.
     *
     * @return its place among them
     */
    int addTransacted(Bytes message) {
        boolean isWhole = isTransactionKept();
        transactionCount++;
        transactionLength += message.length();
        if (isWhole && transactionLength <= replayLimit) {
            add(new Unsettled.Message(nextSequence, transactionCount, true, chunks.copyOf(message)));
            keptCount++;
        } else {
            releaseKept();
        }
        return transactionCount;
    }

    /** Whether the current transaction can be sent again. */
    boolean isTransactionKept() {
        return keptCount == transactionCount;
    }

    private void releaseKept() {
        for (; keptCount > 0; keptCount--) {
            release(unsettled.pollLast());
        }
    }

    Unsettled.Commit addCommit(List<AckRange> ranges) {
        Unsettled.Commit commit = add(new Unsettled.Commit(nextSequence++, transactionCount, ranges));
        beginTransaction();
        return commit;
    }

    private <T extends Unsettled> T add(T sent) {
        unsettled.add(sent);
        return sent;
    }

    /** The broker has confirmed everything up to this sequence that it has not rejected. */
    void confirmTo(long sequence) {
        settledTo = Math.max(settledTo, sequence);
        while (!unsettled.isEmpty() && unsettled.peek().settledBy() <= settledTo) {
            release(unsettled.poll());
        }
    }

    /** A refusal of something already settled is old news, which a resume may bring. */
    void reject(long sequence, Failure reason) {
        boolean isNews = false;
        for (Iterator<Unsettled> each = unsettled.iterator(); each.hasNext(); ) {
            Unsettled sent = each.next();
            if (sent.settledBy() == sequence) {
                isNews = true;
                each.remove();
                if (sent instanceof Unsettled.Message message) {
                    chunks.giveBack(message.piece());
                }
            }
        }
        if (isNews) {
            rejections.put(sequence, reason);
        }
    }

    private void release(Unsettled sent) {
        if (sent instanceof Unsettled.Message message) {
            chunks.giveBack(message.piece());
        } else if (sent instanceof Unsettled.Commit commit) {
            commit.ranges().forEach(range -> range.consumer().deliveries().confirm(range.from(), range.to()));
        }
    }

    /** Forgets the sends of the current transaction. */
    void dropTransaction() {
        releaseKept();
        beginTransaction();
    }

    private void beginTransaction() {
        transactionCount = 0;
        transactionLength = 0;
        keptCount = 0;
    }

    /** The commits that are not settled; the list is the caller's. */
    List<Unsettled.Commit> commits() {
        List<Unsettled.Commit> commits = new ArrayList<>();
        for (Unsettled sent : unsettled) {
            if (sent instanceof Unsettled.Commit commit) {
                commits.add(commit);
            }
        }
        return commits;
    }

    /**
     * Replaces a commit that cannot take effect any more, and its sends, by an empty one with the same sequence, so that
     * no number is left out; for the application it is rolled back.
     */
    void voidCommit(Unsettled.Commit commit) {
        List<Unsettled> kept = new ArrayList<>();
        for (Unsettled sent : unsettled) {
            if (sent == commit) {
                kept.add(new Unsettled.Commit(commit.settledBy(), 0, List.of()));
            } else if (sent.settledBy() == commit.settledBy()) {
                release(sent);
            } else {
                kept.add(sent);
            }
        }
        unsettled.clear();
        unsettled.addAll(kept);
        rejections.put(commit.settledBy(), TAKEN_BY_OTHERS);
    }

    boolean isSettled(long sequence) {
        return sequence <= settledTo || rejections.containsKey(sequence);
    }

    /** Why this sequence was refused, null if it was not; to be asked once. */
    Failure takeRejection(long sequence) {
        return rejections.isEmpty() ? null : rejections.remove(sequence);
    }

    /** What has to be sent again, oldest first. */
    ArrayDeque<Unsettled> snapshot() {
        return new ArrayDeque<>(unsettled);
    }

    boolean isEmpty() {
        return unsettled.isEmpty();
    }

    /** Number of sends in the current transaction. */
    int transactionCount() {
        return transactionCount;
    }
}
