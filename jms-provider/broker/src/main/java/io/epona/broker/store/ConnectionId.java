package io.epona.broker.store;

/** The 128-bit id that a client keeps over all the sockets of one connection. */
public record ConnectionId(long high, long low) {
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
