package io.epona.broker.queue;

/**
 * A walk through the messages of an index in the order of delivery, those in flight included, up to a message number. It
 * can be continued from where it stood, by another walk and after the index has changed: nothing keeps it in the meantime.
 */
public final class QueueWalk {
    private final MessageQueue queue;
    private final long lastNumber;
    private int priority;
    private long number;
    private EntryChunk chunk;
    private int index;

    /**
     * A walk that goes on behind a message.
     *
     * @param lastNumber messages with higher numbers, which came later, are passed over
     * @param priority of the message; {@link MessageQueue#PRIORITIES} - 1 to begin
     * @param number of the message; 0 to begin
     */
    public QueueWalk(MessageQueue queue, long lastNumber, int priority, long number) {
        this.queue = queue;
        this.lastNumber = lastNumber;
        this.priority = Math.min(priority, MessageQueue.PRIORITIES - 1);
        this.number = number;
    }

    /** Goes to the next message; false if there is none or the budget is spent. The index must not change between calls. */
    public boolean next(ScanBudget budget) {
        while (priority >= 0 && !budget.isSpent()) {
            budget.chargeEntry();
            if (!step()) {
                priority--;
                number = 0;
                chunk = null;
            } else if (!chunk.isGone(index)) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next entry of the priority; false if there is none. */
    private boolean step() {
        if (chunk == null) {
            chunk = queue.chunkAt(priority, number);
            index = chunk == null ? 0 : chunk.indexBehind(number);
        } else {
            index++;
        }
        if (chunk != null && index == chunk.size()) {
            chunk = queue.chunkAfter(priority, Math.max(number, chunk.lastNumber()));
            index = 0;
        }
        if (chunk == null || chunk.number(index) > lastNumber) {
            return false;
        }
        number = chunk.number(index);
        return true;
    }

    /** Whether there is nothing further. */
    public boolean isAtEnd() {
        return priority < 0;
    }

    /** The priority of the message where it stands. */
    public int priority() {
        return priority;
    }

    /** The number of the message where it stands, 0 before the first one of the priority. */
    public long number() {
        return number;
    }

    /** The run of messages in which it stands. */
    public EntryChunk chunk() {
        return chunk;
    }

    /** Where in {@link #chunk()} it stands. */
    public int index() {
        return index;
    }
}
