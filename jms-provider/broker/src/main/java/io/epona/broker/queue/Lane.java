package io.epona.broker.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one priority in one index, in the order of their numbers. A cursor stands before the first message that
 * was never handed out; messages that came back wait in a heap and go first, in order of their numbers, so nothing is scanned twice.
 */
final class Lane {
    private final List<EntryChunk> chunks = new ArrayList<>();
    private final LongHeap returned = new LongHeap();

    /** Where the cursor stands: the chunk, null while there is none beyond the last one taken, and the index in it. */
    private EntryChunk cursorChunk;

    private int cursorIndex;
    private EntryChunk foundChunk;
    private int foundIndex;
    private boolean isHidden;

    void append(long number, long position, int length, long expirationMs) {
        EntryChunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last == null || last.isFull()) {
            last = new EntryChunk(this);
            chunks.add(last);
            if (cursorChunk == null) {
                cursorChunk = last;
                cursorIndex = 0;
            }
        }
        last.append(number, position, length, expirationMs);
    }

    /**
     * Looks for the next message to hand out, which {@link #foundChunk()} and {@link #foundIndex()} then name.
     *
     * @param durablePosition messages in the journal from here on are not yet visible
     */
    boolean findReady(long durablePosition) {
        boolean isAtReady = moveCursorToReady();
        long cursorNumber = isAtReady ? cursorChunk.number(cursorIndex) : Long.MAX_VALUE;
        while (!returned.isEmpty() && returned.peek() < cursorNumber) {
            if (find(returned.peek()) && foundChunk.state(foundIndex) == EntryState.READY) {
                return true;
            }
            returned.removeFirst();
        }
        isHidden = isAtReady && cursorChunk.position(cursorIndex) >= durablePosition;
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
            if (!cursorChunk.isFull()) {
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
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).firstNumber() <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (high < 0) {
            return false;
        }
        EntryChunk chunk = chunks.get(low);
        int index = chunk.indexOf(number);
        if (index < 0 || chunk.state(index) == EntryState.GONE) {
            return false;
        }
        foundChunk = chunk;
        foundIndex = index;
        return true;
    }

    void putBack(EntryChunk chunk, int index) {
        chunk.changeState(index, EntryState.READY);
        returned.add(chunk.number(index));
    }

    void remove(EntryChunk chunk, int index) {
        chunk.changeState(index, EntryState.GONE);
        dropIfDead(chunk);
    }

    private void dropIfDead(EntryChunk chunk) {
        if (chunk.liveCount() == 0 && chunk.isFull() && chunk != cursorChunk) {
            int at = chunkIndex(chunk);
            if (at >= 0) {
                chunks.remove(at);
            }
        }
    }

    private int chunkIndex(EntryChunk chunk) {
        long first = chunk.firstNumber();
        int low = 0;
        int high = chunks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long number = chunks.get(middle).firstNumber();
            if (number == first) {
                return middle;
            } else if (number < first) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
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
