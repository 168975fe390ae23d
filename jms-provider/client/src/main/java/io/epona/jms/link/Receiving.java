package io.epona.jms.link;

import io.epona.protocol.EponaUri;
import io.epona.protocol.Protocol;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What the consumers of a session do. Any thread; methods that block say so and take the lock themselves. */
public final class Receiving {
    /** DUPS_OK acknowledgements gather up to this number. */
    private static final int LAZY_BATCH_COUNT = 64;
    /** With more acknowledgements unconfirmed no credit is granted: all of them must be named on a resume. */
    private static final int UNCONFIRMED_LIMIT = Protocol.MAX_IN_FLIGHT / 2;
    /** Likewise, if they must fit one frame. */
    private static final int UNCONFIRMED_LIMIT_OF_FRAME = 32_768;

    private final SessionContext context;
    private final SessionMonitor monitor;
    private final ClientLink link;
    private final EponaUri uri;
    private final Consumers consumers;
    private final ConsumerFlow flow;
    private final ConsumerOpening opening;
    private final Acknowledgements acknowledgements;
    private final SessionRequests requests;
    private int lazyCount;

    Receiving(
            SessionContext context,
            ClientLink link,
            Consumers consumers,
            ConsumerFlow flow,
            ConsumerOpening opening,
            Acknowledgements acknowledgements,
            SessionRequests requests) {
        this.context = context;
        this.monitor = context.monitor();
        this.link = link;
        this.uri = context.uri();
        this.consumers = consumers;
        this.flow = flow;
        this.opening = opening;
        this.acknowledgements = acknowledgements;
        this.requests = requests;
    }

    int session() {
        return context.number();
    }

    /** Lets messages be shown to the application, or not. Takes the lock. */
    public void setStarted(boolean isStarted) {
        monitor.lock();
        try {
            if (flow.setStarted(isStarted)) {
                consumers.all().forEach(flow::grant);
            }
            if (isStarted) {
                consumers.all().forEach(ClientConsumer::arrived);
            }
            monitor.signalArrival();
        } finally {
            monitor.unlock();
        }
    }

    /** Whether messages may be shown to the application. Lock held. */
    public boolean isStarted() {
        return flow.isStarted();
    }

    /** Blocks until the broker has accepted the consumer. */
    public ClientConsumer open(Source source) throws JMSException {
        String what = "open consumer destination=" + source.destination() + " subscription=" + source.subscription();
        monitor.lock();
        ClientConsumer consumer = new ClientConsumer(link.routes().nextConsumer(), source, new Prefetch(uri));
        try {
            monitor.await(context.phase()::isLinked, context.answer(what));
            consumers.add(consumer);
            link.routes().add(consumer, this);
            opening.open(consumer);
            requests.await(consumer.openRequest(), what);
            consumer.openRequest().throwIfRefused();
            return consumer;
        } catch (JMSException e) {
            giveUp(consumer);
            throw e;
        } finally {
            monitor.unlock();
        }
    }

    /** The application was told that there is no consumer, though the broker may have opened it. */
    private void giveUp(ClientConsumer consumer) {
        SessionRequests.Request request = consumer.openRequest();
        if (request != null && !monitor.hasFailed()) {
            consumer.moveTo(ClientConsumer.State.CLOSING);
            if (request.refusal() == null) {
                beginClose(consumer);
            } else {
                onClosed(consumer);
            }
        }
    }

    /** Blocks until the broker has closed the consumer; what the application has seen stays to be acknowledged. */
    public void close(ClientConsumer consumer) throws JMSException {
        monitor.lock();
        try {
            if (consumer.isClosing()) {
                return;
            }
            consumer.moveTo(ClientConsumer.State.CLOSING);
            monitor.signalArrival();
            if (monitor.hasFailed()) {
                return;
            }
            acknowledgements.write();
            if (consumer.failure() == null) {
                requests.await(beginClose(consumer), "close consumer");
            } else {
                onClosed(consumer);
            }
        } finally {
            monitor.unlock();
        }
    }

    /** Whether there are any, be it closed ones. Lock held. */
    boolean hasConsumers() {
        return !consumers.isEmpty();
    }

