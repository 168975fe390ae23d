package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.ConnectionId;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.users.User;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;

/**
 * A connection of a client, over all the sockets that carry it one after the other. Between two of them it is detached: it
 * keeps what it holds.
 */
final class Connection {
    private static final long NOWHERE = -1;

    private final Services services;
    private final User user;
    private final ConnectionId id;
    private final String clientId;
    private final Int2ObjectHashMap<ClientSession> sessions = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<ClientConsumer> consumers = new Int2ObjectHashMap<>();
    /** How many open consumers it has at each durable index. */
    private final Int2IntCounterMap consumersByQueue = new Int2IntCounterMap(0);

    /** Likewise, with those that are closed and have yet to settle what the application has seen. */
    private final Int2IntCounterMap holdersByQueue = new Int2IntCounterMap(0);

    /** For which indexes the journal says that it may hold messages, and where. */
    private final Long2LongHashMap attachedQueues = new Long2LongHashMap(NOWHERE);

    /** For which of them that need not be so any more. */
    private final IntArrayList leftQueues = new IntArrayList();

    private final Set<Temporary> temporaries = new LinkedHashSet<>();

    private int generation;
    private int protocolVersion = Protocol.MIN_VERSION;
    private Peer peer;

    Connection(Services services, User user, ConnectionId id, String clientId) {
        this.services = services;
        this.user = user;
        this.id = id;
        this.clientId = clientId;
    }

    /** Null for none. */
    User user() {
        return user;
    }

    ConnectionId id() {
        return id;
    }

    /** The JMS client id, empty for none. */
    String clientId() {
        return clientId;
    }

    /** For logs. */
    String name() {
        return clientId.isEmpty() ? id.toString() : clientId;
    }

    /** The way to the client, null while detached. */
    Peer peer() {
        return peer;
    }

    int generation() {
        return generation;
    }

    void attach(Peer newPeer) {
        peer = newPeer;
        generation++;
    }

    void detach() {
        peer = null;
    }

    /** The client has been welcomed, and speaks this version. */
    void speak(int version) {
        protocolVersion = version;
    }

    /** How many messages a consumer can have in flight: the client must be able to name them all when it resumes. */
    int inFlightLimit() {
        return protocolVersion < Protocol.HELD_VERSION ? Protocol.MAX_GROUP_COUNT : Protocol.MAX_IN_FLIGHT;
    }

    /** Says something to the client if it is there to hear it. */
    void tell(Consumer<Peer> words) {
        if (peer != null) {
            words.accept(peer);
        }
    }

