package io.epona.journal;

import io.epona.journal.disk.DiskFile;
import java.util.List;

/**
 * A log as recovery leaves it: healed, synced, ready to be continued.
 *
 * @param segments oldest to newest, at least one
 * @param file the newest segment, open to be written
 * @param endPosition where the log goes on, in the newest segment
 * @param endsWithClaim whether the log was closed in good order and nothing has been written since
 * @param spares files that may become segments
 * @param isWholeFileLeft whether {@link SegmentReserve#PREPARED_FILE} is there, as long as a segment
 */
record RecoveredLog(
        List<SegmentHeader> segments,
        DiskFile file,
        long endPosition,
        boolean endsWithClaim,
        List<SparePool.Spare> spares,
        boolean isWholeFileLeft) {
    SegmentHeader newest() {
        return segments.get(segments.size() - 1);
    }
}
