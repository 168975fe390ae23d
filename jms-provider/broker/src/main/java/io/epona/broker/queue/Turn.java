package io.epona.broker.queue;

/** One turn of dispatching: what may be done in it, and what stands in the way of doing more. */
final class Turn {
    private final ScanBudget budget = new ScanBudget();
    private long durablePosition;
    private long nowMs;
    private int limit;
    private EntryVisitor onExpired;
    private boolean isHidden;
    private boolean isUnfinished;
    private boolean isExhausted;
    private QueueConsumer firstSkipped;

    /** @param sharers how many indexes share what may be scanned */
    void begin(long newDurablePosition, long newNowMs, int newLimit, int sharers, EntryVisitor newOnExpired) {
        durablePosition = newDurablePosition;
        nowMs = newNowMs;
        limit = newLimit;
        onExpired = newOnExpired;
        isHidden = false;
        isUnfinished = false;
        firstSkipped = null;
        isExhausted = false;
        budget.refill(sharers);
    }

    long durablePosition() {
        return durablePosition;
    }

    ScanBudget budget() {
        return budget;
    }

    boolean isOver() {
        return limit <= 0;
    }

    /** A message was dealt with. */
    void use() {
        limit--;
    }

    /** Takes a message off the books if it has expired; whether it has. */
    boolean dropIfExpired(EntryChunk chunk, int index) {
        if (!chunk.isExpired(index, nowMs)) {
            return false;
        }
        onExpired.onEntry(chunk, index);
        use();
        return true;
    }

    /** A consumer could not look at anything because others had used up the budget. */
    void noteSkipped(QueueConsumer consumer) {
        noteUnfinished();
        if (firstSkipped == null) {
            firstSkipped = consumer;
        }
    }

    /** The first of those, null if there are none: the next turn is to begin with it. */
    QueueConsumer firstSkipped() {
        return firstSkipped;
    }

    /** There is a message that is not durable yet. */
    void noteHidden() {
        isHidden = true;
    }

    /** There is nothing left that anybody may have. */
    void noteExhausted() {
        isExhausted = true;
    }

    boolean isExhausted() {
        return isExhausted;
    }

    /** There is more to look at. */
    void noteUnfinished() {
        isUnfinished = true;
    }

    /** What the turn came to when nobody takes more. */
    DispatchResult result() {
        if (isUnfinished) {
            return DispatchResult.LIMIT;
        }
        return isHidden ? DispatchResult.NOT_DURABLE : DispatchResult.DONE;
    }
}
