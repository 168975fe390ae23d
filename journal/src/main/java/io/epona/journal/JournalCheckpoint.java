package io.epona.journal;

/**
 * The checkpoint beside a log.
 *
 * @param length of the file
 * @param startPosition recovery would read the records from here on; -1 if the header is damaged
 * @param endPosition the log has to reach this far for the checkpoint to count; -1 if the header is damaged
 * @param createdMs when it was begun, in milliseconds since 1970; 0 if the header is damaged
 * @param isOutdated whether the log does not begin early enough any more; the next checkpoint will take its place
 * @param defect what is damaged; empty if nothing is
 */
public record JournalCheckpoint(
        long length, long startPosition, long endPosition, long createdMs, boolean isOutdated, String defect) {
    /** Whether something in it is not as it was written, so that recovery would do without it. */
    public boolean isDamaged() {
        return !defect.isEmpty();
    }

    /** Whether recovery would start from it, if the log reaches as far. */
    public boolean isUsable() {
        return !isOutdated && !isDamaged();
    }
}
