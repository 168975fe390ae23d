package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import java.util.List;

/** Whether the transaction of a session can still take effect, and whether the last one did. Session's lock. */
final class Transaction {
    private final Sends sends;
    private final Consumers consumers;
    /** Why the current transaction can take no effect; null if it can. */
    private Failure doom;

    /** The commit whose outcome has not been told to the application; 0 for none. */
    private long unsettledCommit;

    Transaction(Sends sends, Consumers consumers) {
        this.sends = sends;
        this.consumers = consumers;
    }

    boolean isEmpty() {
        return doom == null && sends.log().transactionCount() == 0 && !consumers.hasUnacknowledged();
    }

    /** Why the current transaction can take no effect; null if it can. */
    Failure doom() {
        return doom;
    }

    void commit() {
        unsettledCommit = sends.commit(consumers);
    }

    /**
     * Waits for the outcome of the last commit; interrupted or out of time, the next call goes on waiting.
     *
     * @return null if there was none or it took effect, else why it did not
     */
    Failure awaitSettled() throws JMSException {
        if (unsettledCommit == 0) {
            return null;
        }
        Failure rejection = sends.awaitOutcome(unsettledCommit, "commit");
        unsettledCommit = 0;
        return rejection;
    }

    /** The exception for a commit that took no effect. */
    static JMSException rolledBack(Failure reason) {
        return JmsErrors.of(ErrorCode.TRANSACTION_ROLLED_BACK, "transaction was rolled back: reason=" + reason.text());
    }

    /** There is a new link, and the broker has dropped what it had of the current transaction. */
    void onResumed() {
        if (!sends.log().isTransactionKept()) {
            doom = SendLog.LOST;
        }
    }

    /** The broker gave these, which the application has seen, to others. */
    void onRefused(List<AckRange> refused) {
        List<Unsettled.Commit> commits = sends.log().commits();
        for (AckRange delivery : refused) {
            if (delivery.from() > delivery.consumer().deliveries().acknowledgedTo()) {
                doom = SendLog.TAKEN_BY_OTHERS;
            } else {
                commits.removeIf(commit -> voidIfItAcknowledges(commit, delivery));
            }
        }
    }

    private boolean voidIfItAcknowledges(Unsettled.Commit commit, AckRange delivery) {
        boolean isConcerned = commit.ranges().stream().anyMatch(range -> range.includes(delivery));
        if (isConcerned) {
            sends.log().voidCommit(commit);
        }
        return isConcerned;
    }

    /** Everything is forgotten that was not committed. */
    void reset() {
        doom = null;
        sends.log().dropTransaction();
    }
}
