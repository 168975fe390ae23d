package io.epona.broker.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one priority in one index, in the order of their numbers. A cursor stands before the first message that
 * was never handed out; messages that came back wait in a heap and go first, in order of their numbers, so nothing is scanned twice.
 */
final class Lane {
    /** A chunk with so many entries that are all gone is dropped although it may grow, so an empty lane stays small. */
    private static final int SPENT_COUNT = 64;

    private final List<EntryChunk> chunks = new ArrayList<>();
    private final LongHeap returned = new LongHeap();

    /** Where the cursor stands: the chunk, null while there is none beyond the last one taken, and the index in it. */
    private EntryChunk cursorChunk;

    private int cursorIndex;
    private EntryChunk foundChunk;
    private int foundIndex;
    private boolean isHidden;
    private MessageQueue queue;

    Lane(MessageQueue queue) {
        this.queue = queue;
    }

    MessageQueue queue() {
        return queue;
    }

    /** Recovery: another index has taken it over. */
    void moveTo(MessageQueue newQueue) {
        queue = newQueue;
    }

    /** @return the chunk that the message is now the last one of */
    EntryChunk append(long number, long position, int length, long expirationMs, long dueMs, int traits) {
        EntryChunk last = lastChunk();
        if (last == null || last.isFull()) {
            last = new EntryChunk(this);
            chunks.add(last);
            if (cursorChunk == null) {
                cursorChunk = last;
                cursorIndex = 0;
            }
        }
        last.append(number, position, length, expirationMs, dueMs, traits);
        return last;
    }

    private EntryChunk lastChunk() {
        return chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
    }

    /**
     * Recovery: adds a message where its number belongs, in place of what is known of it if it is there already. Once all
     * are there {@link #rewind} follows.
     *
     * @return whether it was not there
     */
    boolean restore(long number, long position, int length, long expirationMs, long dueMs, int traits) {
        EntryChunk last = lastChunk();
        if (last == null || number > last.lastNumber()) {
            append(number, position, length, expirationMs, dueMs, traits);
            return true;
        }
        int at = Math.max(0, chunkAtOrBefore(number));
        EntryChunk chunk = chunks.get(at);
        int index = chunk.indexOf(number);
        if (index >= 0) {
            return chunk.replace(index, position, length, dueMs, traits);
        }
        index = -index - 1;
        if (chunk.isFull()) {
            // Messages that were relocated together come one after the other, so there is room where this one goes.
            EntryChunk upper = chunk.splitAt(index);
            chunks.add(at + 1, upper);
            if (chunk.isFull()) {
                chunk = upper;
                index = 0;
            }
        }
        chunk.insert(index, number, position, length, expirationMs, traits);
        if (dueMs != 0) {
            chunk.delay(index, dueMs);
        }
        return true;
    }

    /**
     * Recovery is over: the cursor goes before the first message.
     *
     * @param nowMs what was delayed until then is ready in its place
     * @return how many are delayed
     */
    int rewind(long nowMs) {
        chunks.removeIf(chunk -> chunk.liveCount() == 0);
        cursorChunk = chunks.isEmpty() ? null : chunks.get(0);
        cursorIndex = 0;
        int delayedCount = 0;
        for (EntryChunk chunk : chunks) {
            delayedCount += chunk.releaseDue(nowMs);
            requireDeadline(chunk);
        }
        return delayedCount;
    }

    /**
     * Looks for the next message to hand out, which {@link #foundChunk()} and {@link #foundIndex()} then name.
     *
     * @param turn knows which messages are not yet visible
     */
    boolean findReady(Turn turn) {
        boolean isAtReady = moveCursorToReady();
        long cursorNumber = isAtReady ? cursorChunk.number(cursorIndex) : Long.MAX_VALUE;
        while (!returned.isEmpty() && returned.peek() < cursorNumber) {
            if (find(returned.peek()) && foundChunk.state(foundIndex) == EntryState.READY) {
                // What was passed over because it was delayed may be due before it is durable.
                isHidden = turn.hides(foundChunk, foundIndex);
                return !isHidden;
            }
            returned.removeFirst();
        }
        isHidden = isAtReady && turn.hides(cursorChunk, cursorIndex);
        foundChunk = cursorChunk;
        foundIndex = cursorIndex;
        return isAtReady && !isHidden;
    }

    /** Whether the last search found nothing only because the next message is not durable yet. */
    boolean isHidden() {
        return isHidden;
    }

    private boolean moveCursorToReady() {
        while (cursorChunk != null) {
            while (cursorIndex < cursorChunk.size()) {
                if (cursorChunk.state(cursorIndex) == EntryState.READY) {
                    return true;
                }
                cursorIndex++;
            }
            if (mayGrow(cursorChunk)) {
                return false;
            }
            advanceCursorChunk();
        }
        return false;
    }

