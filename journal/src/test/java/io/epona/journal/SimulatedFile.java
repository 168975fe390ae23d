package io.epona.journal;

import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A file of a {@link SimulatedDisk}, with all that was written to each sector since it was forced last. */
final class SimulatedFile implements DiskFile {
    private static final int SECTOR_LENGTH = 512;

    private final SimulatedDisk disk;
    private final TreeMap<Integer, List<byte[]>> unforced = new TreeMap<>();
    private byte[] current;
    private byte[] forced;

    SimulatedFile(SimulatedDisk disk, byte[] content) {
        this.disk = disk;
        current = content.clone();
        forced = content.clone();
    }

    byte[] current() {
        synchronized (disk) {
            return current.clone();
        }
    }

    long forcedLength() {
        synchronized (disk) {
            return forced.length;
        }
    }

    /** The forced content, and of what was written since what a crash lets through. */
    byte[] afterCrash(SimulatedDisk.Crash crash) {
        synchronized (disk) {
            byte[] content = forced.clone();
            int sectorsPerUnit = crash.tearLength() / SECTOR_LENGTH;
            int unit = -1;
            boolean isKept = false;
            for (Map.Entry<Integer, List<byte[]>> entry : unforced.entrySet()) {
                int sector = entry.getKey();
                // Sectors of a unit are torn from those of others, not from each other.
                if (sector / sectorsPerUnit != unit) {
                    unit = sector / sectorsPerUnit;
                    isKept = crash.keeps();
                }
                if (isKept) {
                    content = put(content, sector, version(entry.getValue(), crash));
                }
            }
            return content;
        }
    }

    /** What a sector holds that was written several times: mostly the last of it. */
    private static byte[] version(List<byte[]> versions, SimulatedDisk.Crash crash) {
        Random random = crash.random();
        boolean isLast = crash.keepPercent() == 100 || versions.size() == 1 || random.nextInt(4) != 0;
        return versions.get(isLast ? versions.size() - 1 : random.nextInt(versions.size()));
    }

    private static byte[] put(byte[] content, int sector, byte[] bytes) {
        int start = sector * SECTOR_LENGTH;
        byte[] result = content.length >= start + bytes.length ? content : Arrays.copyOf(content, start + bytes.length);
        System.arraycopy(bytes, 0, result, start, bytes.length);
        return result;
    }

    @Override
    public int read(long offset, ByteBuffer destination) throws IOException {
        synchronized (disk) {
            disk.onRead(this);
            int count = (int) Math.max(0, Math.min(destination.remaining(), current.length - offset));
            if (count > 0) {
                destination.put(current, (int) offset, count);
            }
            return count;
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        synchronized (disk) {
            int start = (int) offset;
            int end = start + source.remaining();
            disk.beforeWrite(Math.max(0, end - current.length));
            if (end > current.length) {
                extend(end);
            }
            source.get(current, start, end - start);
            remember(start, end);
        }
    }

    /** What lies between the old end and what is written is a hole: zeros, of which a crash leaves nothing. */
    private void extend(int end) {
        current = Arrays.copyOf(current, end);
    }

    private void remember(int start, int end) {
        for (int sector = start / SECTOR_LENGTH; sector * SECTOR_LENGTH < end; sector++) {
            int from = sector * SECTOR_LENGTH;
            byte[] bytes = Arrays.copyOfRange(current, from, Math.min(from + SECTOR_LENGTH, current.length));
            unforced.computeIfAbsent(sector, key -> new ArrayList<>(1)).add(bytes);
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            try {
                disk.beforeForce(this);
            } catch (IOException e) {
                // As Linux does: the pages count as clean from now on, so a second force would succeed and save
                // nothing.
                unforced.clear();
                throw e;
            }
            forced = Arrays.copyOf(forced, current.length);
            unforced.forEach((sector, versions) -> put(forced, sector, versions.get(versions.size() - 1)));
            unforced.clear();
        }
    }

    @Override
    public long length() {
        synchronized (disk) {
            return current.length;
        }
    }

    @Override
    public void close() {
        // Memory needs no closing.
    }
}
