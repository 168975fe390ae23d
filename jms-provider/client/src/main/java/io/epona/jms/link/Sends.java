package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.UriOption;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;

/** How a session sends: within the broker's credit, and again after a resume. Guarded by the session's lock. */
final class Sends {
    private final SessionContext context;
    private final FrameWriter writer;
    private final int sendTimeoutMs;
    private final SendLog log;
    private ArrayDeque<Unsettled> toReplay = new ArrayDeque<>();
    private long creditBytes;

    Sends(SessionContext context) {
        this.context = context;
        this.writer = context.writer();
        this.log = new SendLog(context.uri().option(UriOption.TRANSACTION_REPLAY_BYTES));
        this.sendTimeoutMs = context.uri().option(UriOption.SEND_TIMEOUT_MS);
    }

    SendLog log() {
        return log;
    }

    /** Blocks until the session is on a link and the broker has room. */
    void awaitRoom(String destination) throws JMSException {
        if (!hasRoom()) {
            context.monitor()
                    .await(
                            this::hasRoom,
                            new SessionMonitor.Wait(
                                    sendTimeoutMs,
                                    false,
                                    ErrorCode.SEND_TIMED_OUT,
                                    null,
                                    () -> "send destination=" + destination));
        }
    }

    private boolean hasRoom() {
        return creditBytes > 0 && context.phase().isLinked();
    }

    /** Sends a message that nobody confirms. */
    void sendUnconfirmed(Bytes message) {
        creditBytes -= message.length();
        writer.send(context.number(), false, 0, message, false);
    }

    /**
     * Sends a message that is confirmed by itself, and returns its sequence.
     *
     * @param isAwaited whether the caller waits for that next
     */
    long sendConfirmed(Bytes message, boolean isAwaited) {
        Unsettled.Message sent = log.addSend(message);
        write(sent, isAwaited);
        return sent.sequence();
    }

    void sendTransacted(Bytes message) {
        writeTransacted(message, log.addTransacted(message));
    }

    /** Writes a message of a transaction or of a branch. */
    void writeTransacted(Bytes message, long sequence) {
        creditBytes -= message.length();
        writer.send(context.number(), true, sequence, message, false);
    }

    boolean hasCredit() {
        return creditBytes > 0;
    }

    /** Ends the transaction and returns the sequence that settles it. */
    long commit(Consumers consumers) {
        consumers.acknowledgeShown();
        Unsettled.Commit commit = log.addCommit(consumers.sendAcknowledgements());
        write(commit, true);
        return commit.settledBy();
    }

    /** Blocks until the outcome is known, which this returns to one caller only: null, or why it was refused. */
    Failure awaitOutcome(long sequence, String what) throws JMSException {
        if (!log.isSettled(sequence)) {
            context.monitor().await(() -> log.isSettled(sequence), context.outcome(what, false));
        }
        return log.takeRejection(sequence);
    }

    void addCredit(long bytes) {
        creditBytes += bytes;
    }

    void setCredit(long bytes) {
        creditBytes = bytes;
    }

    void prepareReplay() {
        toReplay = log.snapshot();
    }

    /** Sends again as much as the credit allows; returns whether that was all. */
    boolean replay() {
        for (Unsettled next = toReplay.peek(); next != null; next = toReplay.peek()) {
            // A commit is repeated even if it is settled: one that was voided has an outcome, but the broker lacks it.
            boolean isNeeded = next instanceof Unsettled.Commit || !log.isSettled(next.settledBy());
            if (isNeeded && next instanceof Unsettled.Message && creditBytes <= 0) {
                return false;
            }
            toReplay.poll();
            if (isNeeded) {
                write(next, false);
            }
        }
        return true;
    }

    private void write(Unsettled sent, boolean isAwaited) {
        if (sent instanceof Unsettled.Message message) {
            Bytes bytes = message.piece().bytes();
            creditBytes -= bytes.length();
            writer.send(context.number(), message.isTransacted(), message.sequence(), bytes, isAwaited);
        } else if (sent instanceof Unsettled.Commit commit) {
            Frame frame = Frames.commit(context.number(), commit.settledBy(), commit.sendCount(), commit.ranges());
            if (isAwaited) {
                writer.writeAwaited(frame);
            } else {
                writer.write(frame);
            }
        }
    }
}
