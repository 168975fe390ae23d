package io.epona.broker.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private final String name;
    private final boolean isDurable;
    private final Consumer<MessageQueue> onWork;
    private final Lane[] lanes = new Lane[PRIORITIES];
    private final ArrayDeque<QueueConsumer> line = new ArrayDeque<>();
    private final List<QueueConsumer> selectiveConsumers = new ArrayList<>();
    private final Set<Object> awaitedHolders = new HashSet<>();

    /** Made when there is something to dispatch; many an index never has. */
    private Turn turn;

    private boolean isScheduled;
    private boolean isDiscarded;
    private long messageCount;
    private int consumerCount;
    private int lockedCount;

    /**
     * An empty index.
     *
     * @param number of it in the journal
     * @param name for logs and errors
     * @param isDurable whether its persistent messages survive a restart
     * @param onWork called when there may be something to dispatch
     */
    public MessageQueue(int number, String name, boolean isDurable, Consumer<MessageQueue> onWork) {
        this.number = number;
        this.name = name;
        this.isDurable = isDurable;
        this.onWork = onWork;
    }

    /** The number that journal records name it by. */
    public int number() {
        return number;
    }

    /** The name for logs and errors. */
    public String name() {
        return name;
    }

    /** Whether its persistent messages survive a restart. */
    public boolean isDurable() {
        return isDurable;
    }

    /** How many messages it refers to, those in flight included. */
    public long messageCount() {
        return messageCount;
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
     * @param traits see {@link EntryTraits}
     */
    public void add(long messageNumber, long position, int length, int priority, long expirationMs, int traits) {
        lane(priority).append(messageNumber, position, length, expirationMs, traits);
        messageCount++;
        if (!line.isEmpty()) {
            onWork.accept(this);
        }
    }

    private Lane lane(int priority) {
        Lane lane = lanes[priority];
        if (lane == null) {
            lane = new Lane();
            lanes[priority] = lane;
        }
        return lane;
    }

    /**
     * Recovery: adds a message, whatever its number, or says anew what is known of it. {@link #finishRecovery()} follows
     * before anything else than recovery is done.
     */
    public void restore(long messageNumber, long position, int length, int priority, long expirationMs, int traits) {
        if (lane(priority).restore(messageNumber, position, length, expirationMs, traits)) {
            messageCount++;
        }
    }

    /** Recovery: takes over what was recovered for this index before it was known by name. */
    public void adopt(MessageQueue nameless) {
        System.arraycopy(nameless.lanes, 0, lanes, 0, PRIORITIES);
        messageCount = nameless.messageCount;
        awaitedHolders.addAll(nameless.awaitedHolders);
    }

    /** Recovery: all messages are there. */
    public void finishRecovery() {
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.rewind();
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
        if (consumer.isSelective()) {
            selectiveConsumers.add(consumer);
        }
    }

    /** Counts a consumer out. */
    public void detach(QueueConsumer consumer) {
        consumer.deactivate();
        consumerCount--;
        selectiveConsumers.remove(consumer);
    }

    /** Lets a consumer take its turn if it can take a message. */
    public void lineUp(QueueConsumer consumer) {
        if (!consumer.isInLine() && consumer.canTake()) {
            consumer.setInLine(true);
            line.addLast(consumer);
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
     * @param nowMs messages that expire up to now go to {@code onExpired} instead, which must remove them
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
        turn.begin(durablePosition, nowMs, limit, sharers, onExpired);
        DispatchResult result = handOut();
        QueueConsumer first = turn.firstSkipped();
        if (first != null && first.isInLine()) {
            while (line.peekFirst() != first) {
                stepBack();
            }
        }
        return result;
    }

    private DispatchResult handOut() {
        int fruitlessCount = 0;
        while (!turn.isOver()) {
            QueueConsumer consumer = nextInLine();
            if (consumer == null) {
                return DispatchResult.DONE;
            } else if (fruitlessCount >= line.size()) {
                return turn.result();
            } else if (handOut(consumer)) {
                fruitlessCount = 0;
            } else if (selectiveConsumers.isEmpty()) {
                return turn.isOver() ? DispatchResult.LIMIT : turn.result();
            } else {
                fruitlessCount++;
                stepBack();
            }
        }
        return DispatchResult.LIMIT;
    }

    /** The first in line goes behind the others. */
    private void stepBack() {
        line.addLast(line.pollFirst());
    }

    /** Gives a consumer the next message that it may have; whether there was one. */
    private boolean handOut(QueueConsumer consumer) {
        if (consumer.isSelective() && turn.budget().isSpent()) {
            turn.noteSkipped(consumer);
            return false;
        } else if (consumer.isSelective()) {
            SelectiveCursor cursor = consumer.cursor();
            return cursor.find(turn) && handOut(consumer, cursor.foundChunk(), cursor.foundIndex());
        }
        while (!turn.isOver() && !turn.isExhausted()) {
            Lane lane = laneWithReady(turn.durablePosition());
            if (lane == null) {
                turn.noteExhausted();
            } else if (!turn.dropIfExpired(lane.foundChunk(), lane.foundIndex())) {
                return handOut(consumer, lane.foundChunk(), lane.foundIndex());
            }
        }
        return false;
    }

    private boolean handOut(QueueConsumer consumer, EntryChunk chunk, int index) {
        turn.use();
        lock(chunk, index);
        stepBack();
        consumer.deliver(chunk, index);
        return true;
    }

    /** The first in line who can take a message; those who cannot leave the line. */
    private QueueConsumer nextInLine() {
        while (!line.isEmpty()) {
            QueueConsumer consumer = line.peekFirst();
            if (consumer.canTake()) {
                return consumer;
            }
            line.pollFirst();
            consumer.setInLine(false);
        }
        return null;
    }

    private Lane laneWithReady(long durablePosition) {
        for (int priority = PRIORITIES - 1; priority >= 0; priority--) {
            Lane lane = lanes[priority];
            if (lane != null && lane.findReady(durablePosition)) {
                return lane;
            } else if (lane != null && lane.isHidden()) {
                turn.noteHidden();
            }
        }
        return null;
    }

    private void lock(EntryChunk chunk, int index) {
        chunk.changeState(index, EntryState.LOCKED);
        lockedCount++;
    }

    /** Whether nobody consumes from it or has messages of it in flight. */
    public boolean isIdle() {
        return consumerCount == 0 && lockedCount == 0;
    }

    /** Puts a message that was taken out of flight back to its place. */
    public void putBack(EntryChunk chunk, int index, boolean wasDelivered) {
        lockedCount--;
        if (wasDelivered) {
            chunk.countDelivery(index);
        }
        chunk.lane().putBack(chunk, index);
        for (QueueConsumer consumer : selectiveConsumers) {
            consumer.cursor().onReturned(chunk, index);
        }
        onWork.accept(this);
    }

    /** Removes a message, ready or taken out of flight. */
    public void remove(EntryChunk chunk, int index) {
        if (chunk.state(index) == EntryState.LOCKED) {
            lockedCount--;
        }
        chunk.lane().remove(chunk, index);
        messageCount--;
    }

    /** Removes the message with this number, if it is there; used in recovery. */
    public void removeNumber(long messageNumber) {
        Lane lane = laneOf(messageNumber);
        if (lane != null) {
            remove(lane.foundChunk(), lane.foundIndex());
        }
    }

    /**
     * Gives a resuming consumer a message that it says it holds.
     *
     * @return false if another consumer has it; true if it is given or is no longer there
     */
    public boolean hold(QueueConsumer consumer, long deliveryId, long messageNumber) {
        Lane lane = laneOf(messageNumber);
        if (lane == null) {
            return true;
        }
        EntryChunk chunk = lane.foundChunk();
        int index = lane.foundIndex();
        if (chunk.state(index) != EntryState.READY) {
            return false;
        }
        lock(chunk, index);
        consumer.hold(deliveryId, chunk, index);
        return true;
    }

    /** Recovery is over: locks the message with this number for a prepared branch and shows it, if it is there. */
    public void lockNumber(long messageNumber, EntryVisitor visitor) {
        Lane lane = laneOf(messageNumber);
        if (lane != null && lane.foundChunk().state(lane.foundIndex()) == EntryState.READY) {
            lock(lane.foundChunk(), lane.foundIndex());
            visitor.onEntry(lane.foundChunk(), lane.foundIndex());
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
