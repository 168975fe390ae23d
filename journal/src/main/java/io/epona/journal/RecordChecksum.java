package io.epona.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The checksum of a record: CRC-32C over the journal's id, the record's position, and all of the record but the checksum.
 *
 * <p>With the position in it, bytes of a record that are found anywhere else (copied, or left over from an earlier use of
 * the space) are no record there; with the id, neither are those of another journal, so that a body that holds a copy of
 * a journal cannot be taken for part of this one. Not thread-safe.
 */
final class RecordChecksum {
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer salt = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    RecordChecksum(long journalId) {
        salt.putLong(0, journalId);
    }

    /**
     * @param bytes whose position and limit are changed
     * @param length of the record with header and padding
     */
    int compute(ByteBuffer bytes, int offset, int length, long position) {
        salt.putLong(Long.BYTES, position);
        crc.reset();
        crc.update(salt.array(), 0, salt.capacity());
        bytes.limit(offset + length).position(offset + RecordFormat.CRC_OFFSET + Integer.BYTES);
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
