package io.epona.jms.link;

/** Deliveries of a consumer, both ends included. */
record AckRange(ClientConsumer consumer, long from, long to) {
    boolean includes(AckRange other) {
        return consumer == other.consumer && from <= other.from && other.to <= to;
    }
}
