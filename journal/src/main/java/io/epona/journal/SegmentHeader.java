package io.epona.journal;

import io.epona.buffer.NioBuffer;
import io.epona.journal.codec.MessageHeaderDecoder;
import io.epona.journal.codec.MessageHeaderEncoder;
import io.epona.journal.codec.SegmentHeaderDecoder;
import io.epona.journal.codec.SegmentHeaderEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment. They are forced before the file gets its name, so no crash leaves a named segment without
 * them. A file is named before its segment begins, with a header that says so; that header is written over in place when
 * it does. A disk writes it whole or not at all, since it lies within one sector.
 *
 * @param journalId the same in all segments of a journal
 * @param basePosition position of the first byte of the file
 * @param previousEnd where the records of the previous segment end; the base position if there is none; {@link #NOT_BEGUN}
 *     while nobody knows
 * @param syncedPosition all before it was synced when the segment was begun; {@link #NOT_BEGUN} before
 * @param createdMs when the header was written, in milliseconds since 1970
 * @param segmentLength length of the file
 * @param formerBase base of the segment that the file was before, whose bytes may lie behind the records, or
 *     {@link #NO_FORMER}
 * @param length of the header itself
 */
record SegmentHeader(
        long journalId,
        long basePosition,
        long previousEnd,
        long syncedPosition,
        long createdMs,
        int segmentLength,
        long formerBase,
        int length) {
    /** Length of the headers that are written now. */
    static final int LENGTH = 72;

    /** Length of the shortest, those of version 1. */
    static final int MIN_LENGTH = 64;

    /** Longer than any that is known; that of a later version may be anything up to here. */
    static final int MAX_LENGTH = 4096;

    /** The file was new: where nothing was written it holds zeros. */
    static final long NO_FORMER = -1;

    /** The file waits to become a segment: it is not part of the log. */
    static final long NOT_BEGUN = -1;

    private static final int VERSION_WITH_FORMER = 2;
    private static final long MAGIC = magic("EPONAJNL");
    private static final int MESSAGE_OFFSET = Long.BYTES;
    private static final int BLOCK_OFFSET = MESSAGE_OFFSET + MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int CRC_OFFSET = BLOCK_OFFSET + SegmentHeaderEncoder.crcEncodingOffset();
    private static final int AFTER_CRC_OFFSET = CRC_OFFSET + Integer.BYTES;
    private static final String SUFFIX = ".epj";
    private static final Pattern FILE_NAME = Pattern.compile("[0-9a-f]{16}\\" + SUFFIX);

    private static long magic(String text) {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        return buffer.getLong(0);
    }

    static String fileName(long basePosition) {
        return String.format("%016x%s", basePosition, SUFFIX);
    }

    static boolean isFileName(String name) {
        return FILE_NAME.matcher(name).matches();
    }

    static long basePosition(String fileName) {
        return Long.parseUnsignedLong(fileName.substring(0, fileName.length() - SUFFIX.length()), 16);
    }

    String fileName() {
        return fileName(basePosition);
    }

    long firstRecordPosition() {
        return basePosition + length;
    }

    long nextBasePosition() {
        return basePosition + segmentLength;
    }

    /** A header as it is written now, of a file that was new. */
    static SegmentHeader create(long journalId, long basePosition, long createdMs, int segmentLength) {
        return new SegmentHeader(
                journalId, basePosition, basePosition, basePosition, createdMs, segmentLength, NO_FORMER, LENGTH);
    }

    /** The header of the file that will be the next segment, until it is. */
    SegmentHeader next(long newCreatedMs, int newSegmentLength) {
        return new SegmentHeader(
                journalId, nextBasePosition(), NOT_BEGUN, NOT_BEGUN, newCreatedMs, newSegmentLength, NO_FORMER, LENGTH);
    }

    /** This with the base that the file had before. */
    SegmentHeader of(long newFormerBase) {
        return new SegmentHeader(
                journalId, basePosition, previousEnd, syncedPosition, createdMs, segmentLength, newFormerBase, length);
    }

    /** Whether the file has become a segment. */
    boolean hasBegun() {
        return previousEnd != NOT_BEGUN;
    }

    /** Whether bytes of another segment may lie behind the records. */
    boolean isRecycled() {
        return formerBase != NO_FORMER;
    }

    ByteBuffer encode() {
        byte[] bytes = new byte[LENGTH];
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(bytes);
        buffer.putLong(0, MAGIC);
        new SegmentHeaderEncoder()
                .wrapAndApplyHeader(buffer, MESSAGE_OFFSET, new MessageHeaderEncoder())
                .segmentLength(segmentLength)
                .journalId(journalId)
                .basePosition(basePosition)
                .previousEnd(previousEnd)
                .syncedPosition(syncedPosition)
                .createdMs(createdMs)
                .formerBase(formerBase);
        buffer.putInt(CRC_OFFSET, checksum(bytes, LENGTH));
        return ByteBuffer.wrap(bytes);
    }

    /**
     * Whether the bytes begin with a header of this or another version of the format, undamaged.
     *
     * @param bytes {@link #MAX_LENGTH} of them, zeros behind the end of the file
     */
    static boolean isIntact(byte[] bytes) {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(bytes);
        int length = length(buffer);
        MessageHeaderDecoder message = new MessageHeaderDecoder().wrap(buffer, MESSAGE_OFFSET);
        return buffer.getLong(0) == MAGIC
                && message.templateId() == SegmentHeaderDecoder.TEMPLATE_ID
                && message.schemaId() == SegmentHeaderDecoder.SCHEMA_ID
                && length >= MIN_LENGTH
                && length <= bytes.length
                && buffer.getInt(CRC_OFFSET) == checksum(bytes, length);
    }

    private static int length(NioBuffer buffer) {
        return BLOCK_OFFSET
                + new MessageHeaderDecoder().wrap(buffer, MESSAGE_OFFSET).blockLength();
    }

    /** The version of the format that an intact header was written in. */
    static int formatVersion(byte[] bytes) {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(bytes);
        return new MessageHeaderDecoder().wrap(buffer, MESSAGE_OFFSET).version();
    }

    /** Decodes an intact header of a known version. */
    static SegmentHeader decode(byte[] bytes) {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(bytes);
        SegmentHeaderDecoder decoder =
                new SegmentHeaderDecoder().wrapAndApplyHeader(buffer, MESSAGE_OFFSET, new MessageHeaderDecoder());
        return new SegmentHeader(
                decoder.journalId(),
                decoder.basePosition(),
                decoder.previousEnd(),
                decoder.syncedPosition(),
                decoder.createdMs(),
                decoder.segmentLength(),
                decoder.actingVersion() < VERSION_WITH_FORMER ? NO_FORMER : decoder.formerBase(),
                length(buffer));
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_OFFSET);
        crc.update(bytes, AFTER_CRC_OFFSET, length - AFTER_CRC_OFFSET);
        return (int) crc.getValue();
    }
}
