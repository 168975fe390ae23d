package io.epona.broker.queue;

/** Where a selective consumer stands in an index: a cursor for each priority, made when there is something to look at. */
final class SelectiveCursor {
    private final Lane[] lanes;
    private final EntryFilter filter;
    private final LaneCursor[] cursors;
    private LaneCursor found;

    /** @param lanes those of the index, which adds to them */
    SelectiveCursor(Lane[] lanes, EntryFilter filter) {
        this.lanes = lanes;
        this.filter = filter;
        this.cursors = new LaneCursor[lanes.length];
    }

    /** As {@link LaneCursor#find}, the highest priority first. */
    boolean find(Turn turn) {
        for (int priority = lanes.length - 1; priority >= 0; priority--) {
            if (lanes[priority] != null && cursor(priority).find(turn)) {
                found = cursors[priority];
                return true;
            } else if (turn.isOver() || turn.budget().isSpent()) {
                turn.noteUnfinished();
                return false;
            }
        }
        return false;
    }

    private LaneCursor cursor(int priority) {
        if (cursors[priority] == null) {
            cursors[priority] = new LaneCursor(lanes[priority], filter);
        }
        return cursors[priority];
    }

    EntryChunk foundChunk() {
        return found.foundChunk();
    }

    int foundIndex() {
        return found.foundIndex();
    }

    /** A message is ready again. */
    void onReturned(EntryChunk chunk, int index) {
        for (LaneCursor cursor : cursors) {
            if (cursor != null && cursor.lane() == chunk.lane()) {
                cursor.onReturned(chunk.number(index));
            }
        }
    }
}
