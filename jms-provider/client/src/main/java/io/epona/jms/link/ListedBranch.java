package io.epona.jms.link;

import io.epona.protocol.BranchXid;
import io.epona.protocol.wire.BranchState;
import java.util.UUID;

/**
 * A branch of a distributed transaction as the broker knows it.
 *
 * @param startedMs 0 if it is not known any more, as are the counts, the connection and the client id
 * @param preparedMs when it was prepared or, by an operator, ended; 0 if it is not
 * @param timeoutMs after which it is rolled back, unless prepared by then; 0 for never
 * @param sent number of messages that it sends, as far as they were handed over
 * @param consumed number of messages that it locks, as far as they were handed over
 * @param connection that started it
 * @param clientId of that connection, empty for none
 */
public record ListedBranch(
        BranchXid xid,
        BranchState state,
        long startedMs,
        long preparedMs,
        long timeoutMs,
        long sent,
        long consumed,
        UUID connection,
        String clientId) {}
