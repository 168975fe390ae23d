package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk in memory that forgets what was not forced: after a crash, any of the sectors written since the last force may be
 * there or not, and so may the latest changes of the directory. Fails on demand. Thread-safe.
 */
final class SimulatedDisk implements Disk {
    private final Map<String, SimulatedFile> files = new LinkedHashMap<>();
    private final List<Map<String, SimulatedFile>> unsyncedDirectories = new ArrayList<>();
    private final Deque<IOException> forceFailures = new ArrayDeque<>();
    private final Deque<IOException> writeFailures = new ArrayDeque<>();
    private Map<String, SimulatedFile> syncedDirectory = Map.of();
    private long capacity = Long.MAX_VALUE;
    private long readCount;
    private long operationCount;
    private long imageAt = -1;
    private Random imageRandom;
    private Runnable onImage;
    private SimulatedDisk image;

    synchronized void failNextForce(IOException e) {
        forceFailures.add(e);
    }

    synchronized void failNextWrite(IOException e) {
        writeFailures.add(e);
    }

    /** Refuses to let files grow beyond a sum of lengths. */
    synchronized void limitTo(long newCapacity) {
        capacity = newCapacity;
    }

    /** Keeps what a crash would leave just before the n-th change from now. */
    synchronized void takeImageAt(long changes, Random random, Runnable observer) {
        imageAt = operationCount + changes;
        imageRandom = random;
        onImage = observer;
    }

    /** What a crash left, or what one would leave now if that moment was not reached. */
    synchronized SimulatedDisk image() {
        if (image == null) {
            imageAt = operationCount;
            beforeChange();
        }
        return image;
    }

    /** An exact copy, as if all had been forced. */
    synchronized SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk();
        files.forEach((name, file) -> copy.put(name, file.current()));
        return copy;
    }

    synchronized void put(String name, byte[] content) {
        files.put(name, new SimulatedFile(this, content));
        syncedDirectory = Map.copyOf(files);
    }

    synchronized byte[] content(String name) {
        return files.get(name).current();
    }

    /** How much of a file would survive a crash; 0 if there is none. */
    synchronized long forcedLength(String name) {
        return files.containsKey(name) ? files.get(name).forcedLength() : 0;
    }

    synchronized long readCount() {
        return readCount;
    }

    synchronized void onRead() {
        readCount++;
    }

    synchronized void beforeWrite(long growth) throws IOException {
        beforeChange();
        if (!writeFailures.isEmpty()) {
            throw writeFailures.remove();
        }
        if (growth > usableSpace()) {
            throw new IOException("No space left on device");
        }
    }

    synchronized void beforeForce() throws IOException {
        beforeChange();
        if (!forceFailures.isEmpty()) {
            throw forceFailures.remove();
        }
    }

    private void beforeChange() {
        if (operationCount++ == imageAt && image == null) {
            onImage.run();
            image = new SimulatedDisk();
            int changes = imageRandom.nextInt(unsyncedDirectories.size() + 1);
            Map<String, SimulatedFile> directory =
                    changes == 0 ? syncedDirectory : unsyncedDirectories.get(changes - 1);
            int keepPercent = imageRandom.nextInt(4) * 100 / 3;
            directory.forEach((name, file) -> image.put(name, file.afterCrash(imageRandom, keepPercent)));
        }
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized DiskFile open(String name) {
        if (!files.containsKey(name)) {
            beforeChange();
            files.put(name, new SimulatedFile(this, new byte[0]));
            unsyncedDirectories.add(new LinkedHashMap<>(files));
        }
        return files.get(name);
    }

    @Override
    public synchronized DiskFile openToRead(String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        return files.get(name);
    }

    @Override
    public synchronized void rename(String from, String to) {
        beforeChange();
        files.put(to, files.remove(from));
        unsyncedDirectories.add(new LinkedHashMap<>(files));
    }

    @Override
    public synchronized void delete(String name) {
        beforeChange();
        files.remove(name);
        unsyncedDirectories.add(new LinkedHashMap<>(files));
    }

    @Override
    public synchronized void sync() throws IOException {
        beforeForce();
        syncedDirectory = new LinkedHashMap<>(files);
        unsyncedDirectories.clear();
    }

    @Override
    public synchronized long usableSpace() {
        return capacity
                - files.values().stream().mapToLong(SimulatedFile::length).sum();
    }

    @Override
    public String type() {
        return "simulated";
    }

    @Override
    public String toString() {
        return "simulated";
    }
}
