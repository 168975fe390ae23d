package io.epona.journal;

import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** A file of a {@link SimulatedDisk}, with the sectors that have not been forced. */
final class SimulatedFile implements DiskFile {
    private static final int SECTOR_LENGTH = 512;

    private final SimulatedDisk disk;
    private final BitSet unforced = new BitSet();
    private byte[] current;
    private byte[] forced;

    SimulatedFile(SimulatedDisk disk, byte[] content) {
        this.disk = disk;
        current = content;
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

    /** The forced content, with each unforced sector there or not. */
    byte[] afterCrash(Random random, int keepPercent) {
        synchronized (disk) {
            byte[] content = forced.clone();
            for (int sector = unforced.nextSetBit(0); sector >= 0; sector = unforced.nextSetBit(sector + 1)) {
                if (random.nextInt(100) < keepPercent) {
                    int start = sector * SECTOR_LENGTH;
                    int end = Math.min(start + SECTOR_LENGTH, current.length);
                    content = Arrays.copyOf(content, Math.max(content.length, end));
                    System.arraycopy(current, start, content, start, end - start);
                }
            }
            return content;
        }
    }

    @Override
    public int read(long offset, ByteBuffer destination) {
        synchronized (disk) {
            disk.onRead();
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
            current = Arrays.copyOf(current, Math.max(current.length, end));
            source.get(current, start, end - start);
            unforced.set(start / SECTOR_LENGTH, (end + SECTOR_LENGTH - 1) / SECTOR_LENGTH);
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            disk.beforeForce();
            forced = current.clone();
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
