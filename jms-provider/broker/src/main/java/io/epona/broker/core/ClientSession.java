package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter.Origin;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.protocol.ErrorCode;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.LongArrayList;

/** A session of a client: what it sends, and what its transaction and its acknowledgements do. */
final class ClientSession {
    /** A transaction of more messages leaves nothing behind that is as large. */
    private static final int KEPT_CAPACITY = 64 * 1024;

    private final Services services;
    private final Connection connection;
    private final int number;
    private final long producerId;
    private final Transaction transaction;
    private final Int2ObjectHashMap<ClientConsumer> consumers = new Int2ObjectHashMap<>();
    private final LongArrayList removed = new LongArrayList();

    /** The branch that it works on, null if none. */
    private Branches.Association association;

    private int generation;
    private Target lastTarget;
    private long credit;
    private long creditToReturn;
    private long confirmedSequence;
    private int unconfirmedCount;
    private long acknowledgedSequence;
    private boolean isConfirmDue;
    private boolean isAcknowledgeDue;

    ClientSession(Services services, Connection connection, int number, long producerId) {
        this.services = services;
        this.connection = connection;
        this.number = number;
        this.producerId = producerId;
        this.transaction = new Transaction(services);
    }

    int number() {
        return number;
    }

    long producerId() {
        return producerId;
    }

    Connection connection() {
        return connection;
    }

    Transaction transaction() {
        return transaction;
    }

    Branches.Association association() {
        return association;
    }

    void associate(Branches.Association newAssociation) {
        association = newAssociation;
    }

    /** Which of the connection's sockets opened it last. */
    int generation() {
        return generation;
    }

    Int2ObjectHashMap<ClientConsumer> consumers() {
        return consumers;
    }

    /** Opens it, or opens it anew on a new socket: the client says again what was not confirmed. */
    void open(long request, int newGeneration) {
        generation = newGeneration;
        transaction.clear();
        services.branches().onReopened(this);
        credit = services.settings().limits().producerWindow();
        creditToReturn = 0;
        long lastSequence = services.producers().lastSequence(producerId);
        Map<Long, ErrorCode> rejected = Map.copyOf(services.producers().rejections(producerId));
        long window = credit;
        // The answer promises that the last sequence is durable, so it waits until it is.
        afterDurable(peer -> services.frames().sessionOpened(peer, request, number, lastSequence, window, rejected));
    }

    void afterDurable(Consumer<Peer> answer) {
        services.confirmations().addTask(services.effects().lastPosition(), () -> connection.tell(answer));
    }

    void send(long sequence, boolean isTransacted, StoredMessage message) {
        if (credit <= 0) {
            throw new ViolationException(ErrorCode.CREDIT_EXCEEDED, "send without credit: session=" + number);
        }
        credit -= message.length();
        if (isTransacted) {
            sendTransacted(message);
        } else if (sequence == 0) {
            sendUnconfirmed(message);
        } else {
            sendConfirmed(sequence, message);
        }
    }

    private void sendTransacted(StoredMessage message) {
        try {
            if (services.throttle().isDiskFull()) {
                throw new RefusedException(
                        ErrorCode.RESOURCES_EXHAUSTED, services.throttle().describeFullDisk());
            }
            transaction.add(route(message), message);
        } catch (RefusedException e) {
            transaction.addRefused(e.code(), e.getMessage());
        }
        returnCredit(message.length());
    }

    private void sendUnconfirmed(StoredMessage message) {
        try {
            if (services.throttle().isDiskFull() && services.memory().isFull()) {
                throw new RefusedException(
                        ErrorCode.RESOURCES_EXHAUSTED, services.throttle().describeFullDisk());
            }
            services.publisher().publish(route(message), message, connection, null, true);
        } catch (RefusedException e) {
            services.deliveries().logRefusal(connection.name(), e);
        }
        returnCredit(message.length());
    }

