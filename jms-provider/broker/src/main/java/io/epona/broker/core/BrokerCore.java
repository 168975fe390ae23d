package io.epona.broker.core;

import io.epona.broker.queue.Deadlines;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.ConnectionId;
import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageMemory;
import io.epona.broker.store.Producers;
import io.epona.journal.Journal;
import io.epona.journal.JournalOpenException;
import io.epona.journal.RecoveryHandler;
import io.epona.protocol.ErrorCode;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent that owns the broker's state and the order of work. Everything is called on its event loop, except
 * the constructor, which comes before the loop runs.
 *
 * <p>A duty cycle: frames of the clients come in and change the state; {@link #endCycle} then hands the effects to the
 * journal, hands out messages and lets the answers go. What depends on the disk follows in {@link #onDurable}.
 */
public final class BrokerCore {
    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerCore.class);

    /** With no more than these waiting for the disk, and nothing to be told, the loop may as well wait with them. */
    private static final int FEW_WAITING = 2;

    private static final int UPKEEP_PAUSE_MS = 1;
    private static final long STOP_PAUSE_NS = 100_000;

    private final BrokerLoop loop;
    private final Journal journal;
    private final Services services;
    private final Access access;
    private final Connections connections;
    private final ClientRequests requests;
    private final Reclaim reclaim;
    private final Checkpoints checkpoints;
    private final DueMessages dueMessages;
    private boolean isUpkeepScheduled;
    private final Set<PeerHandler> halfOpen = new LinkedHashSet<>();
    private final Queue<MessageQueue> queuesAwaitingHolders = new ArrayDeque<>();
    private final long runId = new SecureRandom().nextLong();

    /**
     * Rebuilds the state from the journal.
     *
     * @throws JournalOpenException if the journal cannot be opened
     */
    public BrokerCore(CoreSettings settings, JournalOpener opener, BrokerLoop loop, EpochClock clock)
            throws JournalOpenException {
        this.loop = loop;
        this.access = new Access(settings.users(), new FailureBrake(clock));
        EffectWriter effects = new EffectWriter(settings.durability());
        MessageMemory memory = new MessageMemory(settings.limits().memory());
        Producers producers = new Producers();
        Deadlines deadlines = new Deadlines();
        Policies policies = new Policies(settings.destinations());
        Destinations destinations = new Destinations(
                effects,
                this::onWork,
                deadlines,
                policies,
                settings.destinations().isAutoCreated());
        LogReferences references = new LogReferences();
        Publisher publisher = new Publisher(destinations, effects, memory, references, settings.isDurable());
        LargeTransactions large = new LargeTransactions(effects, references);
        BranchStore branchStore = new BranchStore(settings, memory, large, clock);
        PendingRecovery pending = new PendingRecovery(large, publisher);
        BranchRecovery branches = new BranchRecovery(branchStore, memory, publisher, pending);
        Recovery recovery = new Recovery(destinations, producers, publisher, branches, pending);
        this.journal = opener.open(recovery);
        recovery.finish(clock.time());
        effects.open(journal);
        references.open(journal);
        destinations.durableQueues().forEach(references::retainAll);
        large.retainAll();
        // Nobody can consume these, but reclaim must rather stop than drop them.
        recovery.nameless().forEach(references::retainAll);
        OutgoingFrames frames = new OutgoingFrames();
        Throttle throttle = new Throttle(journal, memory, settings.isDurable());
        Removal removal = new Removal(new Stores(effects, references, memory));
        MessageReader reader = new MessageReader(journal, memory);
        DeadLetters deadLetters = new DeadLetters(policies, destinations, publisher, removal, throttle, reader);
        Expiry expiry = new Expiry(deadLetters, removal, effects);
        Returns returns = new Returns(deadLetters, expiry, removal, effects, clock);
        this.dueMessages = new DueMessages(deadlines, expiry, loop, clock);
        this.services = new Services(
                settings,
                loop,
                effects,
                producers,
                memory,
                references,
                destinations,
                new Confirmations(),
                frames,
                publisher,
                new Deliveries(journal, frames, clock, new Deliveries.Ends(removal, expiry, returns), reader),
                throttle,
                new Branches(settings, branchStore, loop, returns),
                large);
        this.connections = new Connections(services);
        this.requests = new ClientRequests(services, connections);
        this.reclaim = new Reclaim(journal, services, connections);
        this.checkpoints = new Checkpoints(journal, services, connections, recovery);
    }

    /** Opens the journal, which tells the handler of every record in it. */
    @FunctionalInterface
    public interface JournalOpener {
        /** Opens it; the core uses it, the caller closes it. */
        Journal open(RecoveryHandler onRecovered) throws JournalOpenException;
    }

    private void onWork(MessageQueue queue) {
        // While the journal is read there is nobody to hand anything to.
        if (services != null) {
            services.deliveries().schedule(queue);
            loop.requestCycle();
        }
    }

    Access access() {
        return access;
    }

    Connections connections() {
        return connections;
    }

    ClientRequests requests() {
        return requests;
    }

    long runId() {
        return runId;
    }

    /** Begins to serve. Indexes whose former consumers may hold messages wait for them a while. */
    public void start() {
        for (MessageQueue queue : services.destinations().durableQueues()) {
            if (!queue.awaitedHolders().isEmpty()) {
                queuesAwaitingHolders.add(queue);
            }
        }
        if (!queuesAwaitingHolders.isEmpty()) {
            loop.schedule(services.settings().resumeGraceMs(), this::giveUpHolders);
        }
        services.destinations().temporaries().awaitOwners();
        loop.schedule(services.settings().resumeGraceMs(), new TemporaryRequests(services)::endAbandoned);
    }

    private void giveUpHolders() {
        for (MessageQueue queue = queuesAwaitingHolders.poll(); queue != null; queue = queuesAwaitingHolders.poll()) {
            for (Object holder : queue.awaitedHolders()) {
                ConnectionId connection = (ConnectionId) holder;
                LOGGER.info("consumer not seen again since the restart: client={} queue={}", connection, queue.name());
                services.effects().consumersDetached(connection, queue.number());
                queue.endAwait(connection);
            }
        }
        loop.requestCycle();
    }

    /** A client has connected. Its frames go to the handler. */
    public PeerHandler accept(Peer peer) {
        if (halfOpen.size() >= CoreSettings.MAX_HALF_OPEN) {
            halfOpen.iterator()
                    .next()
                    .fail(
                            ErrorCode.TOO_MANY_CONNECTIONS,
                            "too many connections without a Hello: limit=" + CoreSettings.MAX_HALF_OPEN);
        }
        PeerHandler handler = new PeerHandler(this, services, peer);
        halfOpen.add(handler);
        return handler;
    }

    /** A client is no longer one of those who have not introduced themselves. */
    void onIntroduced(PeerHandler handler) {
        halfOpen.remove(handler);
    }

    /** Ends a duty cycle: effects go to the disk, messages and answers to the clients. */
    public void endCycle() {
        dueMessages.release();
        long handedOut = services.deliveries().handedOutCount();
        boolean isBusy = services.deliveries().dispatch()
                || services.deliveries().handedOutCount() != handedOut
                || services.confirmations().count() > FEW_WAITING;
        if (isBusy) {
            journal.flush(services.effects().takeDemand());
        } else if (journal.flushHere(services.effects().takeDemand())) {
            services.deliveries().onDurable();
        }
        services.confirmations().release(journal.durablePosition());
        services.throttle().reopen();
        if (services.deliveries().dispatch()) {
            loop.requestCycle();
        }
        keepUp();
        // Dispatch may have taken expired messages off the books, and reclaim may have copied some.
        journal.flush(services.effects().takeDemand());
        dueMessages.arm();
    }

    /** A little of the work that nobody waits for. */
    private void keepUp() {
        if (!services.settings().isDurable() || isAwaitingHolders()) {
            return;
        }
        boolean isReclaimDue = reclaim.step();
        boolean isCheckpointDue = checkpoints.step();
        if ((isReclaimDue || isCheckpointDue) && !isUpkeepScheduled) {
            isUpkeepScheduled = true;
            loop.schedule(UPKEEP_PAUSE_MS, () -> isUpkeepScheduled = false);
        }
    }

    /** Until all former consumers are back or given up, the oldest of the log may be all that tells of them. */
    private boolean isAwaitingHolders() {
        while (!queuesAwaitingHolders.isEmpty() && !queuesAwaitingHolders.peek().isAwaitingHolders()) {
            queuesAwaitingHolders.remove();
        }
        return !queuesAwaitingHolders.isEmpty();
    }

    /** Whether so much waits for the disk that nothing more should be taken in. */
    public boolean isSaturated() {
        return journal.isSaturated();
    }

    /** The journal is durable further than before; a duty cycle's end follows. */
    public void onDurable() {
        services.deliveries().onDurable();
    }

    /** Ends all connections and writes down the state. */
    public void stop(ErrorCode code, String reason) {
        connections.closeAll(code, reason);
        boolean isOrderly = code == ErrorCode.BROKER_CLOSING;
        if (isOrderly && services.settings().isDurable()) {
            checkpoints.finish(() -> LockSupport.parkNanos(STOP_PAUSE_NS));
        }
    }
}
