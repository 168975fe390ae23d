package io.epona.jms.link;

import io.epona.protocol.BranchXid;
import io.epona.protocol.wire.BranchEnd;
import io.epona.protocol.wire.BranchStart;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session does on a branch from a start to the end after it. It is kept, and said again to a broker that lost it,
 * until the branch is prepared or has ended. Guarded by the session's lock.
 */
final class BranchPart {
    private final BranchXid xid;
    private final int number;
    private final BranchStart kind;
    private final long timeoutMs;
    private final SessionRequests.Request startRequest;
    private final List<Chunks.Piece> sends = new ArrayList<>();
    private int sendCount;
    private long sendLength;
    private List<AckRange> ranges = List.of();
    private BranchEnd end;
    private SessionRequests.Request endRequest;
    private boolean isDoomed;

    BranchPart(BranchXid xid, int number, BranchStart kind, long timeoutMs, SessionRequests.Request startRequest) {
        this.xid = xid;
        this.number = number;
        this.kind = kind;
        this.timeoutMs = timeoutMs;
        this.startRequest = startRequest;
    }

    BranchXid xid() {
        return xid;
    }

    int number() {
        return number;
    }

    long timeoutMs() {
        return timeoutMs;
    }

    SessionRequests.Request startRequest() {
        return startRequest;
    }

    /** How it is to be started: as it was asked for until that was granted, from then on as a repetition. */
    BranchStart kind() {
        return startRequest.isAnswered() ? BranchStart.REPLAY : kind;
    }

    /** All that it sent, or nothing if that is too long to be kept. */
    List<Chunks.Piece> sends() {
        return sends;
    }

    /**
     * Counts a message in.
     *
     * @param replayLimit up to how many bytes messages are kept
     * @return whether it is to be kept
     */
    boolean countSend(int length, long replayLimit) {
        sendCount++;
        sendLength += length;
        return sendLength <= replayLimit;
    }

    int sendCount() {
        return sendCount;
    }

    /** The deliveries that it consumed; none before it has ended. */
    List<AckRange> ranges() {
        return ranges;
    }

    BranchEnd end() {
        return end;
    }

    SessionRequests.Request endRequest() {
        return endRequest;
    }

    void endWith(BranchEnd newEnd, List<AckRange> consumed, SessionRequests.Request request) {
        end = newEnd;
        ranges = consumed;
        endRequest = request;
    }

    boolean hasEnded() {
        return endRequest != null;
    }

    /** Whether something that it consumed went to others. */
    boolean isDoomed() {
        return isDoomed;
    }

    void doom() {
        isDoomed = true;
    }

    boolean consumed(AckRange delivery) {
        return ranges.stream().anyMatch(range -> range.includes(delivery));
    }
}
