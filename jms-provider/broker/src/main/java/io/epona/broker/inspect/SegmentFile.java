package io.epona.broker.inspect;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file that is, or was, a segment of a journal, read as the manual describes the format and without trusting any of it:
 * for tools that read where the journal itself refuses to, or one record here and there. Not thread-safe; blocks while it
 * reads.
 */
public final class SegmentFile implements Closeable {
    /** Length of a segment's header in version 1 of the format; records are not before it in any version. */
    public static final int MIN_HEADER_LENGTH = 64;
    /** Length of a segment's header from version 2 on. */
    public static final int HEADER_LENGTH = 72;
    /** Lengths of segments are multiples of this. */
    public static final int LENGTH_UNIT = 4096;
    /** Length of a record's header, which its body follows. */
    static final int RECORD_HEADER_LENGTH = 24;

    private static final long MAGIC = 0x4C4E4A414E4F5045L;
    private static final int BLOCK_LENGTH_OFFSET = 8;
    private static final int VERSION_OFFSET = 14;
    private static final int CRC_OFFSET = 16;
    private static final int LENGTH_OFFSET = 20;
    private static final int JOURNAL_ID_OFFSET = 24;
    private static final int BASE_OFFSET = 32;
    private static final int PREVIOUS_END_OFFSET = 40;
    private static final int SYNCED_OFFSET = 48;
    private static final int FORMER_BASE_OFFSET = 64;
    private static final long NO_FORMER_BASE = -1;
    private static final long NOT_BEGUN = -1;
    private static final int VERSION = 3;
    private static final int TYPE_OFFSET = 8;
    private static final int FLAGS_OFFSET = 12;
    private static final int RESERVED_OFFSET = 14;
    private static final int MAX_BODY_LENGTH = 32 * 1024 * 1024;
    private static final int ALIGNMENT = 8;
    private static final int WINDOW_LENGTH = 16 * 1024;

    private final FileChannel channel;
    private final long base;
    private final long length;
    private final ByteBuffer header;
    private ByteBuffer window = allocate(WINDOW_LENGTH).limit(0);
    private long windowOffset;

