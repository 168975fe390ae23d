package io.epona.journal;

/**
 * The checkpoint beside a log.
 *
 * @param length of the file
 * @param startPosition recovery would read the records from here on; -1 if the header is damaged
 * @param endPosition the log has to reach this far for the checkpoint to count; -1 if the header is damaged
 * @param createdMs when it was begun, in milliseconds since 1970; 0 if the header is damaged
 * @param defect why recovery would do without it; empty if it is whole and of this log
 */
public record JournalCheckpoint(long length, long startPosition, long endPosition, long createdMs, String defect) {
    /** Whether recovery would start from it, if the log reaches as far. */
    public boolean isUsable() {
        return defect.isEmpty();
    }
}
