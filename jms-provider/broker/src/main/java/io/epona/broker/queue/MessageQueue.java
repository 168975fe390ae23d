package io.epona.broker.queue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An index with consumers: the messages of a JMS queue, or of one subscription of a topic, by priority and arrival. It
 * refers to messages; it holds none. Messages are handed out to consumers with credit in turn.
 */
public final class MessageQueue {
    /** Priorities go from 0 to one less. */
    public static final int PRIORITIES = 10;

    private final int number;
    private final IndexName name;
    private final boolean isDurable;
    private final Consumer<MessageQueue> onWork;
    private final Deadlines deadlines;
    private final Lane[] lanes = new Lane[PRIORITIES];
    private final ConsumerLine line = new ConsumerLine(lanes);
    private final Set<Object> awaitedHolders = new HashSet<>();

    /** Made when there is something to dispatch; many an index never has. */
    private Turn turn;

    /** Likewise, with the first transaction that needs it. */
    private Withheld withheld;

    private boolean isScheduled;
    private boolean isDiscarded;
    private long messageCount;
    private long byteCount;
    private int consumerCount;
    private int lockedCount;
    private long delayedCount;

    /** An empty index of a queue, whose messages become due only if its owner looks. */
    public MessageQueue(int number, String name, boolean isDurable, Consumer<MessageQueue> onWork) {
        this(number, IndexName.ofQueue(name), isDurable, onWork, new Deadlines());
    }

    /**
     * An empty index.
     *
     * @param number of it in the journal
     * @param isDurable whether its persistent messages survive a restart
     * @param onWork called when there may be something to dispatch
     * @param deadlines where its runs of messages wait for their times, until {@link #onDeadline}
     */
    public MessageQueue(
            int number, IndexName name, boolean isDurable, Consumer<MessageQueue> onWork, Deadlines deadlines) {
        this.number = number;
        this.name = name;
        this.isDurable = isDurable;
        this.onWork = onWork;
        this.deadlines = deadlines;
    }

    /** The number that journal records name it by. */
    public int number() {
        return number;
    }

    /** The name for logs and errors. */
    public String name() {
        return name.text();
    }

