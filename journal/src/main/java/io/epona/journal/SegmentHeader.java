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
 * The first {@value #LENGTH} bytes of a segment. They are forced before the file gets its name, so no crash leaves a
 * named segment without them.
 *
 * @param journalId the same in all segments of a journal
 * @param basePosition position of the first byte of the file
 * @param previousEnd where the records of the previous segment end; the base position if there is none
 * @param syncedPosition all before it was synced when the segment was begun
 * @param createdMs when that was, in milliseconds since 1970
 * @param segmentLength length of the file
 */
record SegmentHeader(
        long journalId, long basePosition, long previousEnd, long syncedPosition, long createdMs, int segmentLength) {
    static final int LENGTH = 64;

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
        return basePosition + LENGTH;
    }

    long nextBasePosition() {
        return basePosition + segmentLength;
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
                .createdMs(createdMs);
        buffer.putInt(CRC_OFFSET, checksum(bytes));
        return ByteBuffer.wrap(bytes);
    }

    /** Whether the bytes are a header of this or another version of the format, and undamaged. */
    static boolean isIntact(byte[] bytes) {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(bytes);
        return buffer.getLong(0) == MAGIC && buffer.getInt(CRC_OFFSET) == checksum(bytes);
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
                decoder.segmentLength());
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_OFFSET);
        crc.update(bytes, AFTER_CRC_OFFSET, LENGTH - AFTER_CRC_OFFSET);
        return (int) crc.getValue();
    }
}
