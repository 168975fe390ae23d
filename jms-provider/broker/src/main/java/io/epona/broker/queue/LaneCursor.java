package io.epona.broker.queue;

/**
 * Where a selective consumer stands in a lane. It has looked at every message up to a number; of those it wants none that
 * is ready, except for what came back since, which waits in a heap to be looked at again. So nothing is scanned twice.
 */
final class LaneCursor {
    private final Lane lane;
    private final EntryFilter filter;
    private final LongHeap returned = new LongHeap();

    /** The entry to look at next: the chunk, null before the first one, and the index in it. */
    private EntryChunk chunk;

    private int index;
    private long seenTo;
    private EntryChunk foundChunk;
    private int foundIndex;

    LaneCursor(Lane lane, EntryFilter filter) {
        this.lane = lane;
        this.filter = filter;
    }

    Lane lane() {
        return lane;
    }

    /** A message is ready again. What the cursor has not passed it comes to anyway. */
    void onReturned(long number) {
        if (number <= seenTo) {
            returned.add(number);
        }
    }

    /**
     * Looks for the next message that the consumer wants and may have, which {@link #foundChunk()} and
     * {@link #foundIndex()} then name; it must be taken. The turn knows why none was found.
     */
    boolean find(Turn turn) {
        while (!returned.isEmpty()) {
            if (isStopped(turn)) {
                return false;
            }
            boolean isThere = lane.find(returned.peek());
            if (isThere && isHidden(turn, lane.foundChunk(), lane.foundIndex())) {
                return false;
            }
            returned.removeFirst();
            turn.budget().chargeEntry();
            if (isThere && isWanted(turn, lane.foundChunk(), lane.foundIndex())) {
                return true;
            }
        }
        while (hasNext()) {
            if (isStopped(turn)) {
                return false;
            } else if (isHidden(turn, chunk, index)) {
                return false;
            }
            seenTo = chunk.number(index);
            turn.budget().chargeEntry();
            if (isWanted(turn, chunk, index++)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStopped(Turn turn) {
        if (turn.isOver() || turn.budget().isSpent()) {
            turn.noteUnfinished();
            return true;
        }
        return false;
    }

    /** Whether a message is ready but not durable yet. */
    private static boolean isHidden(Turn turn, EntryChunk candidate, int at) {
        boolean isHidden = isReady(candidate, at) && turn.hides(candidate, at);
        if (isHidden) {
            turn.noteHidden();
        }
        return isHidden;
    }

    private static boolean isReady(EntryChunk chunk, int index) {
        return chunk.state(index) == EntryState.READY;
    }

    private boolean hasNext() {
        if (chunk == null) {
            chunk = lane.chunkAfter(seenTo);
            index = 0;
        } else if (index == chunk.size()) {
            // The chunk may grow, or may even have been dropped meanwhile.
            EntryChunk next = lane.chunkAfter(seenTo);
            if (next != null) {
                chunk = next;
                index = 0;
            }
        }
        return chunk != null && index < chunk.size();
    }

    private boolean isWanted(Turn turn, EntryChunk candidate, int at) {
        if (!isReady(candidate, at) || turn.dropIfExpired(candidate, at)) {
            return false;
        }
        turn.budget().chargeMessage(candidate.length(at), filter.cost());
        foundChunk = candidate;
        foundIndex = at;
        return filter.matches(candidate, at);
    }

    EntryChunk foundChunk() {
        return foundChunk;
    }

    int foundIndex() {
        return foundIndex;
    }
}
