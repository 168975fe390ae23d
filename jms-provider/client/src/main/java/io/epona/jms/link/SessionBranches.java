package io.epona.jms.link;

import io.epona.protocol.BranchXid;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.UriOption;
import io.epona.protocol.wire.BranchEnd;
import io.epona.protocol.wire.BranchStart;
import io.epona.protocol.wire.BranchVerb;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a session on branches of distributed transactions. Between {@link #start} and {@link #end} what it sends and
 * consumes belongs to the branch. Any thread; methods that block say so, and wait out an outage.
 */
public final class SessionBranches {
    private static final Logger LOG = LoggerFactory.getLogger(SessionBranches.class);
    /** How often a branch may be found incomplete at the broker, because sessions have only just resumed. */
    private static final int MAX_ATTEMPTS = 5;

    private final SessionContext context;
    private final ClientSession session;
    private final ClientLink link;
    private final Sends sends;
    private final Consumers consumers;
    private final Acknowledgements acknowledgements;
    private final SessionRequests requests;
    private final Chunks chunks = new Chunks();
    /** Parts that have ended, of branches that are not prepared. */
    private final List<BranchPart> ended = new ArrayList<>();

    private final Set<BranchXid> suspended = new HashSet<>();
    private final Map<Integer, Answer> answers = new HashMap<>();
    private final Map<Integer, List<ListedBranch>> listings = new HashMap<>();
    private ArrayDeque<Step> toReplay = new ArrayDeque<>();
    private BranchPart current;
    private int lastPart;

    private record Answer(int code, String text) {
        /** A branch that cannot be completed is rolled back, whatever the broker knows of it. */
        Answer asRollback() {
            String reason = ErrorCode.TRANSACTION_ROLLED_BACK.label() + " parts of the branch were lost: " + text;
            return new Answer(XAException.XA_RBROLLBACK, reason);
        }
    }

    /** A frame or a message to be written again; the other one is null. */
    private record Step(Frame frame, Chunks.Piece message, int sequence) {}

    SessionBranches(
            SessionContext context,
            ClientSession session,
            ClientLink link,
            Sends sends,
            Consumers consumers,
            Acknowledgements acknowledgements,
            SessionRequests requests) {
        this.context = context;
        this.session = session;
        this.link = link;
        this.sends = sends;
        this.consumers = consumers;
        this.acknowledgements = acknowledgements;
        this.requests = requests;
    }

    /** Whether what the session does belongs to a branch. Lock held. */
    public boolean isActive() {
        return current != null && current.startRequest().isAnswered();
    }

    /**
     * Begins to work on a branch. Blocks until the broker agrees.
     *
     * @param timeoutMs after which the broker rolls a new branch back unless it is prepared, 0 for the broker's default
     */
    public void start(BranchXid xid, BranchStart kind, long timeoutMs) throws JMSException, XAException {
        context.monitor().lock();
        try {
            checkStart(xid, kind);
            context.monitor().await(context.phase()::isLinked, context.answer("start branch xid=" + xid));
            checkVersion();
            // What was consumed before belongs to no branch.
            acknowledgements.write();
            SessionRequests.Request request = requests.addFrameless(() -> {});
            current = new BranchPart(xid, ++lastPart, kind, timeoutMs, request);
            context.writer().writeAwaited(BranchFrames.start(context.number(), current));
            boolean isGranted = false;
            try {
                requests.await(request, "start branch xid=" + xid);
                check(takeAnswer(request));
                isGranted = true;
            } finally {
                if (!isGranted) {
                    current = null;
                }
            }
            suspended.remove(xid);
            SharedBranches.instance().add(xid, session);
        } finally {
            context.monitor().unlock();
        }
    }

    private void checkStart(BranchXid xid, BranchStart kind) throws XAException {
        if (current != null) {
            throw failure(XAException.XAER_PROTO, "session works on a branch already: xid=" + current.xid());
        } else if (kind == BranchStart.RESUME && !suspended.contains(xid)) {
            int code = isInvolved(xid) ? XAException.XAER_PROTO : XAException.XAER_NOTA;
            throw failure(code, "branch is not suspended: xid=" + xid);
        }
    }

    private boolean isInvolved(BranchXid xid) {
        return ended.stream().anyMatch(part -> part.xid().equals(xid));
    }

    private void checkVersion() throws XAException {
        if (link.protocolVersion() < Protocol.BRANCH_VERSION) {
            throw failure(
                    XAException.XAER_RMERR,
                    "broker is too old for distributed transactions: protocolVersion=" + link.protocolVersion());
        }
    }

    /** Sends a message as part of the branch, and keeps it unless there are too many of them. Lock held; there is room. */
    void send(Bytes message) {
        if (current.countSend(message.length(), context.uri().option(UriOption.TRANSACTION_REPLAY_BYTES))) {
            current.sends().add(chunks.copyOf(message));
        } else {
            current.sends().forEach(chunks::giveBack);
            current.sends().clear();
        }
        sends.writeTransacted(message, current.sendCount());
    }

    /** Ceases to work on a branch, or does so for good. Blocks until the broker has all that belongs to it. */
    public void end(BranchXid xid, BranchEnd kind) throws JMSException, XAException {
        context.monitor().lock();
        try {
            BranchPart part = isActive() && current.xid().equals(xid) ? current : null;
            if (part == null && endSuspended(xid, kind)) {
                return;
            } else if (part == null) {
                part = lastEnded(xid);
                part.endWith(kind, part.ranges(), requests.addFrameless(() -> {}));
            } else {
                consumers.acknowledgeShown();
                part.endWith(kind, consumers.sendAcknowledgements(), requests.addFrameless(() -> {}));
                ended.add(part);
                current = null;
            }
            if (context.phase().isLinked()) {
                context.writer().writeAwaited(BranchFrames.end(context.number(), part));
            }
            awaitEnd(part);
        } finally {
            context.monitor().unlock();
        }
    }

    /** A suspended branch has been handed over, so that only its failure is of interest to the broker. */
    private boolean endSuspended(BranchXid xid, BranchEnd kind) throws XAException {
        boolean isSuspended = suspended.remove(xid);
        if (!isSuspended || kind == BranchEnd.SUSPEND) {
            int code = isSuspended || isInvolved(xid) ? XAException.XAER_PROTO : XAException.XAER_NOTA;
            throw failure(code, "session does not work on this branch: xid=" + xid);
        }
        return kind == BranchEnd.SUCCESS;
    }

    private BranchPart lastEnded(BranchXid xid) throws XAException {
        for (int i = ended.size() - 1; i >= 0; i--) {
            if (ended.get(i).xid().equals(xid)) {
                return ended.get(i);
            }
        }
        throw failure(XAException.XAER_NOTA, "session has no part in this branch: xid=" + xid);
    }

    private void awaitEnd(BranchPart part) throws JMSException, XAException {
        requests.await(part.endRequest(), "end branch xid=" + part.xid());
        Answer answer = takeAnswer(part.endRequest());
        if (answer.code() != XAResource.XA_OK || part.end() == BranchEnd.FAIL) {
            drop(part.xid());
        } else if (part.end() == BranchEnd.SUSPEND) {
            suspended.add(part.xid());
        }
        check(answer);
    }

    /**
     * Prepares or ends a branch. Blocks until that is durable.
     *
     * @return {@link XAResource#XA_OK} or {@link XAResource#XA_RDONLY}
     */
    public int complete(BranchVerb verb, BranchXid xid) throws JMSException, XAException {
        List<ClientSession> involved = SharedBranches.instance().of(xid);
        if (verb == BranchVerb.ROLLBACK) {
            for (ClientSession each : involved) {
                each.branches().dropForRollback(xid);
            }
        }
        Answer answer = ask(verb, xid, involved);
        if (verb == BranchVerb.ROLLBACK && answer.code() == XAException.XAER_NOTA && !involved.isEmpty()) {
            // It was there, so a broker that does not know it any more has undone it.
            answer = new Answer(XAResource.XA_OK, "");
        }
        boolean isPrepared = verb == BranchVerb.PREPARE && answer.code() == XAResource.XA_OK;
        if (isPrepared || isOver(answer.code())) {
            for (ClientSession each : involved) {
                each.branches().settle(xid);
            }
        }
        if (!isPrepared && isOver(answer.code())) {
            boolean isUndone = verb == BranchVerb.ROLLBACK || answer.code() >= XAException.XA_RBBASE;
            SharedBranches.instance().remove(xid);
            for (ClientSession each : involved) {
                tell(each, isUndone);
            }
        }
        check(answer);
        return answer.code();
    }

    /** What goes wrong now does not change how the branch has ended. */
    private static void tell(ClientSession involved, boolean isUndone) {
        try {
            involved.onBranchOver(isUndone);
        } catch (JMSException e) {
            LOG.warn("session could not go on behind a branch: session={}", involved.number(), e);
        }
    }

    /** Whether the broker knows, or will after this answer know, nothing more of the branch to be done by a session. */
    private static boolean isOver(int code) {
        return code >= 0 && code != XAException.XA_RETRY || code == XAException.XAER_NOTA;
    }

    private Answer ask(BranchVerb verb, BranchXid xid, List<ClientSession> involved) throws JMSException {
        boolean needsParts = verb == BranchVerb.PREPARE || verb == BranchVerb.COMMIT_ONE_PHASE;
        for (int attempt = 1; ; attempt++) {
            int parts = 0;
            for (ClientSession each : involved) {
                parts += each.branches().awaitParts(xid);
            }
            Answer answer = ask(verb, xid, parts);
            boolean isIncomplete = answer.code() == XAException.XA_RETRY
                    || needsParts && parts > 0 && answer.code() == XAException.XAER_NOTA;
            if (!isIncomplete) {
                return answer;
            } else if (attempt == MAX_ATTEMPTS) {
                return needsParts ? ask(BranchVerb.ROLLBACK, xid, 0).asRollback() : answer;
            }
        }
    }

    private Answer ask(BranchVerb verb, BranchXid xid, int parts) throws JMSException {
        context.monitor().lock();
        try {
            session.checkNotEnded();
            SessionRequests.Request request = requests.ask(
                    number -> BranchFrames.complete(number, context.number(), verb, xid, parts), verb + " xid=" + xid);
            return takeAnswer(request);
        } finally {
            context.monitor().unlock();
        }
    }

    /** Blocks until the session is on a link, so that the broker has its parts of a branch; how many there are. */
    private int awaitParts(BranchXid xid) throws JMSException {
        context.monitor().lock();
        try {
            int count = 0;
            for (BranchPart part : ended) {
                count += part.xid().equals(xid) ? 1 : 0;
            }
            if (count > 0) {
                context.monitor().await(context.phase()::isLinked, context.answer("resume branch xid=" + xid));
            }
            return count;
        } finally {
            context.monitor().unlock();
        }
    }

    private void dropForRollback(BranchXid xid) throws XAException {
        context.monitor().lock();
        try {
            if (current != null && current.xid().equals(xid)) {
                throw failure(XAException.XAER_PROTO, "a session works on the branch: xid=" + xid);
            }
            drop(xid);
        } finally {
            context.monitor().unlock();
        }
    }

    private void settle(BranchXid xid) {
        context.monitor().lock();
        try {
            drop(xid);
        } finally {
            context.monitor().unlock();
        }
    }

    /** Its parts are the broker's affair from now on. Lock held. */
    private void drop(BranchXid xid) {
        suspended.remove(xid);
        for (Iterator<BranchPart> each = ended.iterator(); each.hasNext(); ) {
            BranchPart part = each.next();
            if (part.xid().equals(xid)) {
                each.remove();
                part.sends().forEach(chunks::giveBack);
                part.ranges().forEach(range -> range.consumer().deliveries().confirm(range.from(), range.to()));
            }
        }
        session.receiving().forgetSettled();
    }

    /** The branches that the broker knows: those that wait for a decision or were decided by an operator, or all. Blocks. */
    public List<ListedBranch> list(boolean isAll) throws JMSException {
        context.monitor().lock();
        try {
            session.checkNotEnded();
            SessionRequests.Request request =
                    requests.ask(number -> BranchFrames.list(number, context.number(), isAll), "list branches");
            request.throwIfRefused();
            List<ListedBranch> listing = listings.remove(request.number());
            return listing == null ? List.of() : listing;
        } finally {
            context.monitor().unlock();
        }
    }

    private Answer takeAnswer(SessionRequests.Request request) throws JMSException {
        request.throwIfRefused();
        Answer answer = answers.remove(request.number());
        return answer == null ? new Answer(XAException.XAER_RMERR, "answer says nothing") : answer;
    }

    private static void check(Answer answer) throws XAException {
        boolean isGood = answer.code() == XAResource.XA_OK || answer.code() == XAResource.XA_RDONLY;
        if (!isGood) {
            throw failure(answer.code(), answer.text());
        }
    }

    private static XAException failure(int code, String text) {
        XAException failure = new XAException(text);
        failure.errorCode = code;
        return failure;
    }

    // What the session's opening on a link asks and says; lock held

    /**
     * The broker gave a delivery, which the application has seen, to others.
     *
     * @return whether it belonged to a branch
     */
    boolean onRefused(AckRange delivery) {
        for (BranchPart part : ended) {
            if (part.consumed(delivery)) {
                part.doom();
                return true;
            }
        }
        boolean isOfCurrent = current != null
                && delivery.from() > delivery.consumer().deliveries().acknowledgedTo();
        if (isOfCurrent) {
            current.doom();
        }
        return isOfCurrent;
    }

    void prepareReplay() {
        toReplay = new ArrayDeque<>();
        ended.forEach(this::addSteps);
        if (current != null) {
            addSteps(current);
        }
    }

    private void addSteps(BranchPart part) {
        toReplay.add(new Step(BranchFrames.start(context.number(), part), null, 0));
        for (int i = 0; i < part.sends().size(); i++) {
            toReplay.add(new Step(null, part.sends().get(i), i + 1));
        }
        if (part.hasEnded()) {
            toReplay.add(new Step(BranchFrames.end(context.number(), part), null, 0));
        }
    }

    /** Sends again as much as the credit allows; returns whether that was all. */
    boolean replay() {
        for (Step next = toReplay.peek(); next != null; next = toReplay.peek()) {
            if (next.message() != null && !sends.hasCredit()) {
                return false;
            }
            toReplay.poll();
            if (next.message() == null) {
                context.writer().write(next.frame());
            } else {
                sends.writeTransacted(next.message().bytes(), next.sequence());
            }
        }
        return true;
    }

    // Events of the event loop, which take the lock

    void onAnswered(int request, int code, String text) {
        context.monitor().lock();
        try {
            answers.put(request, new Answer(code, text));
            requests.answer(request, null);
        } finally {
            context.monitor().unlock();
        }
    }

    void onListed(int request, List<ListedBranch> branches) {
        context.monitor().lock();
        try {
            listings.put(request, branches);
            requests.answer(request, null);
        } finally {
            context.monitor().unlock();
        }
    }
}