    private SessionRequests.Request beginClose(ClientConsumer consumer) {
        consumer.deliveries().dropWaiting();
        long deliveredTo = consumer.deliveries().shownTo();
        SessionRequests.Request request = requests.begin(
                number -> Frames.closeConsumer(number, consumer.number(), deliveredTo), () -> onClosed(consumer));
        consumer.closeWith(request);
        return request;
    }

    private void onClosed(ClientConsumer consumer) {
        consumer.moveTo(ClientConsumer.State.CLOSED);
        forgetIfSettled(consumer);
    }

    /** Forgets closed consumers of which the broker needs to hear nothing more. Lock held. */
    void forgetSettled() {
        consumers.all().forEach(this::forgetIfSettled);
    }

    private void forgetIfSettled(ClientConsumer consumer) {
        // One that is being opened again may be settled meanwhile, by an outcome that the broker tells first. Its
        // answer
        // must still find it: the session waits for that, and the broker has it open until it is closed.
        if (consumer.state() == ClientConsumer.State.CLOSED
                && consumer.deliveries().count() == 0
                && !opening.isAwaiting(consumer)) {
            consumers.remove(consumer);
            link.routes().remove(consumer);
        }
    }

    /**
     * Shows the next message to the application; null if there is none now. Lock held.
     *
     * @throws JMSException if the connection, or this consumer, has failed for good
     */
    public Delivery next(ClientConsumer consumer) throws JMSException {
        monitor.checkAlive();
        if (consumer.failure() != null) {
            throw consumer.failure().toException();
        }
        Delivery delivery = flow.mayShow(consumer) ? consumer.deliveries().show() : null;
        if (delivery != null) {
            consumer.prefetch().use(delivery);
            replenish(consumer);
        } else {
            endBatch();
        }
        return delivery;
    }

    /** These deliveries are another session's from now on. Lock held. */
    void moveAway(ClientConsumer source, List<Delivery> moved) {
        source.deliveries().moveAway(moved);
        moved.forEach(source.prefetch()::use);
        if (!source.isClosing()) {
            replenish(source);
        }
    }

    /** What was another session's is this one's from now on; nothing if this one was closed meanwhile. Takes the lock. */
    void take(Load load, Consumer<ClientConsumer> onLoaded) {
        monitor.lock();
        try {
            if (link.routes().session(session()) != load.target()) {
                return;
            }
            ClientConsumer loaded =
                    ClientConsumer.loaded(load.consumer(), load.source().source(), new Prefetch(uri), load.chosen());
            consumers.add(loaded);
            link.routes().add(loaded, this);
            onLoaded.accept(loaded);
            monitor.signalArrival();
        } finally {
            monitor.unlock();
        }
    }

    /** Whether the application has yet to see some of what was loaded. Lock held. */
    public boolean hasLoaded(ClientConsumer loaded) {
        return loaded.deliveries().hasWaiting();
    }

    /**
     * Shows the next message of what was loaded; null if it has to wait. Lock held.
     *
     * @throws JMSException if the connection has failed for good
     */
    public Delivery nextLoaded(ClientConsumer loaded) throws JMSException {
        monitor.checkAlive();
        return flow.mayShowLoaded(loaded) ? loaded.deliveries().show() : null;
    }

    /** What was acknowledged lazily is acknowledged now: nothing more may come for a while. Lock held. */
    public void endBatch() {
        if (lazyCount > 0) {
            schedule();
        }
    }

    /** Whether the consumer was lost for good while its connection lives. Lock held. */
    public boolean hasFailed(ClientConsumer consumer) {
        return consumer.failure() != null;
    }

    private void replenish(ClientConsumer consumer) {
        int limit = link.protocolVersion() < Protocol.HELD_VERSION ? UNCONFIRMED_LIMIT_OF_FRAME : UNCONFIRMED_LIMIT;
        if (consumer.deliveries().unconfirmedCount() <= limit) {
            consumer.prefetch().replenish(consumer.number(), context.writer());
        }
    }

    /**
     * The delivery that was shown last has expired, and the application is not to see it: says so to the broker, which does
     * with it what it does with any message that expires. Lock held.
     *
     * @return false if the broker is too old to understand; then it is to be acknowledged
     */
    public boolean expire(ClientConsumer consumer, Delivery delivery) {
        if (link.protocolVersion() < Protocol.EXPIRED_VERSION) {
            return false;
        }
        consumer.deliveries().expire(delivery);
        context.writer().expired(consumer.number(), delivery.id());
        return true;
    }

