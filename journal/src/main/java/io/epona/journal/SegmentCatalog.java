package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of the log with what is retained in each and, for a bounded number of them, a file open to read. Used by the
 * owner alone. Indexes count from the oldest segment and change when it is dropped.
 */
final class SegmentCatalog implements Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentCatalog.class);
    private static final int OPEN_LIMIT = 64;

    private final Disk disk;
    private final OpenFile[] open = new OpenFile[OPEN_LIMIT];
    private Segment[] segments = new Segment[16];
    private int count;
    private long useCount;
    private long liveLength;

    SegmentCatalog(Disk disk) {
        this.disk = disk;
    }

    /**
     * Adds the segment that follows all others.
     *
     * @param firstRecord where its records start
     * @param previousEnd where those of the segment before end
     */
    void add(long base, int length, long firstRecord, long previousEnd) {
        if (count == segments.length) {
            segments = Arrays.copyOf(segments, count * 2);
        }
        if (count > 0) {
            segments[count - 1].recordEnd = previousEnd;
        }
        segments[count] = new Segment(base, length, firstRecord);
        count++;
    }

    int count() {
        return count;
    }

    long newestBase() {
        return segments[count - 1].base;
    }

    int newestLength() {
        return segments[count - 1].length;
    }

    /** Index of the segment that a position lies in, or -1. */
    int indexOf(long position) {
        // Most of what is asked for is new or old.
        if (position >= segments[count - 1].base) {
            return position < segments[count - 1].end() ? count - 1 : -1;
        }
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (position < segments[middle].end()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return position >= segments[low].base ? low : -1;
    }

    long base(int index) {
        return segments[index].base;
    }

    int length(int index) {
        return segments[index].length;
    }

    /** Where the segment starts that follows. */
    long end(int index) {
        return segments[index].end();
    }

    long firstRecord(int index) {
        return segments[index].firstRecord;
    }

    /** Where the records end; where the segment does if it is the newest. */
    long recordEnd(int index) {
        return segments[index].recordEnd;
    }

    void addLive(long position, long length) {
        int index = indexOf(position);
        if (index < 0) {
            throw new IllegalArgumentException("position lies in no segment: position=" + position);
        }
        segments[index].liveLength += length;
        liveLength += length;
    }

    long liveLength() {
        return liveLength;
    }

    long liveLength(int index) {
        return segments[index].liveLength;
    }

    /** How many segments end at or before a position; never the newest. */
    int countBefore(long position) {
        int before = 0;
        while (before < count - 1 && segments[before].end() <= position) {
            before++;
        }
        return before;
    }

    /** Forgets the oldest segments and closes their files. */
    void dropOldest(int dropped) {
        long end = segments[dropped].base;
        System.arraycopy(segments, dropped, segments, 0, count - dropped);
        Arrays.fill(segments, count - dropped, count, null);
        count -= dropped;
        for (int i = 0; i < OPEN_LIMIT; i++) {
            if (open[i] != null && open[i].base < end) {
                closeDropped(i);
            }
        }
    }

    /** Reads from a segment whose file is known to exist, up to its end. */
    int read(int index, long offset, ByteBuffer destination) throws IOException {
        int start = destination.position();
        try {
            return file(index).file.read(offset, destination);
        } catch (ClosedChannelException e) {
            // Someone interrupted the owner's thread, and so closed the file under it. The owner is not done with it.
            boolean wasInterrupted = Thread.interrupted();
            close(slot(index));
            destination.position(start);
            int length = file(index).file.read(offset, destination);
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
            return length;
        }
    }

    private OpenFile file(int index) throws IOException {
        int slot = slot(index);
        OpenFile file = open[slot];
        long base = segments[index].base;
        if (file == null || file.base != base) {
            close(slot);
            file = new OpenFile(base, disk.openToRead(SegmentHeader.fileName(base)));
            open[slot] = file;
        }
        file.lastUse = ++useCount;
        return file;
    }

    /** Where the segment's file is or, if it is not open, the slot to use for it. */
    private int slot(int index) {
        int best = 0;
        for (int i = 0; i < OPEN_LIMIT; i++) {
            if (open[i] != null && open[i].base == segments[index].base) {
                return i;
            }
            if (lastUse(i) < lastUse(best)) {
                best = i;
            }
        }
        return best;
    }

    private long lastUse(int slot) {
        return open[slot] == null ? 0 : open[slot].lastUse;
    }

    private void closeDropped(int slot) {
        try {
            close(slot);
        } catch (IOException e) {
            LOGGER.warn("segment cannot be closed: directory={}", disk, e);
        }
    }

    private void close(int slot) throws IOException {
        OpenFile file = open[slot];
        if (file != null) {
            open[slot] = null;
            file.file.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < OPEN_LIMIT; i++) {
            close(i);
        }
    }

    private static final class Segment {
        private final long base;
        private final int length;
        private final long firstRecord;
        private long recordEnd;
        private long liveLength;

        Segment(long base, int length, long firstRecord) {
            this.base = base;
            this.length = length;
            this.firstRecord = firstRecord;
            recordEnd = base + length;
        }

        long end() {
            return base + length;
        }
    }

    private static final class OpenFile {
        private final long base;
        private final DiskFile file;
        private long lastUse;

        OpenFile(long base, DiskFile file) {
            this.base = base;
            this.file = file;
        }
    }
}