    ClientSession session(int number) {
        ClientSession session = sessions.get(number);
        if (session == null) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "no such session: session=" + number);
        }
        return session;
    }

    void openSession(long request, int number, long producerId) {
        ClientSession session = sessions.get(number);
        if (session == null) {
            if (sessions.size() >= CoreSettings.MAX_PER_CONNECTION) {
                throw new ViolationException(
                        ErrorCode.PROTOCOL_VIOLATION, "too many sessions: limit=" + CoreSettings.MAX_PER_CONNECTION);
            }
            session = new ClientSession(services, this, number, producerId);
            sessions.put(number, session);
        } else if (session.producerId() != producerId || session.generation() == generation) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "session number in use: session=" + number);
        }
        session.open(request, generation);
    }

    void closeSession(long request, int number) {
        ClientSession session = session(number);
        endSession(session, Returns.Reason.UNSEEN);
        session.forgetProducer();
        session.afterDurable(words -> services.frames().done(words, request));
    }

    private void endSession(ClientSession session, Returns.Reason reason) {
        for (ClientConsumer consumer : session.consumers().values().toArray(new ClientConsumer[0])) {
            giveUp(consumer, reason);
        }
        session.release();
        sessions.remove(session.number());
    }

    /**
     * Ends a consumer that the client has no more to say of. A client that ends in order has said before what the application
     * has seen.
     */
    private void giveUp(ClientConsumer consumer, Returns.Reason reason) {
        // What a closed consumer still has in flight, the application has seen. A load that the client does not mention
        // is
        // one whose answer it has not got.
        boolean isSeen = consumer.isClosed() && !consumer.isLoaded() && reason == Returns.Reason.UNSEEN;
        closeConsumer(consumer, Long.MAX_VALUE);
        consumer.putBack(Long.MIN_VALUE, Long.MAX_VALUE, isSeen ? Returns.Reason.DELIVERED : reason);
        dropIfSpent(consumer.session(), consumer);
        recordDetachments();
    }

    /** The consumer with this number, null if there is none. */
    ClientConsumer consumer(int number) {
        return consumers.get(number);
    }

    /** Whether it has an open consumer at a durable index. */
    boolean isConsuming(MessageQueue queue) {
        return consumersByQueue.get(queue.number()) > 0;
    }

    /** Refuses one consumer too many, before anything is made for it. */
    void checkRoomForConsumer() {
        if (consumers.size() >= CoreSettings.MAX_PER_CONNECTION) {
            throw new ViolationException(
                    ErrorCode.PROTOCOL_VIOLATION, "too many consumers: limit=" + CoreSettings.MAX_PER_CONNECTION);
        }
    }

    /** Makes a consumer, and notes in the journal that this connection may from now on hold messages of the index. */
    ClientConsumer addConsumer(ClientSession session, int number, ClientConsumer.Source source) {
        ClientConsumer consumer = new ClientConsumer(session, this, number, source, services.deliveries());
        consumers.put(number, consumer);
        session.consumers().put(number, consumer);
        MessageQueue queue = source.queue();
        if (queue.isDurable()) {
            consumersByQueue.incrementAndGet(queue.number());
            holdersByQueue.incrementAndGet(queue.number());
            if (!attachedQueues.containsKey(queue.number())) {
                recordAttachment(queue.number(), !queue.isAwaiting(id));
            }
        }
        return consumer;
    }

    /**
     * The consumer with this number, made if need be, for deliveries that another one of the connection has.
     *
     * @return null if there is no such session, as when it was closed meanwhile, or there are too many consumers
     */
    ClientConsumer loadedConsumer(int sessionNumber, int number, ClientConsumer source) {
        ClientSession session = sessions.get(sessionNumber);
        ClientConsumer known = consumers.get(number);
        if (known != null && (!known.isLoaded() || known.session() != session)) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "consumer number in use: consumer=" + number);
        } else if (session == null || known == null && consumers.size() >= CoreSettings.MAX_PER_CONNECTION) {
            return null;
        } else if (known != null) {
            return known;
        }
        ClientConsumer loaded = new ClientConsumer(session, this, number, source);
        consumers.put(number, loaded);
        session.consumers().put(number, loaded);
        if (loaded.queue().isDurable()) {
            holdersByQueue.incrementAndGet(loaded.queue().number());
        }
        return loaded;
    }

    private void recordAttachment(long queue, boolean isNew) {
        if (isNew) {
            services.effects().consumersAttached(id, (int) queue);
        }
        attachedQueues.put(queue, isNew ? services.effects().lastPosition() : 0);
    }

    /** Writes to a checkpoint where it may hold messages. */
    void recordAttachments(EffectWriter checkpoint) {
        attachedQueues.forEachLong((queue, position) -> checkpoint.consumersAttached(id, (int) queue));
    }

    /** Writes again what the journal says of that before a position. */
    void recordAttachmentsAgain(long position) {
        attachedQueues.replaceAll((queue, recordedAt) -> {
            if (recordedAt >= position) {
                return recordedAt;
            }
            services.effects().consumersAttached(id, queue.intValue());
            return services.effects().lastPosition();
        });
    }

    void closeConsumer(ClientConsumer consumer, long deliveredTo) {
        if (!consumer.isClosed()) {
            consumer.close(deliveredTo);
            if (consumer.queue().isDurable()) {
                consumersByQueue.decrementAndGet(consumer.queue().number());
            }
        }
        dropIfSpent(consumer.session(), consumer);
        recordDetachments();
    }

    /**
     * Closes all consumers of an index that is deleted, and drops what they have in flight.
     *
     * @return whether there were any that the client believes to be open
     */
    boolean dropConsumers(MessageQueue queue) {
        boolean wasOpen = false;
        for (ClientConsumer consumer : consumers.values().toArray(new ClientConsumer[0])) {
            if (consumer.queue() == queue) {
                wasOpen |= !consumer.isClosed();
                closeConsumer(consumer, Long.MAX_VALUE);
                consumer.putBack(Long.MIN_VALUE, Long.MAX_VALUE, Returns.Reason.UNSEEN);
                dropIfSpent(consumer.session(), consumer);
            }
        }
        recordDetachments();
        return wasOpen;
    }

    /** Part of a group of records, perhaps; {@link #recordDetachments} follows behind it. */
    void dropIfSpent(ClientSession session, ClientConsumer consumer) {
        if (consumer.isSpent()) {
            consumer.leave();
            session.consumers().remove(consumer.number());
            MessageQueue queue = consumer.queue();
            boolean wasThere = consumers.remove(consumer.number()) != null;
            if (wasThere && queue.isDurable() && holdersByQueue.decrementAndGet(queue.number()) == 0) {
                leftQueues.addInt(queue.number());
            }
        }
    }

    /** Notes in the journal of which indexes it holds nothing any more. Must not be called within a group of records. */
    void recordDetachments() {
        for (int i = 0; i < leftQueues.size(); i++) {
            int queue = leftQueues.getInt(i);
            if (holdersByQueue.get(queue) == 0 && attachedQueues.remove(queue) != NOWHERE) {
                services.effects().consumersDetached(id, queue);
            }
        }
        leftQueues.clear();
    }

    /** The client has said all that it has: what it did not mention is gone. */
    void finishResume() {
        for (ClientConsumer consumer : consumers.values().toArray(new ClientConsumer[0])) {
            if (consumer.generation() != generation) {
                giveUp(consumer, Returns.Reason.UNSEEN);
            }
        }
        for (ClientSession session : sessions.values().toArray(new ClientSession[0])) {
            if (session.generation() != generation) {
                endSession(session, Returns.Reason.UNSEEN);
            }
        }
        for (MessageQueue queue : services.destinations().durableQueues()) {
            if (queue.endAwait(id) && !attachedQueues.containsKey(queue.number())) {
                services.effects().consumersDetached(id, queue.number());
            }
        }
    }

    /**
     * Gives back all that it holds.
     *
     * @param isOrderly whether the client said that it ends, so that it will not resume
     */
    void end(boolean isOrderly) {
        peer = null;
        for (ClientSession session : sessions.values().toArray(new ClientSession[0])) {
            endSession(session, isOrderly ? Returns.Reason.UNSEEN : Returns.Reason.LOST);
            if (isOrderly) {
                session.forgetProducer();
            }
        }
    }

    /** The temporary destinations that it has made. */
    Set<Temporary> temporaries() {
        return temporaries;
    }

    /** Gives back what closed consumers of an index have left to be settled. */
    void putBackAllOf(MessageQueue queue) {
        for (ClientConsumer consumer : consumers.values()) {
            if (consumer.queue() == queue) {
                consumer.putBack(Long.MIN_VALUE, Long.MAX_VALUE, Returns.Reason.UNSEEN);
            }
        }
    }

    /** The client takes data again. */
    void onWritable() {
        for (ClientConsumer consumer : consumers.values()) {
            consumer.lineUp();
        }
    }
}
