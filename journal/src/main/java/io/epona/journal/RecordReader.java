package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Reads durable records from their files, and checks their checksums. Used by the owner alone. */
final class RecordReader {
    private final SegmentCatalog catalog;
    private final BlockCache cache;
    private final RecordChecksum checksum;
    private final NioBuffer assembled = new NioBuffer();
    private ByteBuffer assembledBytes;

    RecordReader(SegmentCatalog catalog, int cacheLength, long journalId) {
        this.catalog = catalog;
        cache = new BlockCache(catalog, cacheLength);
        checksum = new RecordChecksum(journalId);
        allocate(BlockCache.BLOCK_LENGTH);
    }

    private void allocate(int length) {
        assembledBytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        assembled.wrap(assembledBytes.duplicate());
    }

    void read(long position, RecordView view, long durablePosition) {
        int segment = catalog.indexOf(position);
        if (segment < 0) {
            throw new IllegalArgumentException("position lies in no segment: position=" + position);
        }
        try {
            readFrom(segment, position, view, durablePosition);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "cannot read a record: segment=" + SegmentHeader.fileName(catalog.base(segment)) + " position="
                            + position,
                    e);
        }
    }

    private void readFrom(int segment, long position, RecordView view, long durablePosition) throws IOException {
        BlockCache.Block block = cache.get(segment, position, durablePosition);
        int available = block.available(position);
        if (available >= RecordFormat.HEADER_LENGTH) {
            int length = checkedLength(block.view(), block.offset(position), segment, position);
            if (available >= length) {
                verify(block.bytes(), block.offset(position), length, segment, position);
                view.point(block.view(), block.offset(position), position);
                return;
            }
        }
        assemble(segment, position, RecordFormat.HEADER_LENGTH, durablePosition);
        int length = checkedLength(assembled, 0, segment, position);
        if (length > assembledBytes.capacity()) {
            allocate(Math.max(length, assembledBytes.capacity() * 2));
        }
        if (length <= BlockCache.BLOCK_LENGTH) {
            assemble(segment, position, length, durablePosition);
        } else {
            // Through the cache it would push everything else out.
            assembledBytes.clear().limit(length);
            catalog.read(segment, position - catalog.base(segment), assembledBytes);
        }
        verify(assembledBytes, 0, length, segment, position);
        view.point(assembled, 0, position);
    }

    private void assemble(int segment, long position, int length, long durablePosition) throws IOException {
        int done = 0;
        while (done < length) {
            long at = position + done;
            BlockCache.Block block = cache.get(segment, at, durablePosition);
            int count = Math.min(length - done, block.available(at));
            if (count == 0) {
                throw new IOException("segment ends within a record: offset=" + (at - catalog.base(segment)));
            }
            assembled.putBytes(done, block.view(), block.offset(at), count);
            done += count;
        }
    }

    private int checkedLength(DirectBuffer buffer, int offset, int segment, long position) {
        int bodyLength = RecordFormat.bodyLength(buffer, offset);
        long end = catalog.base(segment) + catalog.length(segment);
        if (RecordFormat.type(buffer, offset) <= 0
                || bodyLength < 0
                || bodyLength > RecordFormat.MAX_BODY_LENGTH
                || position + RecordFormat.recordLength(bodyLength) > end) {
            throw new JournalFailedException("no record starts at this position: segment="
                    + SegmentHeader.fileName(catalog.base(segment)) + " position=" + position);
        }
        return RecordFormat.recordLength(bodyLength);
    }

    private void verify(ByteBuffer bytes, int offset, int length, int segment, long position) {
        bytes.clear();
        int expected = bytes.getInt(offset + RecordFormat.CRC_OFFSET);
        int actual = checksum.compute(bytes, offset, length, position);
        bytes.clear();
        if (expected != actual) {
            throw new JournalFailedException("checksum of a record does not match: segment="
                    + SegmentHeader.fileName(catalog.base(segment)) + " position=" + position + " expected="
                    + Integer.toHexString(expected) + " actual=" + Integer.toHexString(actual));
        }
    }
}
