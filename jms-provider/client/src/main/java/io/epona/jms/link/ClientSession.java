package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import jakarta.jms.JMSException;
import java.util.function.IntFunction;

/**
 * A session as the broker knows it: sends, acknowledges, commits, and survives the loss of the link. Any thread; methods
 * that block say so, and wait out an outage.
 */
public final class ClientSession {
    private final ClientLink link;
    private final long producerId;
    private final boolean isTransacted;
    private final SessionMonitor monitor = new SessionMonitor();
    private final SessionContext context;
    private final Sends sends;
    private final SessionRequests requests;
    private final Acknowledgements acknowledgements;
    private final Transaction transaction;
    private final Receiving receiving;
    private final SessionBranches branches;
    private final SessionRequests.Request openRequest;
    private final SessionEvents events;
    private final Browsing browsing;
    private final Administration administration;
    private final Loading loading;
    /** Guarded by the monitor. */
    private boolean isCloseDue;

    private boolean isEnded;

    ClientSession(ClientLink link, int number, long producerId, boolean isTransacted) {
        this.link = link;
        this.producerId = producerId;
        this.isTransacted = isTransacted;
        context = new SessionContext(number, link.uri(), link.writer(), monitor, new LinkPhase(number));
        sends = new Sends(context);
        requests = new SessionRequests(context, () -> link.routes().addRequest(number));
        Consumers consumers = new Consumers();
        acknowledgements = new Acknowledgements(context, consumers);
        transaction = new Transaction(sends, consumers);
        ConsumerFlow flow = new ConsumerFlow(context.writer());
        ConsumerOpening consumerOpening =
                new ConsumerOpening(context, link::protocolVersion, consumers, flow, requests, link::report);
        branches = new SessionBranches(context, this, link, sends, consumers, acknowledgements, requests);
        SessionOpening opening =
                new SessionOpening(context, sends, consumerOpening, acknowledgements, requests, transaction, branches);
        receiving = new Receiving(context, link, consumers, flow, consumerOpening, acknowledgements, requests);
        browsing = new Browsing(context, link, requests);
        administration = new Administration(context, link, requests);
        loading = new Loading(context, link, requests, receiving, flow);
        openRequest = requests.addFrameless(() -> {});
        events = new SessionEvents(context, openRequest.number(), producerId, sends, requests, opening);
    }

    public SessionMonitor monitor() {
        return monitor;
    }

    /** The session's consumers. */
    public Receiving receiving() {
        return receiving;
    }

    /** The session's work on branches of distributed transactions. */
    public SessionBranches branches() {
        return branches;
    }

    /** The session's browsers. */
    public Browsing browsing() {
        return browsing;
    }

    /** What an administrator asks through the session. */
    public Administration administration() {
        return administration;
    }

    /** What a connection consumer does with its messages. */
    public Loading loading() {
        return loading;
    }

    int number() {
        return context.number();
    }

    SessionEvents events() {
        return events;
    }

    /** Identifies the session's sends to brokers; random, so unlike any other session's. */
    public long producerId() {
        return producerId;
    }

