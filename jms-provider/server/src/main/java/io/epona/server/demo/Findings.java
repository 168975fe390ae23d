package io.epona.server.demo;

import java.util.List;

/**
 * What a ledger shows, in messages; a topic's message counts once for each subscription that lost or doubled it.
 *
 * @param sent sends that were begun
 * @param confirmed sends that the broker confirmed
 * @param rolledBack sends that were refused or rolled back
 * @param unknown sends whose outcome nobody learned
 * @param consumed deliveries that were acknowledged or committed
 * @param lost confirmed and never consumed
 * @param duplicated delivered again after they had been consumed
 * @param reordered delivered after a later message of the same producer
 * @param phantom delivered though they were rolled back, or never sent
 * @param torn transactions of unknown outcome that arrived in part
 * @param examples the first few faults, in words
 */
record Findings(
        long sent,
        long confirmed,
        long rolledBack,
        long unknown,
        long consumed,
        long lost,
        long duplicated,
        long reordered,
        long phantom,
        long torn,
        List<String> examples) {
    boolean isClean() {
        return lost + duplicated + reordered + phantom + torn == 0;
    }
}
