package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.selector.Selector;
import io.epona.protocol.ErrorCode;
import org.agrona.collections.LongArrayList;

/** Opens consumers, anew or resumed, and deletes durable subscriptions. */
final class ConsumerRequests {
    private final Services services;
    private final VolatileSubscriptions volatileSubscriptions;

    ConsumerRequests(Services services) {
        this.services = services;
        volatileSubscriptions = new VolatileSubscriptions(services);
    }

    /** What kind of consumer; of a queue's, only the first says anything. */
    record Kind(boolean isTopic, boolean isDurable, boolean isShared, boolean isNoLocal) {}

    /**
     * What a client asks for.
     *
     * @param heldMore how many deliveries it names in further frames
     */
    record OpenRequest(
            long request,
            int session,
            int consumer,
            Kind kind,
            boolean isResumed,
            long nextDeliveryId,
            long heldMore,
            String destination,
            String subscription,
            String selector) {}

    /**
     * Opens a consumer.
     *
     * @param held pairs of delivery id and message number that a resuming client has
     */
    void open(Connection connection, OpenRequest request, LongArrayList held) throws RefusedException {
        ClientSession session = connection.session(request.session());
        ClientConsumer known = connection.consumer(request.consumer());
        if (known != null && (!request.isResumed() || known.session() != session)) {
            throw new ViolationException(
                    ErrorCode.PROTOCOL_VIOLATION, "consumer number in use: consumer=" + request.consumer());
        }
        ClientConsumer consumer = known != null ? known : add(connection, session, request);
        consumer.reopen(Math.max(1, request.nextDeliveryId()));
        consumer.holding().begin(request.request(), countHeld(connection, request, held));
        hold(connection, consumer, held);
    }

    private static long countHeld(Connection connection, OpenRequest request, LongArrayList held) {
        long count = held.size() / 2 + request.heldMore();
        if (count > connection.inFlightLimit()) {
            throw new ViolationException(
                    ErrorCode.PROTOCOL_VIOLATION,
                    "too much is held: consumer=" + request.consumer() + " count=" + count + " limit="
                            + connection.inFlightLimit());
        }
        return count;
    }

    /**
     * A resuming client names more of what it holds.
     *
     * @param held as in {@link #open}
     */
    void holdMore(Connection connection, int number, LongArrayList held) {
        ClientConsumer consumer = connection.consumer(number);
        if (consumer == null) {
            // It was refused, or its index is deleted, which the client has been told.
            return;
        } else if (consumer.generation() != connection.generation()
                || consumer.holding().left() == 0) {
            throw new ViolationException(
                    ErrorCode.PROTOCOL_VIOLATION, "consumer is not being opened: consumer=" + number);
        }
        hold(connection, consumer, held);
    }

    private void hold(Connection connection, ClientConsumer consumer, LongArrayList held) {
        ClientSession session = consumer.session();
        LongArrayList refused = new LongArrayList();
        for (int i = 0; i < held.size(); i += 2) {
            long number = held.getLong(i + 1);
            if (!consumer.holding().name(held.getLong(i), number)
                    && !services.branches().holds(session, consumer.queue(), number)) {
                refused.addLong(held.getLong(i));
            }
        }
        if (consumer.holding().left() == 0) {
            consumer.holding().end();
            answer(connection, consumer, refused);
        } else if (!refused.isEmpty()) {
            services.frames().heldRefused(connection.peer(), consumer.number(), refused);
        }
    }

    /** Messages flow once it is durable that this connection may hold some: after a crash they are kept for it. */
    private void answer(Connection connection, ClientConsumer consumer, LongArrayList refused) {
        long request = consumer.holding().request();
        int generation = consumer.generation();
        consumer.session().afterDurable(peer -> {
            // On another socket the client opens it again.
            if (connection.generation() == generation) {
                services.frames().consumerOpened(peer, request, consumer.number(), refused);
                consumer.activate();
            }
        });
    }

    private ClientConsumer add(Connection connection, ClientSession session, OpenRequest request)
            throws RefusedException {
        connection.checkRoomForConsumer();
        return connection.addConsumer(session, request.consumer(), source(connection, request));
    }

