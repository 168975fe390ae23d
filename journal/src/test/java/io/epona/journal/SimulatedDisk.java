package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * A disk in memory that forgets what was not forced: after a crash, any of the sectors written since the last force may be
 * there or not, and so may the latest changes of the directory. Fails on demand. Thread-safe.
 */
final class SimulatedDisk implements Disk {
    private final Map<String, SimulatedFile> files = new LinkedHashMap<>();
    private final List<Map<String, SimulatedFile>> unsyncedDirectories = new ArrayList<>();
    private final Deque<IOException> forceFailures = new ArrayDeque<>();
    private final Deque<IOException> writeFailures = new ArrayDeque<>();
    private final Map<SimulatedFile, IOException> readFailures = new HashMap<>();
    private final Deque<IOException> directoryFailures = new ArrayDeque<>();
    private final Map<SimulatedFile, IOException> lastingForceFailures = new HashMap<>();
    private Map<String, SimulatedFile> syncedDirectory = Map.of();
    private long capacity = Long.MAX_VALUE;
    private long readCount;
    private long changeCount;
    private long imageAt = -1;
    private Random imageRandom;
    private Runnable onImage;
    private SimulatedDisk image;
    private LongConsumer onChange = change -> {};

    /**
     * What a crash leaves of what was not forced.
     *
     * @param keepPercent how much of what was written, roughly, and of the changes of the directory, reached the disk
     * @param tearLength what is written whole or not at all, a multiple of 512
     */
    record Crash(Random random, int keepPercent, int tearLength) {
        static Crash any(Random random) {
            return new Crash(random, random.nextInt(4) * 100 / 3, random.nextBoolean() ? 512 : 4096);
        }

        boolean keeps() {
            return random.nextInt(100) < keepPercent;
        }

        int keptOf(int directoryChanges) {
            return switch (keepPercent) {
                case 0 -> 0;
                case 100 -> directoryChanges;
                default -> random.nextInt(directoryChanges + 1);
            };
        }
    }

    synchronized void failNextForce(IOException e) {
        forceFailures.add(e);
    }

    synchronized void failNextWrite(IOException e) {
        writeFailures.add(e);
    }

    synchronized void failReadsOf(String name, IOException e) {
        readFailures.put(files.get(name), e);
    }

    synchronized void failForcesOf(String name, IOException e) {
        lastingForceFailures.put(files.get(name), e);
    }

    /** What has not failed so far will not. */
    synchronized void forgetFailures() {
        forceFailures.clear();
        writeFailures.clear();
        directoryFailures.clear();
        readFailures.clear();
    }

    /** Refuses to rename or delete a file. */
    synchronized void failNextDirectoryChange(IOException e) {
        directoryFailures.add(e);
    }

    /** Refuses to let files grow beyond a sum of lengths. */
    synchronized void limitTo(long newCapacity) {
        capacity = newCapacity;
    }

    /** Is called just before each change, on the thread that makes it, with their number so far. */
    synchronized void beforeEachChange(LongConsumer observer) {
        onChange = observer;
    }

    /** Keeps what a crash would leave just before the n-th change from now. */
    synchronized void takeImageAt(long changes, Random random, Runnable observer) {
        imageAt = changeCount + changes;
        imageRandom = random;
        onImage = observer;
    }

    /** What a crash left, or what one would leave now if that moment was not reached. */
    synchronized SimulatedDisk image() {
        if (image == null) {
            imageAt = changeCount;
            beforeChange();
        }
        return image;
    }

    synchronized boolean hasImage() {
        return image != null;
    }

    /** An exact copy, as if all had been forced. */
    synchronized SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk();
        files.forEach((name, file) -> copy.put(name, file.current()));
        return copy;
    }

    /** What a crash would leave now. */
    synchronized SimulatedDisk afterCrash(Crash crash) {
        SimulatedDisk after = new SimulatedDisk();
        int changes = crash.keptOf(unsyncedDirectories.size());
        Map<String, SimulatedFile> directory = changes == 0 ? syncedDirectory : unsyncedDirectories.get(changes - 1);
        directory.forEach((name, file) -> after.put(name, file.afterCrash(crash)));
        return after;
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

    synchronized void onRead(SimulatedFile file) throws IOException {
        readCount++;
        IOException failure = readFailures.get(file);
        if (failure != null) {
            throw failure;
        }
    }

    synchronized void beforeWrite(long growth) throws IOException {
        beforeChange();
        failFrom(writeFailures);
        if (growth > 0 && growth > usableSpace()) {
            throw new IOException("No space left on device");
        }
    }

    synchronized void beforeForce(SimulatedFile file) throws IOException {
        beforeForce();
        IOException failure = lastingForceFailures.get(file);
        if (failure != null) {
            throw failure;
        }
    }

    private void beforeForce() throws IOException {
        beforeChange();
        failFrom(forceFailures);
    }

    private static void failFrom(Deque<IOException> failures) throws IOException {
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
    }

    private void beforeChange() {
        onChange.accept(changeCount);
        if (changeCount++ == imageAt && image == null) {
            onImage.run();
            image = afterCrash(Crash.any(imageRandom));
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
    public synchronized void rename(String from, String to) throws IOException {
        beforeChange();
        failFrom(directoryFailures);
        if (!files.containsKey(from)) {
            throw new FileNotFoundException(from);
        }
        files.put(to, files.remove(from));
        unsyncedDirectories.add(new LinkedHashMap<>(files));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        beforeChange();
        failFrom(directoryFailures);
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