    private void sendConfirmed(long sequence, StoredMessage message) {
        long last = services.producers().lastSequence(producerId);
        if (sequence <= last) {
            repeat(sequence, message.length());
            return;
        }
        if (services.throttle().isDiskFull()) {
            refuseForNow(sequence, services.throttle().describeFullDisk());
            returnCredit(message.length());
            return;
        }
        // There may be a gap: what went to nobody who keeps it was confirmed without a trace in the journal.
        try {
            Target target = route(message);
            services.producers().recordRefusals(producerId, services.effects());
            services.effects().need(services.publisher().levelOf(message));
            long before = services.effects().lastPosition();
            services.publisher().publish(target, message, connection, new Origin(producerId, sequence), true);
            advance(sequence, before);
            confirm(sequence, message.length());
            services.effects().needUsual();
        } catch (RefusedException e) {
            reject(sequence, e.code(), e.getMessage());
            returnCredit(message.length());
        }
    }

    private void confirm(long sequence, int creditBytes) {
        unconfirmedCount++;
        services.confirmations().addSend(services.effects().confirmablePosition(), this, sequence, creditBytes);
    }

    /** Whether what it does now is the only thing of it that is to be confirmed. */
    boolean isNextToConfirm() {
        return unconfirmedCount == 1;
    }

    /**
     * Refuses a sequence without a word in the journal, which has no room for many of them; the word follows before the
     * producer's next effect.
     */
    private void refuseForNow(long sequence, String text) {
        services.producers().refuse(producerId, sequence, ErrorCode.RESOURCES_EXHAUSTED);
        connection.tell(
                peer -> services.frames().sendRejected(peer, number, sequence, ErrorCode.RESOURCES_EXHAUSTED, text));
    }

    /** Notes that a sequence was dealt with, by effects behind a position if there were any. */
    private void advance(long sequence, long before) {
        if (services.effects().lastPosition() == before) {
            services.producers().advance(producerId, sequence);
        } else {
            services.producers()
                    .advance(producerId, sequence, services.effects().lastPosition());
        }
    }

    private Target route(StoredMessage message) throws RefusedException {
        lastTarget = services.publisher().route(message, lastTarget);
        return lastTarget;
    }

    private void repeat(long sequence, int creditBytes) {
        ErrorCode rejection = services.producers().rejections(producerId).get(sequence);
        if (rejection == null) {
            confirm(sequence, creditBytes);
        } else {
            afterDurable(peer ->
                    services.frames().sendRejected(peer, number, sequence, rejection, "refused before, and repeated"));
            returnCredit(creditBytes);
        }
    }

    /** Refuses a sequence for good; the refusal is told when it is durable. */
    private void reject(long sequence, ErrorCode code, String text) {
        services.effects().sequenceRejected(producerId, sequence, code);
        services.producers()
                .reject(producerId, sequence, code, services.effects().lastPosition());
        afterDurable(peer -> services.frames().sendRejected(peer, number, sequence, code, text));
    }

    /** A range of deliveries of one consumer. */
    record Range(int consumer, long from, long to) {}

    void acknowledge(long sequence, Iterable<Range> ranges) {
        for (Range range : ranges) {
            remove(range, true);
        }
        services.confirmations().addAcknowledge(services.effects().confirmablePosition(), this, sequence);
    }

    private void remove(Range range, boolean endsGroup) {
        ClientConsumer consumer = consumers.get(range.consumer());
        if (consumer == null) {
            return;
        }
        MessageQueue queue = consumer.queue();
        removed.clear();
        consumer.takeInFlight(
                range.from(),
                range.to(),
                (chunk, index) -> services.deliveries().remove(queue, chunk, index, removed));
        if (!removed.isEmpty()) {
            services.effects().messagesRemoved(queue.number(), removed, endsGroup);
        }
        if (removed.size() > KEPT_CAPACITY) {
            removed.clear();
            removed.trimToSize();
        }
        connection.dropIfSpent(this, consumer);
    }

    /** Hands messages that it has in flight over to a branch. */
    void take(Range range, BranchWork work) {
        ClientConsumer consumer = consumers.get(range.consumer());
        if (consumer != null) {
            MessageQueue queue = consumer.queue();
            consumer.takeInFlight(range.from(), range.to(), (chunk, index) -> work.addConsumed(queue, chunk, index));
            connection.dropIfSpent(this, consumer);
        }
    }