    private ClientConsumer.Source source(Connection connection, OpenRequest request) throws RefusedException {
        Selector selector = Selectors.parse(request.selector());
        Kind kind = request.kind();
        services.destinations().temporaries().checkOwner(connection, request.destination(), !kind.isTopic());
        if (!kind.isTopic()) {
            MessageQueue queue = services.destinations().queue(request.destination());
            return new ClientConsumer.Source(queue, null, services.deliveries().filter(selector));
        }
        if (kind.isDurable()) {
            return new ClientConsumer.Source(subscription(connection, request, selector), null, null);
        }
        Topic topic = services.destinations().topic(request.destination());
        if (kind.isShared()) {
            SubscriptionKey key = new SubscriptionKey(connection.clientId(), request.subscription());
            return ClientConsumer.Source.of(volatileSubscriptions.share(key, topic, selector));
        }
        return ClientConsumer.Source.of(volatileSubscriptions.open(connection, topic, selector, kind.isNoLocal()));
    }

    private MessageQueue subscription(Connection connection, OpenRequest request, Selector selector)
            throws RefusedException {
        boolean isShared = request.kind().isShared();
        boolean isNoLocal = request.kind().isNoLocal() && !isShared;
        SubscriptionKey key = key(connection, request);
        DurableSubscription known = services.destinations().subscription(key);
        if (known == null && request.destination().isEmpty()) {
            throw new RefusedException(ErrorCode.NO_SUCH_SUBSCRIPTION, "no such subscription: " + key.describe());
        }
        if (TemporaryDestinations.isTemporary(request.destination())) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION,
                    "a temporary topic has no durable subscriptions: topic=" + request.destination());
        }
        if (known != null && known.terms().isShared() != isShared) {
            throw new RefusedException(
                    ErrorCode.SUBSCRIPTION_MISMATCH,
                    "durable subscription is of the other kind: " + key.describe() + " shared="
                            + known.terms().isShared());
        }
        boolean isSame = known != null
                && (request.destination().isEmpty()
                        || known.terms().isSame(request.destination(), request.selector(), isNoLocal));
        if (known != null && !(isShared && isSame)) {
            checkFree(connection, request, known);
        }
        if (isSame) {
            return known.queue();
        }
        Topic topic = services.destinations().topic(request.destination());
        if (known != null) {
            delete(known);
        }
        return services.destinations()
                .createSubscription(key, new Terms(topic, selector, isShared, isNoLocal))
                .queue();
    }

    private static void checkFree(Connection connection, OpenRequest request, DurableSubscription known)
            throws RefusedException {
        // A resuming client opens again what it had closed but not settled, too, so there may be two of its own for a
        // moment.
        boolean isOwn = request.isResumed() && connection.isConsuming(known.queue());
        if (!isOwn && known.queue().consumerCount() > 0) {
            throw new RefusedException(
                    ErrorCode.SUBSCRIPTION_IN_USE,
                    "subscription has a consumer: " + known.key().describe());
        }
    }

    /** Deletes a durable subscription of either kind. */
    void unsubscribe(Connection connection, String name) throws RefusedException {
        SubscriptionKey key = new SubscriptionKey(connection.clientId(), name);
        DurableSubscription known = services.destinations().subscription(key);
        if (known == null) {
            throw new RefusedException(ErrorCode.NO_SUCH_SUBSCRIPTION, "no such subscription: " + key.describe());
        }
        delete(known);
    }

    /** A message that is in flight could not be settled any more if its subscription were gone. */
    private void delete(DurableSubscription subscription) throws RefusedException {
        if (!subscription.queue().isIdle()) {
            throw new RefusedException(
                    ErrorCode.SUBSCRIPTION_IN_USE,
                    "subscription has a consumer or messages in flight: "
                            + subscription.key().describe());
        }
        services.deliveries().discard(subscription.queue());
        services.destinations().deleteSubscription(subscription);
    }

    /** Only what is shared can do without a client id. */
    private static SubscriptionKey key(Connection connection, OpenRequest request) throws RefusedException {
        if (connection.clientId().isEmpty() && !request.kind().isShared()) {
            throw new RefusedException(
                    ErrorCode.CLIENT_ID_REQUIRED,
                    "a durable subscription needs a client id, unless it is shared: subscription="
                            + request.subscription());
        }
        return new SubscriptionKey(connection.clientId(), request.subscription());
    }
}
