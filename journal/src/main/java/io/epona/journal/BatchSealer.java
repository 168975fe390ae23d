package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Completes records just before they are written: what batches say, and all checksums. Used by the writer alone. */
final class BatchSealer {
    private final RecordChecksum checksum;
    private final ByteBuffer claim =
            ByteBuffer.allocateDirect(RecordFormat.BATCH_LENGTH).order(ByteOrder.LITTLE_ENDIAN);

    BatchSealer(long journalId) {
        checksum = new RecordChecksum(journalId);
    }

    /**
     * Seals the records from one offset up to another.
     *
     * @param bytes whose position and limit are changed
     * @param position of the first record
     */
    void seal(ByteBuffer bytes, int start, int end, long position, long syncedPosition) {
        bytes.clear();
        int offset = start;
        while (offset < end) {
            int length = RecordFormat.recordLength(bytes.getInt(offset + RecordFormat.LENGTH_OFFSET));
            if (bytes.getShort(offset + RecordFormat.TYPE_OFFSET) == RecordFormat.TYPE_BATCH) {
                bytes.putLong(offset + RecordFormat.SYNCED_POSITION_OFFSET, syncedPosition);
            }
            int crc = checksum.compute(bytes, offset, length, position + (offset - start));
            bytes.clear();
            bytes.putInt(offset + RecordFormat.CRC_OFFSET, crc);
            offset += length;
        }
        assert offset == end : "records end elsewhere than published: offset=" + offset + " end=" + end;
    }

    /** A batch that claims all before its own position as synced; valid until the next call. */
    ByteBuffer sealClaim(long position, long timestampMs) {
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(claim.duplicate());
        int bodyLength = RecordFormat.BATCH_LENGTH - RecordFormat.HEADER_LENGTH;
        RecordFormat.start(buffer, 0, RecordFormat.TYPE_BATCH, 0, bodyLength);
        RecordFormat.putTimestampMs(buffer, 0, timestampMs);
        seal(claim, 0, RecordFormat.BATCH_LENGTH, position, position);
        return claim.clear();
    }
}
