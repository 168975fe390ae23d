package io.epona.broker.queue;

import java.util.Arrays;

/**
 * A run of consecutive entries of a lane in primitive columns: 24 bytes an entry, and 8 more each in a run with expiries
 * or with delays. An entry is named by its chunk and its index in it for as long as it is not gone; only recovery, when
 * nobody holds such names yet, inserts.
 */
public final class EntryChunk {
    static final int CAPACITY = 512;

    private static final int INITIAL_CAPACITY = 16;

    private final Lane lane;
    private long[] numbers = new long[INITIAL_CAPACITY];
    private long[] positions = new long[INITIAL_CAPACITY];
    private int[] lengths = new int[INITIAL_CAPACITY];
    /** {@link EntryTraits}, with the state. */
    private int[] traits = new int[INITIAL_CAPACITY];

    private long[] expirationsMs;
    /** When those that are delayed are due; of the others it says nothing. */
    private long[] duesMs;

    private long deadlineMs = Deadlines.NEVER;
    private int heapIndex = Deadlines.NOWHERE;
    private int size;
    private int liveCount;

    EntryChunk(Lane lane) {
        this.lane = lane;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    /** How many entries there are, those that are gone included. */
    public int size() {
        return size;
    }

    /** How many entries are not gone. */
    public int liveCount() {
        return liveCount;
    }

    Lane lane() {
        return lane;
    }

    /** The index that it belongs to. */
    public MessageQueue queue() {
        return lane.queue();
    }

    /** The time at which it waits in {@link Deadlines}: none of its entries needs attention before it. */
    long deadlineMs() {
        return deadlineMs;
    }

    void deadlineMs(long newDeadlineMs) {
        deadlineMs = newDeadlineMs;
    }

    /** Where it is in {@link Deadlines}, for these to know. */
    int heapIndex() {
        return heapIndex;
    }

    void heapIndex(int newHeapIndex) {
        heapIndex = newHeapIndex;
    }

    long firstNumber() {
        return numbers[0];
    }

    long lastNumber() {
        return numbers[size - 1];
    }

    void append(long number, long position, int length, long expirationMs, long dueMs, int newTraits) {
        assert size == 0 || numbers[size - 1] < number : "numbers must grow";
        insert(size, number, position, length, expirationMs, newTraits);
        if (dueMs != 0) {
            delay(size - 1, dueMs);
        }
    }

    /** Puts an entry that is not delayed in front of the one at an index; the chunk must not be full. */
    void insert(int index, long number, long position, int length, long expirationMs, int newTraits) {
        if (size == numbers.length) {
            grow();
        }
        int behind = size - index;
        if (behind > 0) {
            System.arraycopy(numbers, index, numbers, index + 1, behind);
            System.arraycopy(positions, index, positions, index + 1, behind);
            System.arraycopy(lengths, index, lengths, index + 1, behind);
            System.arraycopy(traits, index, traits, index + 1, behind);
            if (expirationsMs != null) {
                System.arraycopy(expirationsMs, index, expirationsMs, index + 1, behind);
            }
            if (duesMs != null) {
                System.arraycopy(duesMs, index, duesMs, index + 1, behind);
            }
        }
        numbers[index] = number;
        positions[index] = position;
        lengths[index] = length;
        traits[index] = EntryTraits.withState(newTraits, EntryState.READY);
        if (expirationMs != 0 && expirationsMs == null) {
            expirationsMs = new long[numbers.length];
        }
        if (expirationsMs != null) {
            expirationsMs[index] = expirationMs;
        }
        size++;
        liveCount++;
    }

    private void grow() {
        int capacity = Math.min(CAPACITY, size * 2);
        numbers = Arrays.copyOf(numbers, capacity);
        positions = Arrays.copyOf(positions, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        traits = Arrays.copyOf(traits, capacity);
        if (expirationsMs != null) {
            expirationsMs = Arrays.copyOf(expirationsMs, capacity);
        }
        if (duesMs != null) {
            duesMs = Arrays.copyOf(duesMs, capacity);
        }
    }

    /**
     * Recovery: says anew what is known of a message.
     *
     * @return whether it was gone
     */
    boolean replace(int index, long position, int length, long dueMs, int newTraits) {
        boolean wasGone = isGone(index);
        int deliveryCount = Math.max(deliveryCount(index), EntryTraits.deliveryCount(newTraits));
        int replaced = EntryTraits.of(EntryTraits.shares(newTraits), EntryTraits.isSpilled(newTraits), deliveryCount);
        positions[index] = position;
        lengths[index] = length;
        traits[index] = EntryTraits.withState(replaced, EntryState.READY);
        if (dueMs != 0) {
            delay(index, dueMs);
        }
        if (wasGone) {
            liveCount++;
        }
        return wasGone;
    }

    /** Moves the entries from an index on to a chunk of their own. */
    EntryChunk splitAt(int index) {
        EntryChunk upper = new EntryChunk(lane);
        for (int i = index; i < size; i++) {
            upper.append(numbers[i], positions[i], lengths[i], expirationMs(i), 0, traits[i]);
            EntryState state = state(i);
            if (state == EntryState.DELAYED) {
                upper.delay(i - index, duesMs[i]);
            }
            upper.traits[i - index] = traits[i];
            if (state == EntryState.GONE) {
                upper.liveCount--;
            } else {
                liveCount--;
            }
        }
        size = index;
        return upper;
    }

    /** Index of the entry with this number, or a negative value from which the place for it follows as in a binary search. */
    int indexOf(long number) {
        return Arrays.binarySearch(numbers, 0, size, number);
    }

    /** Index of the first entry with a number greater than this, the size if there is none. */
    int indexBehind(long number) {
        int at = indexOf(number);
        return at >= 0 ? at + 1 : -at - 1;
    }

    EntryState state(int index) {
        return EntryTraits.state(traits[index]);
    }

    /** Whether the message is no longer there. */
    public boolean isGone(int index) {
        return state(index) == EntryState.GONE;
    }

    void changeState(int index, EntryState next) {
        EntryState state = state(index);
        if (!state.permits(next)) {
            throw new IllegalStateException("entry state: number=" + numbers[index] + " from=" + state + " to=" + next);
        }
        traits[index] = EntryTraits.withState(traits[index], next);
        if (next == EntryState.GONE) {
            liveCount--;
        }
    }

    /** Lets an entry wait. */
    void delay(int index, long dueMs) {
        changeState(index, EntryState.DELAYED);
        if (duesMs == null) {
            duesMs = new long[numbers.length];
        }
        duesMs[index] = dueMs;
    }

    /** Moves the expiration of an entry that has one. */
    void expireLater(int index, long expirationMs) {
        expirationsMs[index] = expirationMs;
    }

    /** Recovery: the message came back, having been delivered so often, and is to wait if a time is given. */
    void restoreReturn(int index, int count, long dueMs) {
        int shares = EntryTraits.shares(traits[index]);
        int returned = EntryTraits.of(shares, EntryTraits.isSpilled(traits[index]), count);
        traits[index] = EntryTraits.withState(returned, EntryState.READY);
        if (dueMs != 0) {
            delay(index, dueMs);
        }
    }

    /** When something has to be done about an entry, {@link Deadlines#NEVER} if it need not. */
    long deadlineMs(int index) {
        EntryState state = state(index);
        if (state == EntryState.GONE || state == EntryState.LOCKED) {
            return Deadlines.NEVER;
        }
        long expirationMs = expirationMs(index);
        long endMs = expirationMs == 0 ? Deadlines.NEVER : expirationMs;
        return state == EntryState.DELAYED ? Math.min(endMs, duesMs[index]) : endMs;
    }

    /** How many entries are delayed. */
    int delayedCount() {
        int count = 0;
        for (int i = 0; i < size && duesMs != null; i++) {
            count += state(i) == EntryState.DELAYED ? 1 : 0;
        }
        return count;
    }

    /** Whether an entry can have a deadline at all. */
    boolean hasTimes() {
        return expirationsMs != null || duesMs != null;
    }

    /** The message comes back and was delivered. */
    public void countDelivery(int index) {
        traits[index] = EntryTraits.countDelivery(traits[index]);
    }

    /** The message is elsewhere from now on, and perhaps shared by fewer. */
    public void relocate(int index, long position, int shares) {
        positions[index] = position;
        int moved = EntryTraits.of(shares, EntryTraits.isSpilled(traits[index]), deliveryCount(index));
        traits[index] = EntryTraits.withState(moved, state(index));
    }

    /** How often the message has been delivered and come back. */
    public int deliveryCount(int index) {
        return EntryTraits.deliveryCount(traits[index]);
    }

    /** See {@link EntryTraits}. */
    public int traits(int index) {
        return EntryTraits.withoutState(traits[index]);
    }

    /** How much of the log this entry keeps: see {@link EntryTraits#share}. */
    public int share(int index) {
        return EntryTraits.share(lengths[index], traits[index]);
    }

    /** The broker's number of the message. */
    public long number(int index) {
        return numbers[index];
    }

    /** Where the message is: a position in the journal or, if negative, the complement of a slot in memory. */
    public long position(int index) {
        return positions[index];
    }

    /** Length of the encoded message. */
    public int length(int index) {
        return lengths[index];
    }

    /** When the message expires, 0 for never. */
    public long expirationMs(int index) {
        return expirationsMs == null ? 0 : expirationsMs[index];
    }

    /** Whether the message has expired. */
    public boolean isExpired(int index, long nowMs) {
        long expirationMs = expirationMs(index);
        return expirationMs != 0 && expirationMs <= nowMs;
    }

    /** Until when the message is not to be delivered, 0 if it does not wait. */
    public long dueMs(int index) {
        return state(index) == EntryState.DELAYED ? duesMs[index] : 0;
    }
}
