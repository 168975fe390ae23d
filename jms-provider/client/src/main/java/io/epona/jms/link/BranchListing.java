package io.epona.jms.link;

import io.epona.protocol.BranchXid;
import io.epona.protocol.wire.BranchState;
import io.epona.protocol.wire.BranchesListedDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Decodes what the broker says of the branches that it knows. */
final class BranchListing {
    private BranchListing() {}

    static List<ListedBranch> decode(BranchesListedDecoder frame) {
        List<ListedBranch> branches = new ArrayList<>();
        for (BranchesListedDecoder.BranchesDecoder each : frame.branches()) {
            branches.add(decode(each));
        }
        return branches;
    }

    private static ListedBranch decode(BranchesListedDecoder.BranchesDecoder each) {
        BranchState state = each.state();
        long startedMs = each.startedMs();
        long preparedMs = each.preparedMs();
        long timeoutMs = each.timeoutMs();
        long sent = each.sent();
        long consumed = each.consumed();
        UUID connection = new UUID(each.connectionIdHigh(), each.connectionIdLow());
        int formatId = each.formatId();
        byte[] globalId = new byte[each.globalIdLength()];
        each.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[each.qualifierLength()];
        each.getQualifier(qualifier, 0, qualifier.length);
        return new ListedBranch(
                BranchXid.of(formatId, globalId, qualifier),
                state,
                startedMs,
                preparedMs,
                timeoutMs,
                sent,
                consumed,
                connection,
                each.clientId());
    }
}
