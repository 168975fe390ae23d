package io.epona.jms.link;

import java.util.List;

/** A consumer as the broker knows it. Guarded by the session's lock. */
public final class ClientConsumer {
    /** Where a consumer is in its life. */
    enum State {
        /** The broker has not yet accepted it. */
        OPENING,
        OPEN,
        /** Closed for the application; what it has shown may still have to be acknowledged. */
        CLOSING,
        /** The broker has closed it. */
        CLOSED;

        boolean permits(State next) {
            return switch (this) {
                case OPENING -> next == OPEN || next == CLOSING || next == CLOSED;
                case OPEN -> next == CLOSING || next == CLOSED;
                case CLOSING -> next == CLOSED;
                case CLOSED -> false;
            };
        }
    }

    private final int number;
    private final Source source;
    private final Prefetch prefetch;
    private final Deliveries deliveries = new Deliveries();
    private final boolean isLoaded;
    private SessionRequests.Request openRequest;
    private SessionRequests.Request closeRequest;
    private State state = State.OPENING;
    private boolean isOpenOnLink;
    private Failure failure;
    private Runnable onArrival = () -> {};

    ClientConsumer(int number, Source source, Prefetch prefetch) {
        this(number, source, prefetch, false);
    }

    private ClientConsumer(int number, Source source, Prefetch prefetch, boolean isLoaded) {
        this.number = number;
        this.source = source;
        this.prefetch = prefetch;
        this.isLoaded = isLoaded;
    }

    /** One that has these deliveries, which the broker has moved to it, and never gets more. */
    static ClientConsumer loaded(int number, Source source, Prefetch prefetch, List<Delivery> moved) {
        ClientConsumer consumer = new ClientConsumer(number, source, prefetch, true);
        for (Delivery delivery : moved) {
            consumer.deliveries.add(delivery.renumbered(consumer.deliveries.nextId()));
        }
        consumer.moveTo(State.CLOSED);
        consumer.setOpenOnLink(true);
        return consumer;
    }

    int number() {
        return number;
    }

    Source source() {
        return source;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Prefetch prefetch() {
        return prefetch;
    }

    State state() {
        return state;
    }

    void moveTo(State next) {
        if (!state.permits(next)) {
            throw new IllegalStateException(
                    "consumer state may not change: consumer=" + number + " from=" + state + " to=" + next);
        }
        state = next;
    }

    boolean isClosing() {
        return state == State.CLOSING || state == State.CLOSED;
    }

    /** Whether a connection consumer has loaded what it has. */
    boolean isLoaded() {
        return isLoaded;
    }

    /** Up to which delivery it keeps, once closed, what the session has yet to settle. */
    long keptTo() {
        return isLoaded ? deliveries.nextId() - 1 : deliveries.shownTo();
    }

    /** The request that opens it, on whichever link. */
    SessionRequests.Request openRequest() {
        return openRequest;
    }

    void openWith(SessionRequests.Request request) {
        openRequest = request;
        isOpenOnLink = false;
    }

    /** The request that closes it, null before. */
    SessionRequests.Request closeRequest() {
        return closeRequest;
    }

    void closeWith(SessionRequests.Request request) {
        closeRequest = request;
    }

    /** Whether the broker on the present link has accepted it; until then nothing is shown to the application. */
    boolean isOpenOnLink() {
        return isOpenOnLink;
    }

    void setOpenOnLink(boolean isOpen) {
        isOpenOnLink = isOpen;
    }

    /** Has somebody told when there may be something to show, or never will be again; null for nobody. Lock held. */
    public void onArrival(Runnable action) {
        onArrival = action == null ? () -> {} : action;
    }

    void arrived() {
        onArrival.run();
    }

    /** Why a resumed broker would not have it again; null normally. */
    Failure failure() {
        return failure;
    }

    void fail(Failure reason) {
        failure = reason;
    }
}
