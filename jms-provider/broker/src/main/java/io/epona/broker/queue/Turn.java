package io.epona.broker.queue;

/** One turn of dispatching: what may be done in it, and what stands in the way of doing more. */
final class Turn {
    private final ScanBudget budget = new ScanBudget();
    private long durablePosition;
    private long firstWithheld;
    private long nowMs;
    private int limit;
    private EntryVisitor onExpired;
    private boolean isHidden;
    private boolean isUnfinished;
    private boolean isExhausted;
    private QueueConsumer firstSkipped;

    /** Messages in the journal from a position on, and those from a number on, are not yet visible. */
    void hide(long newDurablePosition, long newFirstWithheld) {
        durablePosition = newDurablePosition;
        firstWithheld = newFirstWithheld;
    }

    /** @param sharers how many indexes share what may be scanned */
    void begin(long newNowMs, int newLimit, int sharers, EntryVisitor newOnExpired) {
        nowMs = newNowMs;
        limit = newLimit;
        onExpired = newOnExpired;
        isHidden = false;
        isUnfinished = false;
        firstSkipped = null;
        isExhausted = false;
        budget.refill(sharers);
    }

    /** Whether a message must not be seen yet, because it or what put it there is not durable. */
    boolean hides(EntryChunk chunk, int index) {
        return chunk.position(index) >= durablePosition || chunk.number(index) >= firstWithheld;
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
