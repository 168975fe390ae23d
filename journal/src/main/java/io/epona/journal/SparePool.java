package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whole files that wait to become segments: those that were one before, which are quickest to write to, and those that were
 * filled with zeros ahead of their use. Thread-safe; no method blocks.
 */
final class SparePool {
    private static final Pattern FILE_NAME = Pattern.compile("spare-\\d{1,9}\\.tmp");

    private final ArrayDeque<Spare> recycled = new ArrayDeque<>();
    private final ArrayDeque<Spare> zeroed = new ArrayDeque<>();
    /** The one that has the name of the next segment, and counts as one of them until that begins; or null. */
    private Spare named;

    private int lastNumber;

    SparePool(List<Spare> found) {
        found.forEach(this::add);
    }

    static boolean isFileName(String name) {
        return FILE_NAME.matcher(name).matches();
    }

    /**
     * The spares that an earlier process has left, if they fit.
     *
     * @param journalId the spares of another journal are not taken
     */
    static List<Spare> find(Disk disk, int segmentLength, long journalId) throws IOException {
        List<Spare> found = new ArrayList<>();
        for (String name : disk.list().stream().filter(SparePool::isFileName).toList()) {
            byte[] bytes = new byte[SegmentHeader.MAX_LENGTH];
            try (DiskFile file = disk.openToRead(name)) {
                file.read(0, ByteBuffer.wrap(bytes));
                if (file.length() != segmentLength) {
                    continue;
                }
            }
            if (Arrays.equals(bytes, new byte[bytes.length])) {
                found.add(new Spare(name, SegmentHeader.NO_FORMER));
            } else if (SegmentHeader.isIntact(bytes)
                    && SegmentHeader.decode(bytes).journalId() == journalId) {
                SegmentHeader header = SegmentHeader.decode(bytes);
                found.add(new Spare(name, header.hasBegun() ? header.basePosition() : header.formerBase()));
            }
        }
        return found;
    }

    synchronized void add(Spare spare) {
        (spare.isRecycled() ? recycled : zeroed).add(spare);
        lastNumber = Math.max(lastNumber, spare.number());
    }

    /** Takes a file of zeros out if there are more than so many in all; null if there are not, or none of zeros. */
    synchronized Spare takeSurplus(int limit) {
        return count() > limit ? zeroed.poll() : null;
    }

    /** Takes a file out, or returns null if there is none. */
    synchronized Spare take() {
        return recycled.isEmpty() ? zeroed.poll() : recycled.poll();
    }

    /** One that was taken has the name of the next segment; null: it has begun. */
    synchronized void name(Spare spare) {
        named = spare;
    }

    synchronized int count() {
        return recycled.size() + zeroed.size() + (named == null ? 0 : 1);
    }

    synchronized int recycledCount() {
        return recycled.size() + (named == null || !named.isRecycled() ? 0 : 1);
    }

    /** A name that no file has. */
    synchronized String nextName() {
        lastNumber++;
        return "spare-" + lastNumber + ".tmp";
    }

    /**
     * A file of the length of a segment, all of it allocated on the disk.
     *
     * @param formerBase base of the segment that it was, or {@link SegmentHeader#NO_FORMER} if it holds nothing but zeros
     */
    record Spare(String name, long formerBase) {
        boolean isRecycled() {
            return formerBase != SegmentHeader.NO_FORMER;
        }

        private int number() {
            return Integer.parseInt(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
        }
    }
}