    /** Blocks until the broker has opened the session. */
    void awaitOpen() throws JMSException {
        monitor.lock();
        try {
            requests.await(openRequest, "open session");
            openRequest.throwIfRefused();
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Blocks until the broker has confirmed all acknowledgements and closed the session, which rolls back what was not
     * committed or acknowledged.
     *
     * @param isConnectionClosing whether the connection is closed next; then an outage is not waited out
     */
    public void close(boolean isConnectionClosing) throws JMSException {
        monitor.lock();
        try {
            if (!monitor.hasFailed() && SharedBranches.instance().involves(this)) {
                // What becomes of its work is for the transaction manager to say, by way of this session.
                isCloseDue = true;
                return;
            }
        } finally {
            monitor.unlock();
        }
        end(isConnectionClosing);
    }

    private void end(boolean isConnectionClosing) throws JMSException {
        monitor.lock();
        try {
            isEnded = true;
            if (!monitor.hasFailed()) {
                acknowledgements.awaitConfirmed(isConnectionClosing);
                if (!transaction.isEmpty() && (context.phase().isLinked() || !isConnectionClosing)) {
                    recoverAll();
                }
                if (!isConnectionClosing) {
                    requests.ask(request -> Frames.closeSession(request, context.number()), "close session");
                }
            }
        } finally {
            link.remove(context.number());
            monitor.unlock();
        }
    }

    /** Asks something that is not about the session. Blocks until it is answered. */
    SessionRequests.Request ask(IntFunction<Frame> frame, String what) throws JMSException {
        monitor.lock();
        try {
            return requests.ask(frame, what);
        } finally {
            monitor.unlock();
        }
    }

    /** Has whoever waits for something of the session wait no more: it was closed. */
    public void abandon() {
        events.onFailure(new Failure(ErrorCode.CLOSED, "session is closed"));
    }

    /** Throws if the broker does not know the session any more. Lock held. */
    void checkNotEnded() throws JMSException {
        if (isEnded) {
            throw JmsErrors.of(ErrorCode.CLOSED, "session is closed");
        }
    }

    /** Whether it was closed and still has to do with a branch that has not ended. */
    boolean isCloseDue() {
        return isCloseDue && !isEnded;
    }

    /**
     * A branch that it has worked on has ended. Blocks.
     *
     * @param isUndone whether the broker has back what it consumed
     */
    void onBranchOver(boolean isUndone) throws JMSException {
        boolean isToEnd;
        monitor.lock();
        try {
            isToEnd = isCloseDue && !isEnded && !SharedBranches.instance().involves(this);
            // What comes back comes before what has been sent ahead, so that goes back, too.
            boolean isIdle = !isToEnd && !isEnded && !branches.isActive() && transaction.isEmpty();
            if (isUndone && isIdle && receiving.hasConsumers()) {
                recoverAll();
            }
        } finally {
            monitor.unlock();
        }
        if (isToEnd) {
            end(false);
        }
    }

    /** Blocks until the broker has deleted the durable subscription. */
    public void unsubscribe(String subscription) throws JMSException {
        monitor.lock();
        try {
            SessionRequests.Request request = requests.ask(
                    number -> Frames.unsubscribe(number, subscription), "unsubscribe subscription=" + subscription);
            Failure refusal = request.refusal();
            boolean wasDoneBefore =
                    request.isRepeated() && refusal != null && refusal.code() == ErrorCode.NO_SUCH_SUBSCRIPTION;
            if (!wasDoneBefore) {
                request.throwIfRefused();
            }
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Sends an encoded message. Blocks while there is no link or no credit.
     *
     * @param isAwaited whether the caller waits for the outcome next
     * @param destination for the text of exceptions
     * @return the sequence to wait for with {@link #awaitSent}, 0 if there is nothing to wait for
     */
    public long send(Bytes message, boolean isPersistent, boolean isAwaited, String destination) throws JMSException {
        monitor.lock();
        try {
            if (isTransacted) {
                throwIfRolledBack(transaction.awaitSettled());
            }
            sends.awaitRoom(destination);
            if (branches.isActive()) {
                branches.send(message);
                return 0;
            } else if (isTransacted) {
                // What cannot take effect need not be sent; the commit says so.
                if (transaction.doom() == null) {
                    sends.sendTransacted(message);
                }
                return 0;
            } else if (isPersistent) {
                return sends.sendConfirmed(message, isAwaited);
            }
            sends.sendUnconfirmed(message);
            return 0;
        } finally {
            monitor.unlock();
        }
    }

    /** @throws JMSException if the broker would deliver a delayed message at once */
    public void requireDelays() throws JMSException {
        if (link.protocolVersion() < Protocol.DELAY_VERSION) {
            throw JmsErrors.of(
                    ErrorCode.NOT_SUPPORTED,
                    "broker is too old for delivery delays: version=" + link.protocolVersion() + " needed="
                            + Protocol.DELAY_VERSION);
        }
    }

    /** Blocks until the message with this sequence is safe with the broker; throws if it was refused. */
    public void awaitSent(long sequence, String destination) throws JMSException {
        monitor.lock();
        try {
            Failure refusal = sends.awaitOutcome(sequence, "send destination=" + destination);
            if (refusal != null) {
                throw refusal.toException();
            }
        } finally {
            monitor.unlock();
        }
    }

    /** Whether the outcome of this sequence is known. Lock held. */
    public boolean isSettled(long sequence) {
        return sends.log().isSettled(sequence);
    }

    /** Why this sequence was refused, null if it was not; to be asked once. Lock held. */
    public JMSException takeRejection(long sequence) {
        Failure rejection = sends.log().takeRejection(sequence);
        return rejection == null ? null : rejection.toException();
    }

    /**
     * Blocks until the transaction is durable. Interrupted or out of time, the next call on the session learns the outcome
     * first.
     *
     * @throws jakarta.jms.TransactionRolledBackException if it took no effect
     */
    public void commit() throws JMSException {
        monitor.lock();
        try {
            throwIfRolledBack(transaction.awaitSettled());
            monitor.await(context.phase()::isLinked, context.answer("commit"));
            throwIfRolledBack(transaction.doom());
            if (!transaction.isEmpty()) {
                transaction.commit();
                throwIfRolledBack(transaction.awaitSettled());
                receiving.forgetSettled();
            }
        } finally {
            monitor.unlock();
        }
    }

    /** A commit that was refused has done nothing; the broker wants to be told that the transaction is over. */
    private void throwIfRolledBack(Failure reason) throws JMSException {
        if (reason != null) {
            recoverAll();
            throw Transaction.rolledBack(reason);
        }
    }

    /** Blocks until the broker has back what was not acknowledged, and has dropped the transaction. */
    public void recover() throws JMSException {
        monitor.lock();
        try {
            if (transaction.awaitSettled() != null || !transaction.isEmpty()) {
                recoverAll();
            }
        } finally {
            monitor.unlock();
        }
    }

    private void recoverAll() throws JMSException {
        receiving.beginRecovery();
        transaction.reset();
        SessionRequests.Request request =
                requests.begin(number -> receiving.recoverFrame(number), () -> receiving.endRecovery(isTransacted));
        requests.await(request, "recover");
        request.throwIfRefused();
    }
}