    /** What it is of. */
    public IndexName fullName() {
        return name;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Whether its persistent messages survive a restart. */
    public boolean isDurable() {
        return isDurable;
    }

    /** How many messages it refers to, those in flight included. */
    public long messageCount() {
        return messageCount;
    }

    /** How many bytes these messages have, encoded. */
    public long byteCount() {
        return byteCount;
    }

    /** Is empty from now on, and stays so: it was deleted. Who still knows it finds nothing in it. */
    public void retire() {
        forgetDeadlines();
        Arrays.fill(lanes, null);
        messageCount = 0;
        byteCount = 0;
        delayedCount = 0;
        awaitedHolders.clear();
    }

    /** How many of these wait for their time. */
    public long delayedCount() {
        return delayedCount;
    }

    /** How many of these are in flight. */
    public int lockedCount() {
        return lockedCount;
    }

    /** How many consumers are attached. */
    public int consumerCount() {
        return consumerCount;
    }

    /** Whether it is due to be dispatched; kept for the dispatcher, so that it is listed once. */
    public boolean isScheduled() {
        return isScheduled;
    }

    /** Notes whether it is due to be dispatched. */
    public void setScheduled(boolean isScheduled) {
        this.isScheduled = isScheduled;
    }

    /**
     * Adds a message; numbers must grow.
     *
     * @param expirationMs from when on it is not handed out any more, 0 for never
     * @param dueMs until when it is not handed out yet, 0 for at once
     * @param traits see {@link EntryTraits}
     */
    public void add(
            long messageNumber, long position, int length, int priority, long expirationMs, long dueMs, int traits) {
        Lane lane = lane(priority);
        EntryChunk chunk = lane.append(messageNumber, position, length, expirationMs, dueMs, traits);
        messageCount++;
        byteCount += length;
        if ((expirationMs | dueMs) != 0) {
            delayedCount += dueMs == 0 ? 0 : 1;
            lane.requireDeadline(chunk, chunk.size() - 1);
        }
        if (!line.isEmpty()) {
            onWork.accept(this);
        }
    }

    private Lane lane(int priority) {
        Lane lane = lanes[priority];
        if (lane == null) {
            lane = new Lane(this);
            lanes[priority] = lane;
        }
        return lane;
    }

    /**
     * Recovery: adds a message, whatever its number, or says anew what is known of it. {@link #finishRecovery} follows
     * before anything else than recovery is done.
     */
    public void restore(
            long messageNumber, long position, int length, int priority, long expirationMs, long dueMs, int traits) {
        if (lane(priority).restore(messageNumber, position, length, expirationMs, dueMs, traits)) {
            messageCount++;
            byteCount += length;
        }
    }

    /** Recovery: a message, if it is there, came back after so many deliveries and, unless 0, is due at a time. */
    public void restoreReturn(long messageNumber, int deliveryCount, long dueMs) {
        Lane lane = laneOf(messageNumber);
        if (lane != null) {
            lane.foundChunk().restoreReturn(lane.foundIndex(), deliveryCount, dueMs);
        }
    }

    /** Recovery: takes over what was recovered for this index before it was known by name. */
    public void adopt(MessageQueue nameless) {
        System.arraycopy(nameless.lanes, 0, lanes, 0, PRIORITIES);
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.moveTo(this);
            }
        }
        messageCount = nameless.messageCount;
        byteCount = nameless.byteCount;
        awaitedHolders.addAll(nameless.awaitedHolders);
    }

    /** Recovery: all messages are there; those that were delayed until now or before are ready. */
    public void finishRecovery(long nowMs) {
        shrinkIfIdle();
        for (Lane lane : lanes) {
            if (lane != null) {
                delayedCount += lane.rewind(nowMs);
            }
        }
    }

    /** Shows the message with this number and priority, if it is there. */
    public void show(long messageNumber, int priority, EntryVisitor visitor) {
        Lane lane = lanes[priority];
        if (lane != null && lane.find(messageNumber)) {
            visitor.onEntry(lane.foundChunk(), lane.foundIndex());
        }
    }

    /**
     * The first run of messages of a priority that begins behind a number, null if there is none: to walk through an index
     * in several steps, while it changes.
     */
    public EntryChunk chunkAfter(int priority, long messageNumber) {
        return lanes[priority] == null ? null : lanes[priority].chunkAfter(messageNumber);
    }

    /** The run of messages of a priority in which a number is or belongs, null if there is none. */
    EntryChunk chunkAt(int priority, long messageNumber) {
        return lanes[priority] == null ? null : lanes[priority].chunkAt(messageNumber);
    }

    /** Counts a consumer in. It is lined up when it is active and has credit. */
    public void attach(QueueConsumer consumer) {
        assert consumer.queue() == this;
        consumerCount++;
        line.attach(consumer);
    }

    /** Counts a consumer out. */
    public void detach(QueueConsumer consumer) {
        consumer.deactivate();
        consumerCount--;
        line.detach(consumer);
        shrinkIfIdle();
    }

    /** An index without messages and consumers keeps nothing that the next message could not have made anew. */
    private void shrinkIfIdle() {
        if (messageCount == 0 && consumerCount == 0) {
            Arrays.fill(lanes, null);
            turn = null;
        }
    }

    /** Lets a consumer take its turn if it can take a message. */
    public void lineUp(QueueConsumer consumer) {
        if (line.add(consumer)) {
            onWork.accept(this);
        }
    }

    /** A place to stand for a consumer that wants some messages only. */
    SelectiveCursor cursor(EntryFilter filter) {
        return new SelectiveCursor(lanes, filter);
    }

    /**
     * Hands out messages to the consumers in line. Those who want some messages only look at a limited number in one turn;
     * one who has not come to the end steps back behind the others and goes on in the next turn.
     *
     * @param durablePosition messages in the journal from here on are not yet visible
     * @param nowMs messages that expire up to now go to {@code onExpired} instead, which must remove or delay them
     * @param limit of messages in this turn
     * @param sharers how many indexes have a turn in this duty cycle: they share what may be scanned
     * @return why it ended
     */
    public DispatchResult dispatch(long durablePosition, long nowMs, int limit, int sharers, EntryVisitor onExpired) {
        if (!awaitedHolders.isEmpty()) {
            return DispatchResult.DONE;
        }
        if (turn == null) {
            turn = new Turn();
        }
        turn.hide(durablePosition, firstWithheld(durablePosition));
        turn.begin(nowMs, limit, sharers, onExpired);
        return line.handOut(turn);
    }

    private long firstWithheld(long durablePosition) {
        if (withheld == null) {
            return Withheld.NONE;
        }
        long number = withheld.firstNumber(durablePosition);
        if (withheld.isEmpty()) {
            withheld = null;
        }
        return number;
    }

    /**
     * Hands out no messages from a number on before the record at a position is durable, although they are themselves. Both
     * are higher than in former calls.
     */
    public void withhold(long firstNumber, long position) {
        if (withheld == null) {
            withheld = new Withheld();
        }
        withheld.add(firstNumber, position);
    }

    void lock(EntryChunk chunk, int index) {
        chunk.changeState(index, EntryState.LOCKED);
        lockedCount++;
    }

    /** Whether nobody consumes from it or has messages of it in flight. */
    public boolean isIdle() {
        return consumerCount == 0 && lockedCount == 0;
    }

    /** Puts a message that was taken out of flight back to its place. */
    public void putBack(EntryChunk chunk, int index) {
        lockedCount--;
        makeReady(chunk, index);
    }

    private void makeReady(EntryChunk chunk, int index) {
        chunk.lane().putBack(chunk, index);
        line.onReturned(chunk, index);
        onWork.accept(this);
    }

    /** Lets a message wait that is ready or was taken out of flight; others are handed out in the meantime. */
    public void delay(EntryChunk chunk, int index, long dueMs) {
        if (chunk.state(index) == EntryState.LOCKED) {
            lockedCount--;
        }
        delayedCount++;
        chunk.lane().delay(chunk, index, dueMs);
    }

    /**
     * A run of messages that came from {@link Deadlines#pollDue}: those that are due are ready from now on, and it waits
     * for the next time of the others.
     *
     * @param onExpired is given those that have expired, and must remove or delay them
     */
    public void onDeadline(EntryChunk chunk, long nowMs, EntryVisitor onExpired) {
        for (int i = 0; i < chunk.size(); i++) {
            if (chunk.deadlineMs(i) > nowMs) {
                continue;
            }
            if (chunk.state(i) == EntryState.DELAYED) {
                delayedCount--;
                makeReady(chunk, i);
            }
            if (chunk.isExpired(i, nowMs)) {
                onExpired.onEntry(chunk, i);
            }
        }
        deadlines.remove(chunk);
        if (chunk.liveCount() > 0) {
            chunk.lane().requireDeadline(chunk);
        }
    }

    /** Keeps a message that has expired, without handing it out, until a time at which it counts as expired again. */
    public void keepExpired(EntryChunk chunk, int index, long againMs) {
        chunk.expireLater(index, againMs);
        delay(chunk, index, againMs);
    }

    /** Has a run of messages that came from {@link Deadlines#pollDue} wait for another time instead. */
    public void postpone(EntryChunk chunk, long deadlineMs) {
        deadlines.require(chunk, deadlineMs);
    }

    /** None of its messages is waited for any more: the index goes. */
    public void forgetDeadlines() {
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.forgetDeadlines();
            }
        }
    }

    /** Removes a message, be it ready, delayed or taken out of flight. */
    public void remove(EntryChunk chunk, int index) {
        takeOut(chunk, index);
        shrinkIfIdle();
    }

    private void takeOut(EntryChunk chunk, int index) {
        if (chunk.state(index) == EntryState.LOCKED) {
            lockedCount--;
        } else if (chunk.state(index) == EntryState.DELAYED) {
            delayedCount--;
        }
        byteCount -= chunk.length(index);
        chunk.lane().remove(chunk, index);
        messageCount--;
    }

    /** Removes the message with this number, if it is there; used in recovery. */
    public void removeNumber(long messageNumber) {
        Lane lane = laneOf(messageNumber);
        if (lane != null) {
            takeOut(lane.foundChunk(), lane.foundIndex());
        }
    }

    /**
     * Locks the message with this number for a resuming client that says it holds it, and shows it.
     *
     * @return false if another consumer has it; true if it is locked now or is no longer there
     */
    public boolean lockHeld(long messageNumber, EntryVisitor visitor) {
        Lane lane = laneOf(messageNumber);
        if (lane == null) {
            return true;
        }
        EntryChunk chunk = lane.foundChunk();
        int index = lane.foundIndex();
        boolean isReady = chunk.state(index) == EntryState.READY;
        if (isReady) {
            lock(chunk, index);
            visitor.onEntry(chunk, index);
        }
        return isReady;
    }

    /** Recovery is over: locks the message with this number for a prepared branch and shows it, if it is there. */
    public void lockNumber(long messageNumber, EntryVisitor visitor) {
        Lane lane = laneOf(messageNumber);
        if (lane == null) {
            return;
        }
        EntryChunk chunk = lane.foundChunk();
        int index = lane.foundIndex();
        if (chunk.state(index) == EntryState.DELAYED) {
            // That was before the branch consumed it.
            delayedCount--;
            makeReady(chunk, index);
        }
        if (chunk.state(index) == EntryState.READY) {
            lock(chunk, index);
            visitor.onEntry(chunk, index);
        }
    }

    /** Notes that all of its messages are gone, and with them what branches have locked. */
    public void setDiscarded() {
        isDiscarded = true;
    }

    /** Whether it and its messages are gone. */
    public boolean isDiscarded() {
        return isDiscarded;
    }

    private Lane laneOf(long messageNumber) {
        for (Lane lane : lanes) {
            if (lane != null && lane.find(messageNumber)) {
                return lane;
            }
        }
        return null;
    }

    /** Shows all messages, those in flight included; the visitor must not change the index. */
    public void forEach(EntryVisitor visitor) {
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.forEachLive(visitor);
            }
        }
    }

    /** Hands out nothing until the holder has resumed or is given up: it may have messages of this index. */
    public void awaitHolder(Object holder) {
        awaitedHolders.add(holder);
    }

    /** Whether any holder is awaited. */
    public boolean isAwaitingHolders() {
        return !awaitedHolders.isEmpty();
    }

    /** Whether a holder is awaited. */
    public boolean isAwaiting(Object holder) {
        return awaitedHolders.contains(holder);
    }

    /** Ends the waiting for a holder; whether it was awaited. */
    public boolean endAwait(Object holder) {
        boolean wasAwaited = awaitedHolders.remove(holder);
        if (wasAwaited && awaitedHolders.isEmpty()) {
            onWork.accept(this);
        }
        return wasAwaited;
    }

    /** The holders that are awaited. */
    public Set<Object> awaitedHolders() {
        return Set.copyOf(awaitedHolders);
    }
}
