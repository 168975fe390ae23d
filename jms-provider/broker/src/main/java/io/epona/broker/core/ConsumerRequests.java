package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.selector.Selector;
import io.epona.protocol.ErrorCode;
import org.agrona.collections.LongArrayList;

/** Opens consumers, anew or resumed, and deletes durable subscriptions. */
final class ConsumerRequests {
    private final Services services;

    ConsumerRequests(Services services) {
        this.services = services;
    }

    /** What a client asks for. */
    record OpenRequest(
            long request,
            int session,
            int consumer,
            boolean isTopic,
            boolean isDurable,
            boolean isResumed,
            long nextDeliveryId,
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
        ClientConsumer consumer = known != null
                ? known
                : connection.addConsumer(session, request.consumer(), source(connection, request));
        consumer.reopen(connection.generation(), Math.max(1, request.nextDeliveryId()));
        LongArrayList refused = new LongArrayList();
        for (int i = 0; i < held.size(); i += 2) {
            if (!consumer.hold(held.getLong(i), held.getLong(i + 1))) {
                refused.addLong(held.getLong(i));
            }
        }
        // Messages flow once it is durable that this connection may hold some: after a crash they are kept for it.
        session.afterDurable(peer -> {
            services.frames().consumerOpened(peer, request.request(), request.consumer(), refused);
            consumer.activate();
        });
    }

    private ClientConsumer.Source source(Connection connection, OpenRequest request) throws RefusedException {
        Selector selector = Selectors.parse(request.selector());
        if (!request.isTopic()) {
            MessageQueue queue = services.destinations().queue(request.destination());
            return new ClientConsumer.Source(queue, null, services.deliveries().filter(selector));
        }
        if (!request.isDurable()) {
            Topic topic = services.destinations().topic(request.destination());
            MessageQueue queue = services.destinations().addVolatileSubscription(topic, selector);
            return new ClientConsumer.Source(queue, topic, null);
        }
        return new ClientConsumer.Source(subscription(connection, request, selector), null, null);
    }

    private MessageQueue subscription(Connection connection, OpenRequest request, Selector selector)
            throws RefusedException {
        DurableSubscription.Key key = key(connection, request.subscription());
        DurableSubscription known = services.destinations().subscription(key);
        if (known == null && request.destination().isEmpty()) {
            throw new RefusedException(ErrorCode.NO_SUCH_SUBSCRIPTION, "no such subscription: " + describe(key));
        }
        // A resuming client opens again what it had closed but not settled, too, so there may be two of its own for a
        // moment.
        boolean isOwn = known != null && request.isResumed() && connection.isConsuming(known.queue());
        if (known != null && !isOwn && known.queue().consumerCount() > 0) {
            throw new RefusedException(ErrorCode.SUBSCRIPTION_IN_USE, "subscription has a consumer: " + describe(key));
        }
        boolean isSame = known != null
                && (request.destination().isEmpty()
                        || known.topic().name().equals(request.destination())
                                && Selectors.text(known.selector()).equals(request.selector()));
        if (isSame) {
            return known.queue();
        }
        Topic topic = services.destinations().topic(request.destination());
        if (known != null) {
            delete(known);
        }
        return services.destinations().createSubscription(key, topic, selector).queue();
    }

    void unsubscribe(Connection connection, String name) throws RefusedException {
        DurableSubscription.Key key = key(connection, name);
        DurableSubscription known = services.destinations().subscription(key);
        if (known == null) {
            throw new RefusedException(ErrorCode.NO_SUCH_SUBSCRIPTION, "no such subscription: " + describe(key));
        }
        delete(known);
    }

    /** A message that is in flight could not be settled any more if its subscription were gone. */
    private void delete(DurableSubscription subscription) throws RefusedException {
        if (!subscription.queue().isIdle()) {
            throw new RefusedException(
                    ErrorCode.SUBSCRIPTION_IN_USE,
                    "subscription has a consumer or messages in flight: " + describe(subscription.key()));
        }
        services.deliveries().discard(subscription.queue());
        services.destinations().deleteSubscription(subscription);
    }

    private static DurableSubscription.Key key(Connection connection, String name) throws RefusedException {
        if (connection.clientId().isEmpty()) {
            throw new RefusedException(
                    ErrorCode.CLIENT_ID_REQUIRED, "a durable subscription needs a client id: subscription=" + name);
        }
        return new DurableSubscription.Key(connection.clientId(), name);
    }

    private static String describe(DurableSubscription.Key key) {
        return "clientId=" + key.clientId() + " subscription=" + key.name();
    }
}
