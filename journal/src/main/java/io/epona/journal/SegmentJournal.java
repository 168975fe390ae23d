package io.epona.journal;

import io.epona.journal.disk.DirectoryDisk;
import io.epona.journal.disk.DirectoryLock;
import io.epona.journal.disk.DirectoryLockedException;
import io.epona.journal.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.MutableDirectBuffer;

/**
 * The journal on a disk: segment files in one directory, which one journal holds at a time.
 *
 * <p>Threads, waiting and failure are as {@link Journal} says. The writer thread belongs to the journal and parks when it
 * has nothing to write. In the steady state neither appending nor reading allocates.
 */
public final class SegmentJournal implements Journal {
    private final JournalConfig config;
    private final HotTail hotTail;
    private final SegmentCatalog catalog;
    private final RecordAppender appender;
    private final RecordReader reader;
    private final JournalWriter writer;
    private final SegmentPipeline pipeline;
    private final Disk disk;
    private final long journalId;
    private final long syncLatencyNs;
    private final Closeable lock;
    private final Queue<CheckpointTask.Chunk> checkpointChunks = new ConcurrentLinkedQueue<>();
    private CheckpointTask checkpoint;
    private boolean isClosed;

    private SegmentJournal(
            JournalConfig config, Disk disk, RecoveredLog log, Closeable lock, DurabilityListener listener) {
        this.config = config;
        this.disk = disk;
        this.lock = lock;
        journalId = log.newest().journalId();
        hotTail = new HotTail(config.writeBufferLength(), config.hotTailLength(), config.saturationLength());
        catalog = new SegmentCatalog(disk);
        log.segments()
                .forEach(segment -> catalog.add(
                        segment.basePosition(),
                        segment.segmentLength(),
                        segment.firstRecordPosition(),
                        segment.previousEnd()));
        appender = new RecordAppender(config, hotTail, catalog, log.endPosition());
        reader = new RecordReader(catalog, config.readCacheLength(), journalId);
        syncLatencyNs = new SyncProbe(disk).run(config.level());
        pipeline = new SegmentPipeline(disk, config, log);
        writer = new JournalWriter(config, log, pipeline, hotTail.newest(), listener);
        pipeline.start(writer::wake);
        writer.start();
    }

    /**
     * Opens a journal, or starts an empty one, and recovers what it holds. Blocks while it reads all of it.
     *
     * <p>What a crash has torn off the end is set aside in a file of its own, and the log goes on before it. If this
     * throws, records may have been handed over that are to be forgotten.
     *
     * @param onRecovered is given every record of every complete group, in order, before this returns
     * @param listener is called from the writer thread, possibly before this returns
     * @throws JournalLockedException if another journal holds the directory, in this process or another
     * @throws JournalCorruptException if something is damaged that had become durable
     * @throws JournalOpenException if the directory cannot be used, or was written in a format that is not known
     */
    public static SegmentJournal open(JournalConfig config, RecoveryHandler onRecovered, DurabilityListener listener)
            throws JournalOpenException {
        DirectoryLock lock = lock(config.directory());
        return open(config, new DirectoryDisk(config.directory()), lock, onRecovered, listener);
    }

