package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;

/** Walks a log, in memory where it still is there, and in long stretches of its files where not. */
final class LogCursor implements JournalCursor {
    private static final int WINDOW_LENGTH = 256 * 1024;

    private final SegmentCatalog catalog;
    private final HotTail hotTail;
    private final RecordChecksum checksum;
    private final LongSupplier durablePosition;
    private final long limit;
    private final NioBuffer view = new NioBuffer();
    private ByteBuffer bytes;
    private long windowStart;
    private long windowEnd;
    private long position;

    /** @param durablePosition up to where files may be read: what lies beyond is in memory */
    LogCursor(
            SegmentCatalog catalog,
            HotTail hotTail,
            RecordChecksum checksum,
            LongSupplier durablePosition,
            long position,
            long limit) {
        this.catalog = catalog;
        this.hotTail = hotTail;
        this.checksum = checksum;
        this.durablePosition = durablePosition;
        this.position = position;
        this.limit = limit;
        allocate(WINDOW_LENGTH);
    }

    private void allocate(int length) {
        bytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        view.wrap(bytes.duplicate());
        windowEnd = windowStart;
    }

    @Override
    public boolean next(RecordView record) {
        do {
            int segment = enterSegment();
            if (segment < 0) {
                return false;
            }
            WriteBuffer buffer = hotTail.find(position);
            if (buffer != null) {
                record.point(buffer.view(), buffer.offset(position), position);
            } else {
                read(segment, record);
            }
            position += record.recordLength();
        } while (record.type() <= 0);
        return true;
    }

    /** Moves on to where a record is. Returns its segment, or -1 at the limit. */
    private int enterSegment() {
        while (position < limit) {
            int segment = catalog.indexOf(position);
            if (segment < 0) {
                throw new IllegalArgumentException("position lies in no segment: position=" + position);
            }
            position = Math.max(position, catalog.firstRecord(segment));
            if (position < catalog.recordEnd(segment)) {
                return position < limit ? segment : -1;
            }
            position = catalog.end(segment);
        }
        return -1;
    }

    private void read(int segment, RecordView record) {
        try {
            require(segment, RecordFormat.HEADER_LENGTH);
            int length = RecordFormat.recordLength(checkedBodyLength(segment));
            require(segment, length);
            verify(segment, length);
            record.point(view, index(), position);
        } catch (IOException e) {
            throw new JournalFailedException("cannot read a record: " + place(segment), e);
        }
    }

    private int index() {
        return (int) (position - windowStart);
    }

    private void require(int segment, int length) throws IOException {
        if (position >= windowStart && position + length <= windowEnd) {
            return;
        }
        if (length > bytes.capacity()) {
            allocate(Math.max(length, bytes.capacity() * 2));
        }
        long end = Math.min(catalog.end(segment), durablePosition.getAsLong());
        bytes.clear().limit((int) Math.max(0, Math.min(bytes.capacity(), end - position)));
        windowStart = position;
        windowEnd = position;
        windowEnd += catalog.read(segment, position - catalog.base(segment), bytes);
        if (position + length > windowEnd) {
            throw new JournalFailedException("segment ends within a record: " + place(segment));
        }
    }

    private int checkedBodyLength(int segment) {
        int bodyLength = RecordFormat.bodyLength(view, index());
        if (RecordFormat.type(view, index()) == 0
                || bodyLength < 0
                || bodyLength > RecordFormat.MAX_BODY_LENGTH
                || position + RecordFormat.recordLength(bodyLength) > catalog.recordEnd(segment)) {
            throw new JournalFailedException("no record starts at this position: " + place(segment));
        }
        return bodyLength;
    }

    private void verify(int segment, int length) {
        bytes.clear();
        int expected = bytes.getInt(index() + RecordFormat.CRC_OFFSET);
        int actual = checksum.compute(bytes, index(), length, position);
        bytes.clear();
        if (expected != actual) {
            throw new JournalFailedException("checksum of a record does not match: " + place(segment) + " expected="
                    + Integer.toHexString(expected) + " actual=" + Integer.toHexString(actual));
        }
    }

    private String place(int segment) {
        return "segment=" + SegmentHeader.fileName(catalog.base(segment)) + " position=" + position;
    }

    @Override
    public long position() {
        return position;
    }
}
