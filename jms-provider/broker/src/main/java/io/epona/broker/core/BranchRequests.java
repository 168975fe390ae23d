package io.epona.broker.core;

import io.epona.broker.core.ClientSession.Range;
import io.epona.broker.effects.BranchOutcome;
import io.epona.protocol.BranchXid;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.BranchEnd;
import io.epona.protocol.wire.BranchStart;
import io.epona.protocol.wire.BranchState;
import io.epona.protocol.wire.BranchVerb;
import io.epona.protocol.wire.CompleteBranchDecoder;
import io.epona.protocol.wire.EndBranchDecoder;
import io.epona.protocol.wire.ListBranchesDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.StartBranchDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Decodes what a client says about branches, has it done, and answers. */
final class BranchRequests {
    /** Nobody waits for the answer. */
    private static final long NO_REQUEST = 0;

    private final Services services;
    private final Branches branches;
    private final BranchCompletion completion;
    private final BranchFrames frames = new BranchFrames();
    private final StartBranchDecoder start = new StartBranchDecoder();
    private final EndBranchDecoder end = new EndBranchDecoder();
    private final CompleteBranchDecoder complete = new CompleteBranchDecoder();
    private final ListBranchesDecoder list = new ListBranchesDecoder();

    BranchRequests(Services services) {
        this.services = services;
        this.branches = services.branches();
        this.completion = new BranchCompletion(services);
    }

    /** @return false if the frame is about something else */
    boolean handle(Connection connection, MessageHeaderDecoder header, DirectBuffer buffer, int offset) {
        int body = offset + Protocol.HEADER_LENGTH;
        int length = header.blockLength();
        int version = header.version();
        switch (header.templateId()) {
            case StartBranchDecoder.TEMPLATE_ID -> start(connection, start.wrap(buffer, body, length, version));
            case EndBranchDecoder.TEMPLATE_ID -> end(connection, end.wrap(buffer, body, length, version));
            case CompleteBranchDecoder.TEMPLATE_ID ->
                complete(connection, complete.wrap(buffer, body, length, version));
            case ListBranchesDecoder.TEMPLATE_ID -> list(connection, list.wrap(buffer, body, length, version));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void start(Connection connection, StartBranchDecoder frame) {
        long request = frame.request();
        ClientSession session = connection.session((int) frame.session());
        int part = (int) frame.part();
        BranchStart kind = known(frame.start(), BranchStart.NULL_VAL);
        long timeoutMs = frame.timeoutMs();
        int formatId = frame.formatId();
        byte[] globalId = new byte[frame.globalIdLength()];
        frame.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[frame.qualifierLength()];
        frame.getQualifier(qualifier, 0, qualifier.length);
        if (timeoutMs < 0) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, "timeout is negative: timeoutMs=" + timeoutMs);
        }
        Branches.Start wanted = new Branches.Start(xid(formatId, globalId, qualifier), part, kind, timeoutMs);
        answer(connection, session, request, branches.start(session, wanted));
    }

    private static <T> T known(T value, T nullValue) {
        if (value == nullValue) {
            throw new ViolationException(ErrorCode.MALFORMED_FRAME, "value of an enumeration is missing");
        }
        return value;
    }

    private static BranchXid xid(int formatId, byte[] globalId, byte[] qualifier) {
        try {
            return BranchXid.of(formatId, globalId, qualifier);
        } catch (IllegalArgumentException e) {
            throw new ViolationException(ErrorCode.PROTOCOL_VIOLATION, e.getMessage());
        }
    }

