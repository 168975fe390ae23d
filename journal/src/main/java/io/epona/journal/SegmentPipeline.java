package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Does on a thread of its own what the writer should not wait for: fills the next segment with zeros ahead of its use, and
 * syncs finished segments where the writer did not. Its methods are the writer's; they wait only if the thread has
 * fallen behind.
 */
final class SegmentPipeline implements Closeable {
    /** Holds nothing but zeros; one that a crash leaves behind is deleted. */
    static final String PREPARED_FILE = "prepared.tmp";

    private static final int ZEROS_LENGTH = 1024 * 1024;

    private final Disk disk;
    private final JournalConfig config;
    private final ExecutorService thread;
    private Future<DiskFile> prepared;
    private Future<?> retiring;
    private volatile long retiredPosition;
    private volatile boolean isClosing;

    SegmentPipeline(Disk disk, JournalConfig config) {
        this.disk = disk;
        this.config = config;
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread pipeline = new Thread(task, "epona-journal-pipeline");
            pipeline.setDaemon(true);
            return pipeline;
        });
        prepared = thread.submit(this::prepare);
    }

    private DiskFile prepare() throws IOException {
        return createZeroed(disk, config, () -> isClosing);
    }

    /** Creates the prepared file, as long as a segment and all zeros. */
    static DiskFile createZeroed(Disk disk, JournalConfig config, BooleanSupplier isCancelled) throws IOException {
        int length = config.segmentLength();
        DiskFile file = disk.open(PREPARED_FILE);
        try {
            if (config.level() == DurabilityLevel.FSYNC) {
                forceZeros(file, length, isCancelled);
            } else {
                // A hole will do where no sync is waited for, and costs the disk nothing.
                file.write(length - 1, ByteBuffer.allocate(1));
            }
            return file;
        } catch (IOException e) {
            file.close();
            throw new IOException(
                    "cannot prepare a segment: directory=" + disk + " length=" + length + " usableSpace="
                            + disk.usableSpace(),
                    e);
        }
    }

    /** Really writes and forces the zeros, so that no sync of what is written over them has to change metadata. */
    private static void forceZeros(DiskFile file, int length, BooleanSupplier isCancelled) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_LENGTH, length));
        for (int offset = 0; offset < length; offset += zeros.capacity()) {
            if (isCancelled.getAsBoolean()) {
                throw new IOException("cancelled");
            }
            file.write(offset, zeros.clear().limit(Math.min(zeros.capacity(), length - offset)));
            // Bit by bit, so that a sync of the writer never stands behind a whole segment.
            file.force();
        }
    }

    /** Turns the prepared file into a segment: forces its header, names it, syncs the directory. */
    DiskFile begin(SegmentHeader header) throws IOException {
        DiskFile file = takePrepared();
        commission(disk, file, header);
        prepared = thread.submit(this::prepare);
        return file;
    }

    /** Names the prepared file as a segment, after its header has been forced, so that none is ever seen without. */
    static void commission(Disk disk, DiskFile file, SegmentHeader header) throws IOException {
        file.write(0, header.encode());
        file.force();
        disk.rename(PREPARED_FILE, header.fileName());
        disk.sync();
    }

    private DiskFile takePrepared() throws IOException {
        try {
            return prepared.get();
        } catch (ExecutionException e) {
            // Whatever was wrong then (a full disk, say) may have passed since.
            return prepare();
        } catch (InterruptedException e) {
            throw new IOException("interrupted while a segment was prepared: directory=" + disk, e);
        }
    }

    /** Syncs and closes a finished segment in the background. The position is where its records end. */
    void retire(DiskFile file, long endPosition) throws IOException {
        awaitRetired();
        retiring = thread.submit(() -> {
            file.force();
            file.close();
            retiredPosition = endPosition;
            return null;
        });
    }

    /** Waits until what was retired has been synced. */
    void awaitRetired() throws IOException {
        try {
            if (retiring != null) {
                retiring.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot sync a finished segment: directory=" + disk, e.getCause());
        } catch (InterruptedException e) {
            throw new IOException("interrupted while a segment was synced: directory=" + disk, e);
        }
    }

    /** All before it has been synced by {@link #retire}. */
    long retiredPosition() {
        return retiredPosition;
    }

    /** Waits for the thread to end, and deletes what it prepared in vain. */
    @Override
    public void close() throws IOException {
        isClosing = true;
        thread.shutdown();
        try {
            prepared.get().close();
        } catch (ExecutionException e) {
            // A segment that could not be prepared, or was cancelled, will not be needed any more.
            prepared = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (disk.list().contains(PREPARED_FILE)) {
            disk.delete(PREPARED_FILE);
        }
    }
}
