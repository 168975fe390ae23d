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
    /** The topic of a subscription that ends with this consumer, else null. */
    private final Topic ownTopic;

    private int generation;
    private boolean isClosed;

    ClientConsumer(ClientSession session, Connection connection, int number, Source source, Deliveries deliveries) {
        this.session = session;
        this.connection = connection;
        this.number = number;
        this.deliveries = deliveries;
        this.ownTopic = source.ownTopic();
        this.consumer = new QueueConsumer(source.queue(), this, source.filter());
        source.queue().attach(consumer);
    }

    /**
     * What a consumer takes from.
     *
     * @param ownTopic the topic if the index is the consumer's own, else null
     * @param filter which messages of the index it wants, null for all
     */
    record Source(MessageQueue queue, Topic ownTopic, EntryFilter filter) {}

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

    /** Puts back what a former socket left in flight, and starts anew. */
    void reopen(int newGeneration, long nextDeliveryId) {
        putBack(Long.MIN_VALUE, Long.MAX_VALUE, Returns.Reason.UNSEEN);
        consumer.clearCredit();
        consumer.deactivate();
        consumer.resumeAt(nextDeliveryId);
        generation = newGeneration;
    }

    /** Takes a message that the client holds; false if another consumer has it. */
    boolean hold(long deliveryId, long messageNumber) {
        return consumer.queue().hold(consumer, deliveryId, messageNumber);
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
        if (ownTopic == null) {
            if (deliveredTo != Long.MAX_VALUE) {
                putBack(deliveredTo + 1, Long.MAX_VALUE, Returns.Reason.UNSEEN);
            }
        } else {
            putBack(Long.MIN_VALUE, Long.MAX_VALUE, Returns.Reason.UNSEEN);
            ownTopic.remove(consumer.queue());
            deliveries.discard(consumer.queue());
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
