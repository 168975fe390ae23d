package io.epona.broker.queue;

import io.epona.protocol.Protocol;

/** One who takes messages from an index: its credit, and what it has in flight. */
public final class QueueConsumer {
    private final MessageQueue queue;
    private final DeliveryTarget target;
    /** Where it stands if it wants some messages only; null if it wants all. */
    private final SelectiveCursor cursor;

    private final InFlight inFlight = new InFlight();

    private int inFlightLimit = Protocol.MAX_GROUP_COUNT;
    private long creditMessages;
    private long creditBytes;
    private long nextDeliveryId = 1;
    private boolean isActive;
    /** Whether it stands in the queue's line of those who can take a message. */
    private boolean isInLine;

    /** A consumer of all messages. */
    public QueueConsumer(MessageQueue queue, DeliveryTarget target) {
        this(queue, target, null);
    }

    /**
     * A consumer that gets nothing until it is activated.
     *
     * @param filter which messages it wants, null for all
     */
    public QueueConsumer(MessageQueue queue, DeliveryTarget target, EntryFilter filter) {
        this.queue = queue;
        this.target = target;
        this.cursor = filter == null ? null : queue.cursor(filter);
    }

    /** The index it takes from. */
    public MessageQueue queue() {
        return queue;
    }

    /** Lets it have no more messages in flight than this. */
    public void limitInFlight(int limit) {
        inFlightLimit = limit;
    }

    /** Adds to what may be sent ahead. */
    public void addCredit(long messages, long bytes) {
        creditMessages = Math.min(inFlightLimit, creditMessages + messages);
        creditBytes = Math.min(Integer.MAX_VALUE, creditBytes + bytes);
        queue.lineUp(this);
    }

    /** Takes all credit back, as when the client starts anew. */
    public void clearCredit() {
        creditMessages = 0;
        creditBytes = 0;
    }

    /** Numbers the next delivery; used when a consumer resumes. */
    public void resumeAt(long deliveryId) {
        nextDeliveryId = deliveryId;
    }

    /** Lets it get messages. */
    public void activate() {
        isActive = true;
        queue.lineUp(this);
    }

    /** Lets it get no more messages; what is in flight stays with it. */
    public void deactivate() {
        isActive = false;
    }

    /** How many deliveries are not acknowledged. */
    public int inFlightCount() {
        return inFlight.count();
    }

    /** Whether a message is in flight as this delivery. */
    public boolean hasInFlight(long deliveryId, long messageNumber) {
        return inFlight.has(deliveryId, messageNumber);
    }

    /** Whether there is something in flight from one delivery to another, both included. */
    public boolean hasAnyInFlight(long from, long to) {
        return inFlight.hasAny(from, to);
    }

    /** Takes deliveries out of flight, both ends included, and shows each: the caller removes or returns them. */
    public void takeInFlight(long from, long to, EntryVisitor visitor) {
        boolean wasFull = inFlight.count() >= inFlightLimit;
        inFlight.take(from, to, visitor);
        if (wasFull) {
            // It has left the line with credit, so that its client has no reason to grant more.
            queue.lineUp(this);
        }
    }

    boolean isSelective() {
        return cursor != null;
    }

    SelectiveCursor cursor() {
        return cursor;
    }

    boolean canTake() {
        return isActive
                && creditMessages > 0
                && creditBytes > 0
                && inFlight.count() < inFlightLimit
                && target.isWritable();
    }

    boolean isInLine() {
        return isInLine;
    }

    void setInLine(boolean isInLine) {
        this.isInLine = isInLine;
    }

    void deliver(EntryChunk chunk, int index) {
        long deliveryId = nextDeliveryId++;
        creditMessages--;
        creditBytes -= chunk.length(index);
        inFlight.add(deliveryId, chunk, index);
        target.deliver(deliveryId, chunk, index);
    }

    /**
     * Has a delivery that is in flight already: another consumer's that was taken from it, or a resuming client's. Its id is
     * higher than those of all in flight.
     */
    public void hold(long deliveryId, EntryChunk chunk, int index) {
        inFlight.add(deliveryId, chunk, index);
    }
}