    private static DirectoryLock lock(Path directory) throws JournalOpenException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new JournalOpenException("journal is no directory: directory=" + directory);
        }
        try {
            Files.createDirectories(directory);
            return DirectoryLock.acquire(directory);
        } catch (DirectoryLockedException e) {
            throw new JournalLockedException("journal is in use: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new JournalOpenException("journal cannot be written: directory=" + directory + " cause=" + e, e);
        }
    }

    /** Opens over any disk; closes the lock when the journal is closed or cannot be opened. */
    static SegmentJournal open(
            JournalConfig config, Disk disk, Closeable lock, RecoveryHandler onRecovered, DurabilityListener listener)
            throws JournalOpenException {
        boolean isOpen = false;
        try {
            RecoveredLog log = new Recovery(disk, config, onRecovered).run();
            SegmentJournal journal = new SegmentJournal(config, disk, log, lock, listener);
            isOpen = true;
            return journal;
        } catch (IOException | UncheckedIOException e) {
            throw new JournalOpenException("journal cannot be recovered: directory=" + disk + " cause=" + e, e);
        } finally {
            if (!isOpen) {
                release(lock);
            }
        }
    }

    private static void release(Closeable lock) throws JournalOpenException {
        try {
            lock.close();
        } catch (IOException e) {
            throw new JournalOpenException("journal cannot be released", e);
        }
    }

    @Override
    public MutableDirectBuffer claim(int type, int version, int length) {
        checkUsable();
        checkRange("type", type, 1, RecordFormat.MAX_TYPE);
        checkRange("version", version, 0, RecordFormat.MAX_VERSION);
        checkRange("length", length, 0, maxRecordLength());
        if (appender.isClaimed()) {
            throw new IllegalStateException("a record is claimed already: position=" + appender.appendPosition());
        }
        return appender.claim(type, version, length, writer.durablePosition());
    }

    private static void checkRange(String name, int value, int minimum, int maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException("argument is out of range: name=" + name + " value=" + value + " range="
                    + minimum + ".." + maximum);
        }
    }

    private void checkUsable() {
        if (isClosed) {
            throw new IllegalStateException("journal is closed: directory=" + config.directory());
        }
        throwIfFailed();
    }

    private void throwIfFailed() {
        JournalFailedException failure = writer.failure();
        if (failure != null) {
            throw new JournalFailedException("journal has failed: directory=" + config.directory(), failure);
        }
    }

    @Override
    public int claimOffset() {
        return appender.claimOffset();
    }

    @Override
    public long commit(boolean endsGroup) {
        if (!appender.isClaimed()) {
            throw new IllegalStateException("no record is claimed: position=" + appender.appendPosition());
        }
        return appender.commit(endsGroup);
    }

    @Override
    public void flush(DurabilityLevel level) {
        long position = appender.completePosition();
        if (position != writer.publishedPosition() || !isSyncAskedFor(position, level)) {
            appender.endBatch();
            writer.publish(position, level);
        }
    }

    @Override
    public boolean flushHere(DurabilityLevel level) {
        long position = appender.completePosition();
        if (position == writer.publishedPosition() && isSyncAskedFor(position, level)) {
            return writer.durablePosition() == position;
        }
        appender.endBatch();
        boolean isDurable = writer.writeHere(position, level);
        if (!isDurable) {
            writer.publish(position, level);
        }
        return isDurable;
    }

    /** Whether what was flushed at a lower level need not be synced after all. */
    private boolean isSyncAskedFor(long position, DurabilityLevel level) {
        return level != DurabilityLevel.FSYNC || writer.syncTarget() >= position;
    }

    @Override
    public long appendPosition() {
        return appender.appendPosition();
    }

    @Override
    public long durablePosition() {
        return writer.durablePosition();
    }

    @Override
    public long syncedPosition() {
        return pipeline.syncedGroupsPosition();
    }

    /** How long a sync took when the journal was opened, in nanoseconds; 0 if that could not be measured. */
    public long syncLatencyNs() {
        return syncLatencyNs;
    }

    /** How many files are ready to become segments. */
    int spareCount() {
        return pipeline.spareCount();
    }

    /** For tests: how many of them were segments before. */
    int recycledSpareCount() {
        return pipeline.recycledSpareCount();
    }

    @Override
    public void retain(long position, int length) {
        catalog.addLive(position, length);
    }

    @Override
    public void release(long position, int length) {
        catalog.addLive(position, -length);
    }

    @Override
    public long liveLength() {
        return catalog.liveLength();
    }

    @Override
    public long logLength() {
        return appendPosition() - oldestPosition();
    }

    @Override
    public int segmentLength() {
        return config.segmentLength();
    }

    @Override
    public long oldestPosition() {
        return catalog.base(0);
    }

    @Override
    public long oldestEndPosition() {
        return catalog.count() == 1 ? oldestPosition() : catalog.end(0);
    }

    @Override
    public boolean isOldestRetained() {
        return catalog.liveLength(0) != 0;
    }

    @Override
    public void dropBefore(long position) {
        checkUsable();
        int count = catalog.countBefore(position);
        List<SegmentDrops.Dropped> dropped = new ArrayList<>(count);
        long nowNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (catalog.liveLength(i) != 0) {
                throw new IllegalStateException("segment is retained: segment="
                        + SegmentHeader.fileName(catalog.base(i)) + " liveLength=" + catalog.liveLength(i));
            }
            dropped.add(new SegmentDrops.Dropped(
                    catalog.base(i), catalog.length(i), catalog.recordEnd(i), appendPosition(), nowNs));
        }
        if (count > 0) {
            catalog.dropOldest(count);
            pipeline.drop(dropped);
        }
    }

    @Override
    public JournalCursor cursor(long position, long limit) {
        if (position < oldestPosition() || limit > appendPosition()) {
            throw new IllegalArgumentException("range is outside the log: position=" + position + " limit=" + limit
                    + " oldestPosition=" + oldestPosition() + " appendPosition=" + appendPosition());
        }
        return new LogCursor(catalog, hotTail, new RecordChecksum(journalId), writer::durablePosition, position, limit);
    }

    @Override
    public boolean isFull() {
        return pipeline.isFull();
    }

    @Override
    public String describeSpace() {
        return pipeline.describeSpace();
    }

    @Override
    public CheckpointWriter beginCheckpoint() {
        checkUsable();
        if (appender.isClaimed() || appender.isGroupOpen()) {
            throw new IllegalStateException("a group is open: position=" + appendPosition());
        }
        if (checkpoint != null && !checkpoint.isDone()) {
            throw new IllegalStateException("a checkpoint is being written: length=" + checkpoint.length());
        }
        checkpoint = new CheckpointTask(
                disk,
                pipeline,
                appender::appendPosition,
                checkpointChunks,
                journalId,
                config.clock().millis());
        pipeline.begin(checkpoint);
        return checkpoint;
    }

    @Override
    public boolean isSaturated() {
        return appender.appendPosition() - writer.durablePosition() > config.saturationLength();
    }

    @Override
    public void read(long position, RecordView view) {
        if (position < oldestPosition() || position >= appender.appendPosition()) {
            throw new IllegalArgumentException("position is outside the log: position=" + position + " oldestPosition="
                    + oldestPosition() + " appendPosition=" + appendPosition());
        }
        WriteBuffer buffer = hotTail.find(position);
        if (buffer != null) {
            view.point(buffer.view(), buffer.offset(position), position);
        } else {
            reader.read(position, view, writer.durablePosition());
        }
    }

    @Override
    public int maxRecordLength() {
        return appender.maxRecordLength();
    }

    /** Blocks until all is synced; further calls do nothing. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        flush(DurabilityLevel.FSYNC);
        isClosed = true;
        writer.close();
        try {
            releaseFiles();
        } catch (IOException e) {
            throw new JournalFailedException("journal cannot be released: directory=" + config.directory(), e);
        }
        throwIfFailed();
    }

    private void releaseFiles() throws IOException {
        try {
            catalog.close();
        } finally {
            lock.close();
        }
    }
}