    /** Acknowledges a delivery and those before it, without waiting; nothing if it was given back. Lock held. */
    public void acknowledge(ClientConsumer consumer, Delivery delivery) {
        consumers.acknowledge(consumer, delivery.id());
        schedule();
    }

    /** As {@link #acknowledge}, many at once. Lock held. */
    public void acknowledgeLazily(ClientConsumer consumer, Delivery delivery) {
        consumers.acknowledge(consumer, delivery.id());
        if (++lazyCount >= LAZY_BATCH_COUNT) {
            schedule();
        }
    }

    private void schedule() {
        lazyCount = 0;
        acknowledgements.schedule();
    }

    /** Acknowledges all that the session has shown, and blocks until that is durable. */
    public void acknowledgeAll() throws JMSException {
        monitor.lock();
        try {
            consumers.acknowledgeShown();
            acknowledgements.awaitConfirmed(false);
        } finally {
            monitor.unlock();
        }
    }

    /** Acknowledges one delivery alone, without waiting; nothing if it was given back. Lock held. */
    public void acknowledgeOnly(ClientConsumer consumer, Delivery delivery) {
        if (consumer.deliveries().hasShown(delivery)) {
            acknowledgements.writeOnly(consumer, delivery.id());
        }
    }

    /** As {@link #acknowledgeOnly}, and blocks until that is durable. Takes the lock. */
    public void acknowledgeOnlyAndAwait(ClientConsumer consumer, Delivery delivery) throws JMSException {
        monitor.lock();
        try {
            if (consumer.deliveries().hasShown(delivery)) {
                acknowledgements.awaitConfirmed(acknowledgements.writeOnly(consumer, delivery.id()));
            }
        } finally {
            monitor.unlock();
        }
    }

    /** Everything not acknowledged goes back to the broker; what arrives from now on is dropped. Lock held. */
    void beginRecovery() {
        acknowledgements.write();
        flow.setRecovering(true);
        for (ClientConsumer consumer : consumers.all()) {
            consumer.deliveries().dropWaiting();
            consumer.prefetch().revoke();
        }
    }

    /** Says what the application has seen. Lock held. */
    Frame recoverFrame(int request) {
        return Frames.recover(request, context.number(), consumers.shown());
    }

    /** The broker has it back. Lock held. */
    void endRecovery(boolean isTransacted) {
        flow.setRecovering(false);
        for (ClientConsumer consumer : consumers.all()) {
            if (isTransacted) {
                consumer.deliveries().giveBackAll();
            } else {
                consumer.deliveries().giveBackUnacknowledged();
            }
            flow.grant(consumer);
        }
        forgetSettled();
        monitor.signalArrival();
    }

    // Events of the event loop, which take the lock

    void onDelivery(ClientConsumer consumer, Delivery delivery) {
        monitor.lock();
        try {
            if (flow.isRecovering() || consumer.isClosing() || !consumer.isOpenOnLink()) {
                consumer.deliveries().skip(delivery);
            } else {
                consumer.deliveries().add(delivery);
                consumer.arrived();
                monitor.signalArrival();
            }
        } finally {
            monitor.unlock();
        }
    }

    void onOpened(int request, ClientConsumer consumer, Set<Long> refused) {
        monitor.lock();
        try {
            opening.onRefused(consumer, refused);
            requests.answer(request, null);
            forgetSettled();
        } finally {
            monitor.unlock();
        }
    }

    /** Others have some of what a consumer holds that is being opened again; more may follow. */
    void onHeldRefused(ClientConsumer consumer, Set<Long> refused) {
        monitor.lock();
        try {
            opening.onRefused(consumer, refused);
        } finally {
            monitor.unlock();
        }
    }

    void onAcknowledgeConfirmed(long sequence) {
        monitor.lock();
        try {
            acknowledgements.confirmTo(sequence, this::onConfirmed);
            monitor.signalAnswer();
        } finally {
            monitor.unlock();
        }
    }

    private void onConfirmed(ClientConsumer consumer) {
        replenish(consumer);
        forgetIfSettled(consumer);
    }
}
