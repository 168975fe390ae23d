package io.epona.jms.link;

import io.epona.jms.link.LinkPhase.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens a session on a link, first or again: states what it holds, learns what the broker knows, and sends what is missing.
 * Guarded by the session's lock.
 */
final class SessionOpening {
    private final SessionContext context;
    private final Sends sends;
    private final ConsumerOpening consumers;
    private final Acknowledgements acknowledgements;
    private final SessionRequests requests;
    private final Transaction transaction;
    private final SessionBranches branches;
    private boolean isSessionAnswered;

    SessionOpening(
            SessionContext context,
            Sends sends,
            ConsumerOpening consumers,
            Acknowledgements acknowledgements,
            SessionRequests requests,
            Transaction transaction,
            SessionBranches branches) {
        this.context = context;
        this.sends = sends;
        this.consumers = consumers;
        this.acknowledgements = acknowledgements;
        this.requests = requests;
        this.transaction = transaction;
        this.branches = branches;
        consumers.onEachAnswer(this::proceed);
    }

    /** The link is gone. */
    void unlink() {
        context.phase().moveTo(Phase.UNLINKED);
        sends.setCredit(0);
        consumers.unlink();
        context.monitor().setReachable(false);
    }

    /**
     * Writes the first frames.
     *
     * @param isSameRun whether the broker is still the one that delivered what the session holds
     */
    void begin(Frame openSession, boolean isSameRun) {
        context.phase().moveTo(Phase.OPENING);
        isSessionAnswered = false;
        context.monitor().setReachable(true);
        context.writer().write(openSession);
        consumers.openAll(isSameRun);
        acknowledgements.replay();
    }

    /** The outcomes that the broker knows have been applied to the log, and the credit has been set. */
    void onSessionAnswered() {
        isSessionAnswered = true;
        proceed();
    }

    private void proceed() {
        if (context.phase().is(Phase.OPENING) && isSessionAnswered && consumers.isAnswered()) {
            // Nothing is committed again before it is known whether all that it consumed is still ours.
            List<AckRange> refused = new ArrayList<>(consumers.takeRefused());
            refused.removeIf(branches::onRefused);
            transaction.onRefused(refused);
            transaction.onResumed();
            sends.prepareReplay();
            branches.prepareReplay();
            context.phase().moveTo(Phase.REPLAYING);
            replay();
        }
    }

    /** Goes on where the credit had run out. */
    void replay() {
        if (context.phase().is(Phase.REPLAYING) && sends.replay() && branches.replay()) {
            context.phase().moveTo(Phase.LINKED);
            requests.writeAll();
            context.monitor().signalAnswer();
            context.monitor().signalArrival();
        }
    }
}
