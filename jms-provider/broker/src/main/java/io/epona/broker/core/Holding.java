package io.epona.broker.core;

import io.epona.protocol.ErrorCode;

/**
 * What a client says that it holds of a consumer when it opens it again: deliveries in order of their ids, in one frame or
 * in several. What is still in flight stays so, and what the client passes over goes back at once; nothing is gathered here,
 * however much it names.
 */
final class Holding {
    private final ClientConsumer consumer;
    private long request;
    private long left;
    private long namedTo;

    Holding(ClientConsumer consumer) {
        this.consumer = consumer;
    }

    /**
     * The client opens the consumer and begins to name what it holds.
     *
     * @param newRequest is answered when it has named all
     * @param count of deliveries
     */
    void begin(long newRequest, long count) {
        request = newRequest;
        left = count;
        namedTo = 0;
    }

    long request() {
        return request;
    }

    /** How many deliveries the client has yet to name. */
    long left() {
        return left;
    }

    /**
     * The client names a delivery.
     *
     * @return false if another consumer has its message
     */
    boolean name(long deliveryId, long messageNumber) {
        if (left == 0) {
            throw new ViolationException(
                    ErrorCode.PROTOCOL_VIOLATION, "more is held than was said: consumer=" + consumer.number());
        } else if (deliveryId <= namedTo) {
            throw new ViolationException(
                    ErrorCode.PROTOCOL_VIOLATION,
                    "deliveries held are not in order: consumer=" + consumer.number() + " deliveryId=" + deliveryId);
        }
        consumer.putBackAny(namedTo + 1, deliveryId - 1);
        namedTo = deliveryId;
        left--;
        return consumer.hold(deliveryId, messageNumber);
    }

    /** The client has named all: what is left it does not hold. */
    void end() {
        consumer.putBackAny(namedTo + 1, Long.MAX_VALUE);
    }
}
