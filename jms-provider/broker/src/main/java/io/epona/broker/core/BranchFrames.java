package io.epona.broker.core;

import io.epona.protocol.BranchXid;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.BranchAnsweredEncoder;
import io.epona.protocol.wire.BranchState;
import io.epona.protocol.wire.BranchesListedEncoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.Xid;
import org.agrona.MutableDirectBuffer;

/** Encodes what the broker says of branches. */
final class BranchFrames {
    private static final int HEADER = Protocol.HEADER_LENGTH;
    private static final int MAX_TEXT_LENGTH = 1024;
    private static final int LENGTH_FIELDS = BranchesListedEncoder.BranchesEncoder.globalIdHeaderLength()
            + BranchesListedEncoder.BranchesEncoder.qualifierHeaderLength()
            + BranchesListedEncoder.BranchesEncoder.clientIdHeaderLength();
    /** The most that one branch takes, but for its client id. */
    private static final int LISTED_LENGTH = BranchesListedEncoder.BranchesEncoder.sbeBlockLength()
            + LENGTH_FIELDS
            + Xid.MAXGTRIDSIZE
            + Xid.MAXBQUALSIZE;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BranchAnsweredEncoder answered = new BranchAnsweredEncoder();
    private final BranchesListedEncoder listed = new BranchesListedEncoder();

    /** A branch and how it stands. */
    record Listed(BranchXid xid, BranchState state, Branch branch, long completedMs) {}

    void answer(Peer peer, long request, long session, BranchAnswer answer) {
        byte[] encoded = answer.text().getBytes(StandardCharsets.UTF_8);
        byte[] text = encoded.length <= MAX_TEXT_LENGTH ? encoded : Arrays.copyOf(encoded, MAX_TEXT_LENGTH);
        MutableDirectBuffer buffer = peer.begin(
                HEADER + BranchAnsweredEncoder.BLOCK_LENGTH + BranchAnsweredEncoder.textHeaderLength() + text.length);
        answered.wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request)
                .session(session)
                .code(answer.code())
                .putText(text, 0, text.length);
        peer.end(HEADER + answered.encodedLength());
    }

    void list(Peer peer, long request, long session, List<Listed> branches) {
        int length = HEADER + BranchesListedEncoder.BLOCK_LENGTH + BranchesListedEncoder.BranchesEncoder.HEADER_SIZE;
        for (Listed each : branches) {
            length += LISTED_LENGTH + clientId(each).length;
        }
        MutableDirectBuffer buffer = peer.begin(length);
        BranchesListedEncoder.BranchesEncoder group = listed.wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request)
                .session(session)
                .branchesCount(branches.size());
        for (Listed each : branches) {
            put(group.next(), each);
        }
        peer.end(HEADER + listed.encodedLength());
    }

    private static byte[] clientId(Listed listed) {
        return listed.branch() == null
                ? new byte[0]
                : listed.branch().origin().clientId().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(BranchesListedEncoder.BranchesEncoder group, Listed each) {
        Branch branch = each.branch();
        byte[] globalId = each.xid().getGlobalTransactionId();
        byte[] qualifier = each.xid().getBranchQualifier();
        byte[] clientId = clientId(each);
        group.state(each.state())
                .startedMs(branch == null ? 0 : branch.origin().startedMs())
                .preparedMs(branch == null ? each.completedMs() : branch.preparedMs())
                .timeoutMs(branch == null ? 0 : branch.timeoutMs())
                .sent(branch == null ? 0 : branch.work().sentCount())
                .consumed(branch == null ? 0 : branch.work().consumedCount())
                .connectionIdHigh(
                        branch == null ? 0 : branch.origin().connection().high())
                .connectionIdLow(
                        branch == null ? 0 : branch.origin().connection().low())
                .formatId(each.xid().getFormatId())
                .putGlobalId(globalId, 0, globalId.length)
                .putQualifier(qualifier, 0, qualifier.length)
                .putClientId(clientId, 0, clientId.length);
    }
}
