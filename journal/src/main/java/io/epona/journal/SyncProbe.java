package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures how long a sync takes, and says so if that shows, or the level means, that a power loss would cost messages. */
final class SyncProbe {
    /** Deleted at once, or at the next start. */
    static final String FILE = "probe.tmp";

    private static final Logger LOGGER = LoggerFactory.getLogger(SyncProbe.class);
    private static final int SYNC_COUNT = 9;
    private static final int WRITE_LENGTH = 4096;
    private static final long LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** No disk, and no battery behind a bus, is as quick as this. */
    private static final long TOO_QUICK_NS = TimeUnit.MICROSECONDS.toNanos(15);

    private static final Set<String> MEMORY_TYPES = Set.of("tmpfs", "ramfs");

    private final Disk disk;

    SyncProbe(Disk disk) {
        this.disk = disk;
    }

    /**
     * Writes and syncs a small file several times over, on a slow disk fewer times.
     *
     * @return the median in nanoseconds; 0 if the disk did not take the file
     */
    long run(DurabilityLevel level) {
        try {
            long latencyNs = measure();
            String type = disk.type();
            LOGGER.info("sync latency measured: directory={} type={} latencyUs={}", disk, type, latencyNs / 1_000);
            String warning = warning(level, latencyNs, type);
            if (warning != null) {
                LOGGER.warn("{}: directory={} type={} latencyUs={}", warning, disk, type, latencyNs / 1_000);
            }
            return latencyNs;
        } catch (IOException e) {
            LOGGER.warn("sync latency cannot be measured: directory={}", disk, e);
            return 0;
        }
    }

    /** What to be afraid of, or null. */
    static String warning(DurabilityLevel level, long latencyNs, String fileSystemType) {
        if (level == DurabilityLevel.OS) {
            return "a power loss may take confirmed messages";
        }
        boolean isInMemory = latencyNs < TOO_QUICK_NS || MEMORY_TYPES.contains(fileSystemType);
        return isInMemory ? "syncs do not reach a disk" : null;
    }

    private long measure() throws IOException {
        long[] latencies = new long[SYNC_COUNT];
        int count = 0;
        try (DiskFile file = disk.open(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(WRITE_LENGTH);
            // The first one allocates the space, which is another matter.
            file.write(0, bytes);
            file.force();
            long beginNs = System.nanoTime();
            while (count < SYNC_COUNT && System.nanoTime() - beginNs < LIMIT_NS) {
                long startNs = System.nanoTime();
                file.write(0, bytes.clear());
                file.force();
                latencies[count] = System.nanoTime() - startNs;
                count++;
            }
        } finally {
            disk.delete(FILE);
        }
        Arrays.sort(latencies, 0, count);
        return latencies[count / 2];
    }
}