    /** Returns messages that the application has seen. */
    void giveBack(Range range) {
        ClientConsumer consumer = consumers.get(range.consumer());
        if (consumer != null) {
            consumer.putBack(range.from(), range.to(), Returns.Reason.DELIVERED);
            connection.dropIfSpent(this, consumer);
        }
    }

    void commit(long sequence, long sendCount, Iterable<Range> ranges) {
        long last = services.producers().lastSequence(producerId);
        if (sequence <= last) {
            repeat(sequence, 0);
        } else if (transaction.failure() != null) {
            reject(sequence, transaction.failure(), transaction.failureText());
        } else if (transaction.sendCount() != sendCount) {
            String counts = "expected=" + sendCount + " received=" + transaction.sendCount();
            reject(sequence, ErrorCode.TRANSACTION_ROLLED_BACK, "sends are missing: " + counts);
        } else if (transaction.goneTarget() != null) {
            String gone = transaction.goneTarget().describe();
            reject(sequence, ErrorCode.TRANSACTION_ROLLED_BACK, "destination of a send is gone: " + gone);
        } else {
            apply(sequence, ranges);
        }
        transaction.clear();
    }

    private void apply(long sequence, Iterable<Range> ranges) {
        services.producers().recordRefusals(producerId, services.effects());
        long before = services.effects().lastPosition();
        transaction.publish(connection);
        for (Range range : ranges) {
            remove(range, false);
        }
        if (services.effects().lastPosition() != before) {
            services.effects().transactionCommitted(producerId, sequence);
        }
        advance(sequence, before);
        confirm(sequence, 0);
    }

    /**
     * Returns all that is in flight and drops the transaction.
     *
     * @param delivered for each consumer, up to which delivery the application has seen messages
     */
    void recover(Iterable<Range> delivered) {
        transaction.clear();
        for (Range range : delivered) {
            ClientConsumer consumer = consumers.get(range.consumer());
            if (consumer != null) {
                consumer.putBack(Long.MIN_VALUE, range.to(), Returns.Reason.DELIVERED);
            }
        }
        for (ClientConsumer consumer : consumers.values().toArray(new ClientConsumer[0])) {
            // What a closed consumer still has in flight, the application has seen.
            boolean isSeen = consumer.isClosed() && !consumer.isLoaded();
            consumer.putBack(Long.MIN_VALUE, Long.MAX_VALUE, isSeen ? Returns.Reason.DELIVERED : Returns.Reason.UNSEEN);
            consumer.clearCredit();
            connection.dropIfSpent(this, consumer);
        }
    }

    private void returnCredit(int bytes) {
        creditToReturn += bytes;
        if (creditToReturn >= services.settings().limits().producerWindow() / 4
                && !services.throttle().mustWait(this)) {
            grantCredit();
        }
    }

    /** Lets the client send as much more as the broker has dealt with. */
    void grantCredit() {
        long bytes = creditToReturn;
        creditToReturn = 0;
        if (bytes > 0) {
            credit += bytes;
            connection.tell(peer -> services.frames().producerCredit(peer, number, bytes));
        }
    }

    boolean hasNothingToTell() {
        return !isConfirmDue && !isAcknowledgeDue;
    }

    void noteConfirmed(long sequence, int creditBytes) {
        unconfirmedCount--;
        confirmedSequence = sequence;
        isConfirmDue = true;
        returnCredit(creditBytes);
    }

    void noteAcknowledged(long sequence) {
        acknowledgedSequence = sequence;
        isAcknowledgeDue = true;
    }

    void tell() {
        Peer peer = connection.peer();
        if (peer != null) {
            if (isConfirmDue) {
                services.frames().sendConfirmed(peer, number, confirmedSequence);
            }
            if (isAcknowledgeDue) {
                services.frames().acknowledgeConfirmed(peer, number, acknowledgedSequence);
            }
        }
        isConfirmDue = false;
        isAcknowledgeDue = false;
    }

    /** Gives everything back. */
    void release() {
        transaction.clear();
        services.branches().onEnded(this);
        services.throttle().forget(this);
    }

    /** The client will not come back to it: its sequences need not be known any longer. */
    void forgetProducer() {
        if (services.producers().forget(producerId)) {
            services.effects().producerForgotten(producerId);
        }
    }
}