    private SegmentFile(FileChannel channel, long base) throws IOException {
        this.channel = channel;
        this.base = base;
        length = channel.size();
        header = allocate(HEADER_LENGTH);
        fill(header, 0);
        // What a short file does not have is zeros.
        header.clear();
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Opens a file whose first byte is at this position of the log. */
    public static SegmentFile open(Path file, long base) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new SegmentFile(channel, base);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Length of the file, which may be less than that of the segment. */
    public long length() {
        return length;
    }

    /** Whether the header is as it was written. */
    public boolean isHeaderIntact() {
        int said = CRC_OFFSET + header.getShort(BLOCK_LENGTH_OFFSET);
        return header.getLong(0) == MAGIC
                && (said == MIN_HEADER_LENGTH || said == HEADER_LENGTH)
                && header.getInt(CRC_OFFSET) == headerChecksum(header.array(), said);
    }

    private static int headerChecksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_OFFSET);
        crc.update(bytes, LENGTH_OFFSET, length - LENGTH_OFFSET);
        return (int) crc.getValue();
    }

    /** How long the header is or, if it is damaged, must have been. */
    private int headerLength(long journalId) throws IOException {
        if (isHeaderIntact()) {
            return CRC_OFFSET + header.getShort(BLOCK_LENGTH_OFFSET);
        }
        return record(journalId, base + MIN_HEADER_LENGTH) != null ? MIN_HEADER_LENGTH : HEADER_LENGTH;
    }

    /** Position of the first record, if there is one. */
    public long firstRecordPosition(long journalId) throws IOException {
        return base + headerLength(journalId);
    }

    /** The journal's id, as the header says. */
    public long journalId() {
        return header.getLong(JOURNAL_ID_OFFSET);
    }

    /** Position of the first byte, as the header says. */
    public long headerBase() {
        return header.getLong(BASE_OFFSET);
    }

    /** Length of the segment, as the header says. */
    public int segmentLength() {
        return header.getInt(LENGTH_OFFSET);
    }

    /** Where the records of the segment before end, as the header says. */
    public long previousEnd() {
        return header.getLong(PREVIOUS_END_OFFSET);
    }

    /** Whether the header says that the file is a part of the log, and not the one that will be next. */
    public boolean hasBegun() {
        return previousEnd() != NOT_BEGUN;
    }

    /** A header that is intact, made from the one there is: claims nothing but what is before the segment as synced. */
    public byte[] rebuiltHeader(long journalId, int newLength, long previousEnd) throws IOException {
        ByteBuffer bytes = allocate(headerLength(journalId));
        bytes.put(0, header, 0, bytes.capacity());
        return header(bytes, journalId, base, newLength, previousEnd);
    }

    /** The header of a segment of which nothing is left. */
    public static byte[] header(long journalId, long base, int length, long previousEnd) {
        ByteBuffer bytes = allocate(HEADER_LENGTH).putLong(FORMER_BASE_OFFSET, NO_FORMER_BASE);
        return header(bytes, journalId, base, length, previousEnd);
    }

    private static byte[] header(ByteBuffer bytes, long journalId, long base, int length, long previousEnd) {
        boolean isFirstVersion = bytes.capacity() == MIN_HEADER_LENGTH;
        bytes.putLong(0, MAGIC)
                .putShort(BLOCK_LENGTH_OFFSET, (short) (bytes.capacity() - CRC_OFFSET))
                .putShort(BLOCK_LENGTH_OFFSET + Short.BYTES, (short) 1)
                .putShort(BLOCK_LENGTH_OFFSET + Integer.BYTES, (short) 7667)
                .putShort(VERSION_OFFSET, (short) (isFirstVersion ? 1 : VERSION))
                .putInt(LENGTH_OFFSET, length)
                .putLong(JOURNAL_ID_OFFSET, journalId)
                .putLong(BASE_OFFSET, base)
                .putLong(PREVIOUS_END_OFFSET, previousEnd)
                .putLong(SYNCED_OFFSET, base);
        bytes.putInt(CRC_OFFSET, headerChecksum(bytes.array(), bytes.capacity()));
        return bytes.array();
    }

    /**
     * The record at a position.
     *
     * @return its header and body, valid until the next read; null if no valid record of this journal is there
     */
    ByteBuffer record(long journalId, long position) throws IOException {
        ByteBuffer record = candidate(position);
        return record != null && record.getInt(0) == recordChecksum(journalId, position, record) ? record : null;
    }

    /** What would be a record if its checksum were right, else null. */
    private ByteBuffer candidate(long position) throws IOException {
        long offset = position - base;
        if (offset < MIN_HEADER_LENGTH || offset + RECORD_HEADER_LENGTH > length) {
            return null;
        }
        int index = require(offset, RECORD_HEADER_LENGTH);
        int bodyLength = window.getInt(index + Integer.BYTES);
        boolean isRecord = window.getShort(index + TYPE_OFFSET) != 0;
        if (!isRecord || bodyLength < 0 || bodyLength > MAX_BODY_LENGTH) {
            return null;
        }
        int recordLength = RECORD_HEADER_LENGTH + bodyLength + ALIGNMENT - 1 & -ALIGNMENT;
        if (offset + recordLength > length) {
            return null;
        }
        index = require(offset, recordLength);
        return window.slice(index, recordLength).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Finds out from the records which id the journal has, or one that makes the same checksums.
     *
     * @return null if there are no two records, one behind the other, that agree
     */
    public Long solveJournalId() throws IOException {
        JournalIdSolver solver = new JournalIdSolver();
        for (long at = base + MIN_HEADER_LENGTH; at - base < length; at += ALIGNMENT) {
            ByteBuffer record = candidate(at);
            if (record != null && record.getShort(FLAGS_OFFSET) >> 1 == 0 && record.getShort(RESERVED_OFFSET) == 0) {
                long next = at + record.capacity();
                long id = solver.solve(at, record);
                if (record(id, next) != null) {
                    return id;
                }
            }
        }
        return null;
    }

    private static int recordChecksum(long journalId, long position, ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(allocate(2 * Long.BYTES).putLong(journalId).putLong(position).flip());
        crc.update(record.duplicate().position(Integer.BYTES));
        return (int) crc.getValue();
    }

    /**
     * Where the last valid record ends.
     *
     * @return {@link #firstRecordPosition} if there is none
     */
    public long recordsEnd(long journalId) throws IOException {
        long end = firstRecordPosition(journalId);
        long at = end;
        while (at - base < length) {
            ByteBuffer record = record(journalId, at);
            at += record == null ? ALIGNMENT : record.capacity();
            end = record == null ? end : at;
        }
        return end;
    }

    /** @return where in the window the range begins */
    private int require(long offset, int count) throws IOException {
        if (offset < windowOffset || offset + count > windowOffset + window.limit()) {
            if (count > window.capacity()) {
                window = allocate(Math.max(count, 2 * window.capacity()));
            }
            fill(window.clear(), offset);
            windowOffset = offset;
        }
        return (int) (offset - windowOffset);
    }

    private void fill(ByteBuffer target, long offset) throws IOException {
        int count = 0;
        while (count >= 0 && target.hasRemaining()) {
            count = channel.read(target, offset + target.position());
        }
        target.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
