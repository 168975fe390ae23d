package io.epona.journal;

import io.epona.journal.codec.BatchEncoder;
import io.epona.journal.codec.RecordHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where the fields of a record are. They are read and written at the offsets of the generated codecs, not through them:
 * this is the one place where a flyweight would be pointed for every record.
 */
final class RecordFormat {
    static final int HEADER_LENGTH = RecordHeaderEncoder.BLOCK_LENGTH;

    /** A record with a batch as its body: what it says is where recovery looks for damage. */
    static final short TYPE_BATCH = -1;

    static final int BATCH_LENGTH = HEADER_LENGTH + BatchEncoder.BLOCK_LENGTH;
    static final int MAX_TYPE = Short.MAX_VALUE;
    static final int MAX_VERSION = 0xFFFF;

    /** A limit on bodies that holds whatever the length of segments. */
    static final int MAX_BODY_LENGTH = 32 * 1024 * 1024;

    static final int CRC_OFFSET = RecordHeaderEncoder.crcEncodingOffset();
    static final int LENGTH_OFFSET = RecordHeaderEncoder.lengthEncodingOffset();
    static final int TYPE_OFFSET = RecordHeaderEncoder.recordTypeEncodingOffset();
    static final int FLAGS_OFFSET = RecordHeaderEncoder.flagsEncodingOffset();
    static final int SYNCED_POSITION_OFFSET = HEADER_LENGTH + BatchEncoder.syncedPositionEncodingOffset();

    private static final int ALIGNMENT = 8;
    private static final int VERSION_OFFSET = RecordHeaderEncoder.bodyVersionEncodingOffset();
    private static final int RESERVED_OFFSET = RecordHeaderEncoder.reservedEncodingOffset();
    private static final int TIMESTAMP_OFFSET = RecordHeaderEncoder.timestampMsEncodingOffset();
    private static final short ENDS_GROUP = 1;

    private RecordFormat() {}

    /** Length of a record in the log: header, body and zeros up to the next multiple of 8. */
    static int recordLength(int bodyLength) {
        return HEADER_LENGTH + bodyLength + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Writes a header without its checksum and flags, and zeros into the padding. */
    static void start(MutableDirectBuffer buffer, int offset, int type, int version, int bodyLength) {
        // The last word first: it is padding in part, and the body comes over the rest.
        buffer.putLong(offset + recordLength(bodyLength) - ALIGNMENT, 0);
        buffer.putInt(offset + LENGTH_OFFSET, bodyLength);
        buffer.putShort(offset + TYPE_OFFSET, (short) type);
        buffer.putShort(offset + VERSION_OFFSET, (short) version);
        buffer.putShort(offset + FLAGS_OFFSET, (short) 0);
        buffer.putShort(offset + RESERVED_OFFSET, (short) 0);
    }

    static void putTimestampMs(MutableDirectBuffer buffer, int offset, long timestampMs) {
        buffer.putLong(offset + TIMESTAMP_OFFSET, timestampMs);
    }

    static void putEndsGroup(MutableDirectBuffer buffer, int offset) {
        buffer.putShort(offset + FLAGS_OFFSET, ENDS_GROUP);
    }

    static int bodyLength(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET);
    }

    static short type(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + TYPE_OFFSET);
    }

    static int version(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + VERSION_OFFSET) & 0xFFFF;
    }

    static long timestampMs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TIMESTAMP_OFFSET);
    }

    /** Whether the parts of a header that hardly vary are as in every record: what else they may be says its checksum. */
    static boolean isPlausible(DirectBuffer buffer, int offset) {
        short type = type(buffer, offset);
        int flags = buffer.getShort(offset + FLAGS_OFFSET);
        return (type > 0 || type == TYPE_BATCH)
                && (flags == 0 || flags == ENDS_GROUP)
                && buffer.getShort(offset + RESERVED_OFFSET) == 0;
    }

    static boolean endsGroup(DirectBuffer buffer, int offset) {
        return (buffer.getShort(offset + FLAGS_OFFSET) & ENDS_GROUP) != 0;
    }
}
