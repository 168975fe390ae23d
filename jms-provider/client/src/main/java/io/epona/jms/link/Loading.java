package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Moves what a consumer of this session has received to other sessions of the connection, which show and settle it. Any
 * thread.
 *
 * <p>Locks this session's monitor first and then, on the event loop, the target's; nothing may lock them the other way
 * round.
 */
public final class Loading {
    private final SessionContext context;
    private final SessionMonitor monitor;
    private final ClientLink link;
    private final SessionRequests requests;
    private final Receiving receiving;
    private final ConsumerFlow flow;

    Loading(SessionContext context, ClientLink link, SessionRequests requests, Receiving receiving, ConsumerFlow flow) {
        this.context = context;
        this.monitor = context.monitor();
        this.link = link;
        this.requests = requests;
        this.receiving = receiving;
        this.flow = flow;
    }

    /** @throws JMSException if the broker does not know how to do it */
    public void requireSupport() throws JMSException {
        if (link.protocolVersion() < Protocol.LOAD_VERSION) {
            throw JmsErrors.of(
                    ErrorCode.NOT_SUPPORTED,
                    "broker is too old for connection consumers: version=" + link.protocolVersion() + " needed="
                            + Protocol.LOAD_VERSION);
        }
    }

    /** Whether there is something to load at this time. Lock held. */
    public boolean isDue(ClientConsumer source) {
        return context.phase().isLinked()
                && flow.mayShow(source)
                && source.deliveries().hasWaiting();
    }

    /** As {@link #isDue}, which takes the lock. */
    public boolean isDueNow(ClientConsumer source) {
        monitor.lock();
        try {
            return isDue(source);
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Loads what waits into another session. Blocks until the broker has moved it, over an outage too, until the connection
     * fails.
     *
     * @param limit number of messages
     * @param onLoaded gets them, with the target's lock held; is not called if there are none after all
     * @return whether there were some
     */
    public boolean load(ClientConsumer source, ClientSession target, int limit, Consumer<ClientConsumer> onLoaded)
            throws JMSException {
        monitor.lock();
        try {
            int number = link.routes().nextConsumer();
            Load load = new Load(source, target, number, Math.min(limit, Protocol.MAX_GROUP_COUNT));
            load.askWith(requests.begin(id -> Frames.load(id, load), () -> onAnswered(load, onLoaded)));
            monitor.await(load.request()::isAnswered, SessionMonitor.Wait.unlimited("load a server session"));
            load.request().throwIfRefused();
            return !load.chosen().isEmpty();
        } finally {
            monitor.unlock();
        }
    }

    /** In one turn of the event loop with the answer, so that no resume sees the deliveries at both places or at none. */
    private void onAnswered(Load load, Consumer<ClientConsumer> onLoaded) {
        List<Delivery> moved = load.chosen();
        if (load.request().refusal() == null && !moved.isEmpty()) {
            receiving.moveAway(load.source(), moved);
            load.target().receiving().take(load, onLoaded);
        }
    }
}
