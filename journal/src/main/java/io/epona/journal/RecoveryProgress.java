package io.epona.journal;

import io.epona.journal.disk.Disk;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes records on and says in the log, every few seconds, how far the reading of a long one has come. */
final class RecoveryProgress implements RecordHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(RecoveryProgress.class);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(3);
    /** The clock is looked at only after so much. */
    private static final long STEP_LENGTH = 16L * 1024 * 1024;

    private final Disk disk;
    private final long startPosition;
    private final long endPosition;
    private final RecordHandler handler;
    private long nextPosition;
    private long saidNs = System.nanoTime();

    /** @param endPosition where the log ends at the latest */
    RecoveryProgress(Disk disk, long startPosition, long endPosition, RecordHandler handler) {
        this.disk = disk;
        this.startPosition = startPosition;
        this.endPosition = endPosition;
        this.handler = handler;
        nextPosition = startPosition + STEP_LENGTH;
    }

    @Override
    public void onRecord(RecordView view) {
        handler.onRecord(view);
        if (view.position() >= nextPosition) {
            nextPosition = view.position() + STEP_LENGTH;
            sayAt(view.position());
        }
    }

    private void sayAt(long position) {
        long nowNs = System.nanoTime();
        if (nowNs - saidNs >= INTERVAL_NS) {
            saidNs = nowNs;
            LOGGER.info(
                    "reading the log: directory={} position={} endPosition={} percent={}",
                    disk,
                    position,
                    endPosition,
                    100 * (position - startPosition) / (endPosition - startPosition));
        }
    }
}