    private void end(Connection connection, EndBranchDecoder frame) {
        long request = frame.request();
        ClientSession session = connection.session((int) frame.session());
        int part = (int) frame.part();
        BranchEnd kind = known(frame.end(), BranchEnd.NULL_VAL);
        boolean isDoomed = frame.doomed() != 0;
        long sendCount = frame.sendCount();
        int formatId = frame.formatId();
        List<Range> ranges = new ArrayList<>();
        for (EndBranchDecoder.RangesDecoder range : frame.ranges()) {
            ranges.add(new Range((int) range.consumer(), range.from(), range.to()));
        }
        byte[] globalId = new byte[frame.globalIdLength()];
        frame.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[frame.qualifierLength()];
        frame.getQualifier(qualifier, 0, qualifier.length);
        Branches.End wanted =
                new Branches.End(xid(formatId, globalId, qualifier), part, kind, isDoomed, sendCount, ranges);
        answer(connection, session, request, branches.end(session, wanted));
    }

    /** Neither a start nor an end promises anything that must be durable. */
    private void answer(Connection connection, ClientSession session, long request, BranchAnswer answer) {
        if (request != NO_REQUEST) {
            connection.tell(peer -> frames.answer(peer, request, session.number(), answer));
        }
    }

    private void complete(Connection connection, CompleteBranchDecoder frame) {
        long request = frame.request();
        ClientSession session = connection.session((int) frame.session());
        BranchVerb verb = known(frame.verb(), BranchVerb.NULL_VAL);
        long parts = frame.parts();
        int formatId = frame.formatId();
        byte[] globalId = new byte[frame.globalIdLength()];
        frame.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[frame.qualifierLength()];
        frame.getQualifier(qualifier, 0, qualifier.length);
        BranchAnswer answer = complete(connection, verb, xid(formatId, globalId, qualifier), parts);
        session.afterDurable(peer -> frames.answer(peer, request, session.number(), answer));
    }

    private BranchAnswer complete(Connection connection, BranchVerb verb, BranchXid xid, long parts) {
        try {
            if (verb == BranchVerb.OPERATOR_COMMIT || verb == BranchVerb.OPERATOR_ROLLBACK) {
                Administration.requireAdministrator(services, connection);
            }
            return completion.complete(verb, xid, parts);
        } catch (RefusedException e) {
            return BranchAnswer.protocol(e.code().label() + " " + e.getMessage());
        }
    }

    private void list(Connection connection, ListBranchesDecoder frame) {
        long request = frame.request();
        ClientSession session = connection.session((int) frame.session());
        boolean isAll = frame.all() != 0;
        try {
            // What is prepared any transaction manager may see: it has to recover.
            if (isAll) {
                Administration.requireAdministrator(services, connection);
            }
            List<BranchFrames.Listed> listed = listed(isAll);
            session.afterDurable(peer -> frames.list(peer, request, session.number(), listed));
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), request, e.code(), e.getMessage());
        }
    }

    /** @param isAll whether those are meant, too, that are not prepared */
    private List<BranchFrames.Listed> listed(boolean isAll) {
        List<BranchFrames.Listed> listed = new ArrayList<>();
        for (Branch branch : branches.store().all()) {
            if (isAll || branch.is(Branch.State.PREPARED)) {
                listed.add(new BranchFrames.Listed(branch.xid(), stateOf(branch), branch, 0));
            }
        }
        branches.store().outcomes().heuristic().forEach((xid, entry) -> {
            BranchState state = entry.outcome() == BranchOutcome.HEURISTICALLY_COMMITTED
                    ? BranchState.HEURISTICALLY_COMMITTED
                    : BranchState.HEURISTICALLY_ROLLED_BACK;
            listed.add(new BranchFrames.Listed(xid, state, null, entry.completedMs()));
        });
        return listed.size() <= Protocol.MAX_GROUP_COUNT ? listed : listed.subList(0, Protocol.MAX_GROUP_COUNT);
    }

    private static BranchState stateOf(Branch branch) {
        return switch (branch.state()) {
            case ACTIVE -> BranchState.ACTIVE;
            case ROLLED_BACK -> BranchState.ROLLED_BACK;
            case PREPARED -> BranchState.PREPARED;
        };
    }
}
