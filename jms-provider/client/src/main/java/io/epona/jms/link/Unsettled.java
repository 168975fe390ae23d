package io.epona.jms.link;

import java.util.List;

/** Something sent whose outcome the broker has not told yet; it is kept to be sent again after a resume. */
sealed interface Unsettled {
    /** The sequence of the session whose confirmation settles this. */
    long settledBy();

    /** A persistent message, or any message of a transaction, which its commit settles. */
    record Message(long settledBy, long sequence, boolean isTransacted, Chunks.Piece piece) implements Unsettled {}

    /** The end of a transaction. */
    record Commit(long settledBy, int sendCount, List<AckRange> ranges) implements Unsettled {}
}
