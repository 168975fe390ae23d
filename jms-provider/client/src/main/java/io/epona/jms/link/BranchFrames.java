package io.epona.jms.link;

import io.epona.protocol.BranchXid;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.BranchVerb;
import io.epona.protocol.wire.CompleteBranchEncoder;
import io.epona.protocol.wire.EndBranchEncoder;
import io.epona.protocol.wire.ListBranchesEncoder;
import io.epona.protocol.wire.StartBranchEncoder;
import javax.transaction.xa.Xid;

/** The frames that a client writes about branches of distributed transactions. */
final class BranchFrames {
    /** No fixed part of a frame, with the lengths of its groups and the id of a branch, is longer. */
    private static final int FIXED_LENGTH = 128 + Xid.MAXGTRIDSIZE + Xid.MAXBQUALSIZE;

    private static final int RANGE_LENGTH = EndBranchEncoder.RangesEncoder.sbeBlockLength();
    /** Nobody waits for the answer. */
    private static final int NO_REQUEST = 0;

    private BranchFrames() {}

    private static int awaited(SessionRequests.Request request) {
        return request.isAnswered() ? NO_REQUEST : request.number();
    }

    static Frame start(int session, BranchPart part) {
        byte[] globalId = part.xid().getGlobalTransactionId();
        byte[] qualifier = part.xid().getBranchQualifier();
        return new Frame(FIXED_LENGTH, (buffer, offset, header) -> {
            StartBranchEncoder start = new StartBranchEncoder().wrapAndApplyHeader(buffer, offset, header);
            start.request(awaited(part.startRequest()))
                    .session(session)
                    .part(part.number())
                    .start(part.kind())
                    .timeoutMs(part.timeoutMs())
                    .formatId(part.xid().getFormatId())
                    .putGlobalId(globalId, 0, globalId.length)
                    .putQualifier(qualifier, 0, qualifier.length);
            return Protocol.HEADER_LENGTH + start.encodedLength();
        });
    }

    static Frame end(int session, BranchPart part) {
        byte[] globalId = part.xid().getGlobalTransactionId();
        byte[] qualifier = part.xid().getBranchQualifier();
        return new Frame(FIXED_LENGTH + RANGE_LENGTH * part.ranges().size(), (buffer, offset, header) -> {
            EndBranchEncoder end = new EndBranchEncoder().wrapAndApplyHeader(buffer, offset, header);
            end.request(awaited(part.endRequest()))
                    .session(session)
                    .part(part.number())
                    .end(part.end())
                    .doomed((short) (part.isDoomed() ? 1 : 0))
                    .sendCount(part.sendCount())
                    .formatId(part.xid().getFormatId());
            EndBranchEncoder.RangesEncoder group = end.rangesCount(part.ranges().size());
            for (AckRange range : part.ranges()) {
                group.next()
                        .consumer(range.consumer().number())
                        .from(range.from())
                        .to(range.to());
            }
            end.putGlobalId(globalId, 0, globalId.length).putQualifier(qualifier, 0, qualifier.length);
            return Protocol.HEADER_LENGTH + end.encodedLength();
        });
    }

    static Frame complete(int request, int session, BranchVerb verb, BranchXid xid, int parts) {
        byte[] globalId = xid.getGlobalTransactionId();
        byte[] qualifier = xid.getBranchQualifier();
        return new Frame(FIXED_LENGTH, (buffer, offset, header) -> {
            CompleteBranchEncoder complete = new CompleteBranchEncoder().wrapAndApplyHeader(buffer, offset, header);
            complete.request(request)
                    .session(session)
                    .verb(verb)
                    .parts(parts)
                    .formatId(xid.getFormatId())
                    .putGlobalId(globalId, 0, globalId.length)
                    .putQualifier(qualifier, 0, qualifier.length);
            return Protocol.HEADER_LENGTH + complete.encodedLength();
        });
    }

    static Frame list(int request, int session, boolean isAll) {
        return new Frame(FIXED_LENGTH, (buffer, offset, header) -> {
            ListBranchesEncoder list = new ListBranchesEncoder().wrapAndApplyHeader(buffer, offset, header);
            list.request(request).session(session).all((short) (isAll ? 1 : 0));
            return Protocol.HEADER_LENGTH + list.encodedLength();
        });
    }
}
