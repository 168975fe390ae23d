package io.epona.broker.core;

import io.epona.broker.queue.DeliveryTarget;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryFilter;
import io.epona.broker.queue.EntryVisitor;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.queue.QueueConsumer;

/** A consumer of a client: its place at an index, and the way to it. */
final class ClientConsumer implements DeliveryTarget {
    private final Connection connection;
    private final ClientSession session;
    private final int number;
    private final Deliveries deliveries;
    private final QueueConsumer consumer;
    /** The subscription that ends with its last consumer, null if it takes from something else. */
    private final VolatileSubscription subscription;

    private final boolean isLoaded;

    /** What its client has still to say of what it holds. */
    private final Holding holding = new Holding(this);

    private int generation;
    private boolean isClosed;

    ClientConsumer(ClientSession session, Connection connection, int number, Source source, Deliveries deliveries) {
        this.session = session;
        this.connection = connection;
        this.number = number;
        this.deliveries = deliveries;
        this.subscription = source.subscription();
        this.consumer = new QueueConsumer(source.queue(), this, source.filter());
        this.isLoaded = false;
        source.queue().attach(consumer);
        if (subscription != null) {
            subscription.join(this);
        }
    }

    /** One that takes nothing by itself, of the same index as another one, and ends once what it is given is settled. */
    ClientConsumer(ClientSession session, Connection connection, int number, ClientConsumer source) {
        this.session = session;
        this.connection = connection;
        this.number = number;
        this.deliveries = source.deliveries;
        this.subscription = source.subscription;
        this.consumer = new QueueConsumer(source.queue(), this);
        this.isLoaded = true;
        this.isClosed = true;
        if (subscription != null) {
            subscription.join(this);
        }
    }

    /**
     * What a consumer takes from.
     *
     * @param subscription the one without durability whose index it is, else null
     * @param filter which messages of the index it wants, null for all
     */
    record Source(MessageQueue queue, VolatileSubscription subscription, EntryFilter filter) {
        static Source of(VolatileSubscription subscription) {
            return new Source(subscription.queue(), subscription, null);
        }
    }

    ClientSession session() {
        return session;
    }

    int number() {
        return number;
    }

    MessageQueue queue() {
        return consumer.queue();
    }

    int generation() {
        return generation;
    }

    Holding holding() {
        return holding;
    }

    /** Starts anew on another socket. What the former one left in flight stays so until it is known what the client holds. */
    void reopen(long nextDeliveryId) {
        consumer.clearCredit();
        consumer.deactivate();
        consumer.resumeAt(nextDeliveryId);
        consumer.limitInFlight(connection.inFlightLimit());
        generation = connection.generation();
    }

    /** Keeps or takes a message that the client holds, behind all that are in flight and stay; false if another has it. */
    boolean hold(long deliveryId, long messageNumber) {
        boolean isGone = subscription != null && subscription.isEnded();
        return isGone
                || consumer.hasInFlight(deliveryId, messageNumber)
                || consumer.queue().lockHeld(messageNumber, (chunk, index) -> {
                    putBackAny(deliveryId, Long.MAX_VALUE);
                    consumer.hold(deliveryId, chunk, index);
                });
    }

    /** Puts back what is in flight from one delivery to another, both included, which the client has not seen. */
    void putBackAny(long from, long to) {
        if (consumer.hasAnyInFlight(from, to)) {
            putBack(from, to, Returns.Reason.UNSEEN);
        }
    }

    void activate() {
        if (!isClosed) {
            consumer.activate();
        }
    }

    void addCredit(long messages, long bytes) {
        consumer.addCredit(messages, bytes);
    }

    void clearCredit() {
        consumer.clearCredit();
    }

    void lineUp() {
        consumer.queue().lineUp(consumer);
    }

    void takeInFlight(long from, long to, EntryVisitor visitor) {
        consumer.takeInFlight(from, to, visitor);
    }

    void putBack(long from, long to, Returns.Reason reason) {
        deliveries.returns().putBack(consumer, from, to, reason);
    }

    /** The client says that a message had expired before the application could see it. */
    void expire(long deliveryId) {
        deliveries.expire(consumer, deliveryId);
    }

    /** Takes over a delivery of another consumer of the same index; nothing if that does not have it any more. */
    void load(ClientConsumer from, long id, long ownId) {
        from.takeInFlight(id, id, (chunk, index) -> consumer.hold(ownId, chunk, index));
    }

    /** Whether its deliveries were loaded, so that the application need not have seen them although it is closed. */
    boolean isLoaded() {
        return isLoaded;
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Whether it is closed and has nothing left to acknowledge. */
    boolean isSpent() {
        return isClosed && consumer.inFlightCount() == 0;
    }

    /**
     * Takes nothing more. What the application has seen stays locked until its session settles it; the rest goes back.
     */
    void close(long deliveredTo) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        consumer.queue().detach(consumer);
        if (deliveredTo != Long.MAX_VALUE) {
            putBack(deliveredTo + 1, Long.MAX_VALUE, Returns.Reason.UNSEEN);
        }
        if (subscription != null) {
            subscription.onClosed();
        }
    }

    /** It is spent, and nobody asks for it any more. */
    void leave() {
        if (subscription != null) {
            subscription.leave(this);
        }
    }

    @Override
    public boolean isWritable() {
        Peer peer = connection.peer();
        return peer != null && peer.isWritable();
    }

    @Override
    public void deliver(long deliveryId, EntryChunk chunk, int index) {
        deliveries.deliver(connection.peer(), number, deliveryId, chunk, index);
    }
}