    private void advanceCursorChunk() {
        EntryChunk passed = cursorChunk;
        int next = chunkIndex(passed) + 1;
        cursorChunk = next < chunks.size() ? chunks.get(next) : null;
        cursorIndex = 0;
        dropIfDead(passed);
    }

    EntryChunk foundChunk() {
        return foundChunk;
    }

    int foundIndex() {
        return foundIndex;
    }

    /** Whether the message with this number is there; then it is the one found. */
    boolean find(long number) {
        int at = chunkAtOrBefore(number);
        if (at < 0) {
            return false;
        }
        EntryChunk chunk = chunks.get(at);
        int index = chunk.indexOf(number);
        if (index < 0 || chunk.state(index) == EntryState.GONE) {
            return false;
        }
        foundChunk = chunk;
        foundIndex = index;
        return true;
    }

    /** A message that was in flight or delayed is ready. */
    void putBack(EntryChunk chunk, int index) {
        chunk.changeState(index, EntryState.READY);
        if (isBehindCursor(chunk, index)) {
            returned.add(chunk.number(index));
        }
        requireDeadline(chunk, index);
    }

    /** A message that was ready or in flight waits. */
    void delay(EntryChunk chunk, int index, long dueMs) {
        chunk.delay(index, dueMs);
        requireDeadline(chunk, index);
    }

    /** Makes sure that an entry is looked at in time. */
    void requireDeadline(EntryChunk chunk, int index) {
        queue.deadlines().require(chunk, chunk.deadlineMs(index));
    }

    /** Makes sure that all entries are. */
    void requireDeadline(EntryChunk chunk) {
        if (chunk.hasTimes()) {
            long earliestMs = Deadlines.NEVER;
            for (int i = 0; i < chunk.size(); i++) {
                earliestMs = Math.min(earliestMs, chunk.deadlineMs(i));
            }
            queue.deadlines().require(chunk, earliestMs);
        }
    }

    /** Nobody is to look at the messages any more. */
    void forgetDeadlines() {
        chunks.forEach(queue.deadlines()::remove);
    }

    /** What is not behind the cursor it comes to, in its turn. */
    private boolean isBehindCursor(EntryChunk chunk, int index) {
        if (cursorChunk == null) {
            return true;
        }
        return chunk == cursorChunk ? index < cursorIndex : chunk.firstNumber() < cursorChunk.firstNumber();
    }

    void remove(EntryChunk chunk, int index) {
        chunk.changeState(index, EntryState.GONE);
        dropIfDead(chunk);
    }

    private void dropIfDead(EntryChunk chunk) {
        if (chunk.liveCount() > 0) {
            return;
        }
        queue.deadlines().remove(chunk);
        if (chunk == cursorChunk && isSpent(chunk)) {
            advanceCursorChunk();
        } else if (chunk != cursorChunk && !mayGrow(chunk)) {
            int at = chunkIndex(chunk);
            if (at >= 0) {
                chunks.remove(at);
            }
        }
    }

    private boolean mayGrow(EntryChunk chunk) {
        return !chunk.isFull() && chunk == lastChunk() && !isSpent(chunk);
    }

    private static boolean isSpent(EntryChunk chunk) {
        return chunk.liveCount() == 0 && chunk.size() >= SPENT_COUNT;
    }

    /** Index of the last chunk that begins at or before a number, -1 if there is none. */
    private int chunkAtOrBefore(long number) {
        int low = -1;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >> 1;
            if (chunks.get(middle).firstNumber() <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int chunkIndex(EntryChunk chunk) {
        int at = chunkAtOrBefore(chunk.firstNumber());
        return at >= 0 && chunks.get(at) == chunk ? at : -1;
    }

    /** The chunk in which a number is or belongs, null if there is none. */
    EntryChunk chunkAt(long number) {
        return chunks.isEmpty() ? null : chunks.get(Math.max(0, chunkAtOrBefore(number)));
    }

    /** The first chunk that begins behind a number, null if there is none. */
    EntryChunk chunkAfter(long number) {
        int at = chunkAtOrBefore(number) + 1;
        return at < chunks.size() ? chunks.get(at) : null;
    }

    void forEachLive(EntryVisitor visitor) {
        for (EntryChunk chunk : chunks) {
            for (int i = 0; i < chunk.size(); i++) {
                if (chunk.state(i) != EntryState.GONE) {
                    visitor.onEntry(chunk, i);
                }
            }
        }
    }
}
