package io.epona.jms.link;

import java.util.List;

/**
 * Deliveries of a connection consumer on their way to a session. They are the source's until the broker has answered, so
 * that a resume in between finds them there. Guarded by the lock of the source's session.
 */
final class Load {
    private final ClientConsumer source;
    private final ClientSession target;
    private final int consumer;
    private final int limit;
    private List<Delivery> chosen = List.of();
    private SessionRequests.Request request;

    /** @param consumer the number that they get in the target */
    Load(ClientConsumer source, ClientSession target, int consumer, int limit) {
        this.source = source;
        this.target = target;
        this.consumer = consumer;
        this.limit = limit;
    }

    ClientConsumer source() {
        return source;
    }

    ClientSession target() {
        return target;
    }

    int consumer() {
        return consumer;
    }

    int limit() {
        return limit;
    }

    /** Chooses what waits now, again if a request that was not answered is repeated: some may be others' since. */
    List<Delivery> choose() {
        chosen = source.deliveries().firstWaiting(limit);
        return chosen;
    }

    List<Delivery> chosen() {
        return chosen;
    }

    SessionRequests.Request request() {
        return request;
    }

    void askWith(SessionRequests.Request newRequest) {
        request = newRequest;
    }
}
