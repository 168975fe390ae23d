package io.epona.journal;

import io.epona.buffer.NioBuffer;
import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one checkpoint. The owner gathers blocks in a chunk of memory; full ones go to the pipeline's thread, which seals
 * and writes them to a file beside, and forces each, so that no sync of the writer ever stands behind all of them. The file
 * takes the place of the former checkpoint only when the log is synced as far as what the blocks may tell of it.
 */
final class CheckpointTask implements CheckpointWriter {
    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointTask.class);
    private static final int CHUNK_LENGTH = CheckpointFormat.blockLength(MAX_BLOCK_LENGTH);
    private static final int PENDING_LIMIT = 4;

    private final Disk disk;
    private final SegmentPipeline pipeline;
    private final LongSupplier appendPosition;
    private final Queue<Chunk> freeChunks;
    private final long journalId;
    private final long startPosition;
    private final long createdMs;

    // Owner
    private Chunk chunk;
    private long blockCount;
    private long contentLength;
    private long length = CheckpointFormat.HEADER_LENGTH;
    private boolean hasEnded;

    private final AtomicInteger pendingCount = new AtomicInteger();
    private volatile boolean isDone;
    private volatile Throwable failure;

    // Pipeline
    private final CheckpointFormat.BlockChecksum checksum;
    private DiskFile file;
    private long offset = CheckpointFormat.HEADER_LENGTH;
    private long index;

    /** @param freeChunks memory for one checkpoint after the other; thread-safe */
    CheckpointTask(
            Disk disk,
            SegmentPipeline pipeline,
            LongSupplier appendPosition,
            Queue<Chunk> freeChunks,
            long journalId,
            long createdMs) {
        this.freeChunks = freeChunks;
        this.disk = disk;
        this.pipeline = pipeline;
        this.appendPosition = appendPosition;
        this.journalId = journalId;
        this.createdMs = createdMs;
        startPosition = appendPosition.getAsLong();
        checksum = new CheckpointFormat.BlockChecksum(journalId, startPosition);
    }

    @Override
    public boolean isSaturated() {
        return pendingCount.get() >= PENDING_LIMIT;
    }

    @Override
    public void write(DirectBuffer buffer, int blockOffset, int blockLength) {
        if (blockLength < 1 || blockLength > MAX_BLOCK_LENGTH) {
            throw new IllegalArgumentException(
                    "length is out of range: length=" + blockLength + " range=1.." + MAX_BLOCK_LENGTH);
        }
        if (hasEnded) {
            throw new IllegalStateException("checkpoint has ended: startPosition=" + startPosition);
        }
        if (isDone) {
            // It has failed: nobody needs the rest.
            return;
        }
        int start = start(blockLength);
        chunk.view.putBytes(start + CheckpointFormat.BLOCK_HEADER_LENGTH, buffer, blockOffset, blockLength);
        blockCount++;
        contentLength += blockLength;
    }

    /** Lays out a block without its content, and returns where it starts in the chunk. */
    private int start(int blockLength) {
        int fileLength = CheckpointFormat.blockLength(blockLength);
        if (chunk != null && chunk.used + fileLength > CHUNK_LENGTH) {
            submit();
        }
        if (chunk == null) {
            chunk = freeChunks.poll();
        }
        if (chunk == null) {
            chunk = new Chunk();
        }
        int start = chunk.used;
        chunk.used += fileLength;
        length += fileLength;
        // The last word first: it is padding in part, and the content comes over the rest.
        chunk.view.putLong(chunk.used - Long.BYTES, 0);
        chunk.view.putInt(start + CheckpointFormat.LENGTH_OFFSET, blockLength);
        return start;
    }

    private void submit() {
        Chunk full = chunk;
        chunk = null;
        pendingCount.incrementAndGet();
        pipeline.execute(() -> writeChunk(full));
    }

    @Override
    public void commit() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        if (isDone) {
            return;
        }
        int start = start(0);
        chunk.view.putLong(start + CheckpointFormat.BLOCK_COUNT_OFFSET, blockCount);
        chunk.view.putLong(start + CheckpointFormat.CONTENT_LENGTH_OFFSET, contentLength);
        submit();
        long endPosition = appendPosition.getAsLong();
        pipeline.execute(() -> finish(endPosition));
    }

    @Override
    public void abandon() {
        if (!hasEnded) {
            hasEnded = true;
            chunk = null;
            pipeline.execute(() -> stop(null));
        }
    }

    @Override
    public boolean isDone() {
        return isDone;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public long length() {
        return length;
    }

    private void writeChunk(Chunk full) {
        if (!isDone) {
            try {
                if (file == null) {
                    create();
                }
                seal(full);
                file.write(offset, full.bytes.limit(full.used));
                file.force();
                offset += full.used;
            } catch (IOException e) {
                stop(e);
            }
        }
        release(full);
        pendingCount.decrementAndGet();
    }

    private void release(Chunk done) {
        done.used = 0;
        done.bytes.clear();
        if (freeChunks.size() <= PENDING_LIMIT) {
            freeChunks.add(done);
        }
    }

    private void create() throws IOException {
        if (disk.list().contains(CheckpointFormat.TEMPORARY_FILE)) {
            disk.delete(CheckpointFormat.TEMPORARY_FILE);
        }
        file = disk.open(CheckpointFormat.TEMPORARY_FILE);
    }

    private void seal(Chunk full) {
        int at = 0;
        while (at < full.used) {
            full.bytes.putInt(at + CheckpointFormat.CRC_OFFSET, checksum.compute(full.bytes, at, index));
            at += CheckpointFormat.blockLength(full.bytes.getInt(at + CheckpointFormat.LENGTH_OFFSET));
            index++;
        }
    }

    private void finish(long endPosition) {
        if (isDone) {
            return;
        }
        try {
            var header = new CheckpointFormat.Header(journalId, startPosition, endPosition, createdMs);
            file.write(0, header.encode());
            file.force();
            pipeline.whenSynced(endPosition, () -> replace(endPosition));
        } catch (IOException e) {
            stop(e);
        }
    }

    private void replace(long endPosition) {
        if (isDone) {
            return;
        }
        try {
            file.close();
            disk.rename(CheckpointFormat.TEMPORARY_FILE, CheckpointFormat.FILE);
            disk.sync();
            LOGGER.debug(
                    "checkpoint written: directory={} startPosition={} endPosition={} length={}",
                    disk,
                    startPosition,
                    endPosition,
                    offset);
            isDone = true;
        } catch (IOException e) {
            stop(e);
        }
    }

    /** Pipeline: gives up what is not done, for a reason or because it was abandoned. */
    void stop(Throwable reason) {
        if (isDone) {
            return;
        }
        failure = reason;
        if (reason != null) {
            LOGGER.warn(
                    "checkpoint cannot be written: directory={} startPosition={} length={}",
                    disk,
                    startPosition,
                    offset,
                    reason);
        }
        try {
            if (file != null) {
                file.close();
            }
            if (disk.list().contains(CheckpointFormat.TEMPORARY_FILE)) {
                disk.delete(CheckpointFormat.TEMPORARY_FILE);
            }
        } catch (IOException e) {
            LOGGER.warn("checkpoint cannot be deleted: directory={} file={}", disk, CheckpointFormat.TEMPORARY_FILE, e);
        }
        isDone = true;
    }

    /** Memory for at least one block. */
    static final class Chunk {
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        private final NioBuffer view = new NioBuffer();
        private int used;

        Chunk() {
            view.wrap(bytes.duplicate());
        }
    }
}
