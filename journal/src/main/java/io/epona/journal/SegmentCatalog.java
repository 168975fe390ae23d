package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

/** The segments of the log and, for a bounded number of them, a file open to read. Used by the owner alone. */
final class SegmentCatalog implements Closeable {
    private static final int OPEN_LIMIT = 64;

    private final Disk disk;
    private final OpenFile[] open = new OpenFile[OPEN_LIMIT];
    private long[] bases = new long[16];
    private int[] lengths = new int[16];
    private int count;
    private long useCount;

    SegmentCatalog(Disk disk) {
        this.disk = disk;
    }

    /** Adds the segment that follows all others. */
    void add(long base, int length) {
        if (count == bases.length) {
            bases = Arrays.copyOf(bases, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        bases[count] = base;
        lengths[count] = length;
        count++;
    }

    long newestBase() {
        return bases[count - 1];
    }

    int newestLength() {
        return lengths[count - 1];
    }

    /** Index of the segment that a position lies in, or -1. */
    int indexOf(long position) {
        int found = Arrays.binarySearch(bases, 0, count, position);
        int index = found >= 0 ? found : -found - 2;
        return index >= 0 && position < bases[index] + lengths[index] ? index : -1;
    }

    long base(int index) {
        return bases[index];
    }

    int length(int index) {
        return lengths[index];
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
        if (file == null || file.base != bases[index]) {
            close(slot);
            file = new OpenFile(bases[index], disk.openToRead(SegmentHeader.fileName(bases[index])));
            open[slot] = file;
        }
        file.lastUse = ++useCount;
        return file;
    }

    /** Where the segment's file is or, if it is not open, the slot to use for it. */
    private int slot(int index) {
        int best = 0;
        for (int i = 0; i < OPEN_LIMIT; i++) {
            if (open[i] != null && open[i].base == bases[index]) {
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
