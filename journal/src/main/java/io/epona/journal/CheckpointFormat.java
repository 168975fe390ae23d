package io.epona.journal;

import io.epona.buffer.NioBuffer;
import io.epona.journal.codec.CheckpointBlockHeaderEncoder;
import io.epona.journal.codec.CheckpointEndEncoder;
import io.epona.journal.codec.CheckpointHeaderDecoder;
import io.epona.journal.codec.CheckpointHeaderEncoder;
import io.epona.journal.codec.MessageHeaderDecoder;
import io.epona.journal.codec.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** How a checkpoint lies in its file: a header, blocks at multiples of 8, and an end that counts them. */
final class CheckpointFormat {
    static final String FILE = "checkpoint.epc";

    /** The next checkpoint in the making; one that a crash leaves behind is deleted. */
    static final String TEMPORARY_FILE = "checkpoint.tmp";

    static final int HEADER_LENGTH =
            Long.BYTES + MessageHeaderEncoder.ENCODED_LENGTH + CheckpointHeaderEncoder.BLOCK_LENGTH;
    static final int BLOCK_HEADER_LENGTH = CheckpointBlockHeaderEncoder.BLOCK_LENGTH;
    static final int LENGTH_OFFSET = CheckpointBlockHeaderEncoder.lengthEncodingOffset();
    static final int CRC_OFFSET = CheckpointBlockHeaderEncoder.crcEncodingOffset();
    static final int BLOCK_COUNT_OFFSET = BLOCK_HEADER_LENGTH + CheckpointEndEncoder.blockCountEncodingOffset();
    static final int CONTENT_LENGTH_OFFSET = BLOCK_HEADER_LENGTH + CheckpointEndEncoder.contentLengthEncodingOffset();

    private static final int FIRST_VERSION = 2;
    private static final int LAST_VERSION = 3;
    private static final byte[] MAGIC = "EPONACKP".getBytes(StandardCharsets.US_ASCII);
    private static final int MESSAGE_OFFSET = Long.BYTES;
    private static final int HEADER_CRC_OFFSET =
            MESSAGE_OFFSET + MessageHeaderEncoder.ENCODED_LENGTH + CheckpointHeaderEncoder.crcEncodingOffset();
    private static final int AFTER_CRC_OFFSET = HEADER_CRC_OFFSET + Integer.BYTES;
    private static final int ALIGNMENT = 8;

    private CheckpointFormat() {}

    /** Length of a block in the file: its header, its content, and zeros up to the next multiple of 8. */
    static int blockLength(int contentLength) {
        int length = contentLength == 0 ? CheckpointEndEncoder.BLOCK_LENGTH : contentLength;
        return BLOCK_HEADER_LENGTH + length + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** What the first bytes of a checkpoint say. */
    record Header(long journalId, long startPosition, long endPosition, long createdMs) {
        ByteBuffer encode() {
            byte[] bytes = new byte[HEADER_LENGTH];
            NioBuffer buffer = new NioBuffer();
            buffer.wrap(bytes);
            buffer.putBytes(0, MAGIC);
            new CheckpointHeaderEncoder()
                    .wrapAndApplyHeader(buffer, MESSAGE_OFFSET, new MessageHeaderEncoder())
                    .reserved(0)
                    .journalId(journalId)
                    .startPosition(startPosition)
                    .endPosition(endPosition)
                    .createdMs(createdMs);
            buffer.putInt(HEADER_CRC_OFFSET, checksum(bytes));
            return ByteBuffer.wrap(bytes);
        }

        /** @return null if the bytes are no undamaged header of a known version */
        static Header decode(byte[] bytes) {
            NioBuffer buffer = new NioBuffer();
            buffer.wrap(bytes);
            MessageHeaderDecoder message = new MessageHeaderDecoder().wrap(buffer, MESSAGE_OFFSET);
            boolean isKnown = new String(bytes, 0, MAGIC.length, StandardCharsets.ISO_8859_1)
                            .equals(new String(MAGIC, StandardCharsets.ISO_8859_1))
                    && buffer.getInt(HEADER_CRC_OFFSET) == checksum(bytes)
                    && message.templateId() == CheckpointHeaderDecoder.TEMPLATE_ID
                    && message.schemaId() == CheckpointHeaderDecoder.SCHEMA_ID
                    && message.version() >= FIRST_VERSION
                    && message.version() <= LAST_VERSION;
            if (!isKnown) {
                return null;
            }
            CheckpointHeaderDecoder decoder =
                    new CheckpointHeaderDecoder().wrapAndApplyHeader(buffer, MESSAGE_OFFSET, message);
            return new Header(decoder.journalId(), decoder.startPosition(), decoder.endPosition(), decoder.createdMs());
        }

        private static int checksum(byte[] bytes) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, HEADER_CRC_OFFSET);
            crc.update(bytes, AFTER_CRC_OFFSET, HEADER_LENGTH - AFTER_CRC_OFFSET);
            return (int) crc.getValue();
        }
    }

    /**
     * The checksum of a block: with what it belongs to and which it is, so that no block of another checkpoint, and none
     * out of order, can be taken for it. Not thread-safe.
     */
    static final class BlockChecksum {
        private final CRC32C crc = new CRC32C();
        private final ByteBuffer salt = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);

        BlockChecksum(long journalId, long startPosition) {
            salt.putLong(0, journalId).putLong(8, startPosition);
        }

        /** @param bytes whose position and limit are changed */
        int compute(ByteBuffer bytes, int offset, long index) {
            int contentLength = bytes.getInt(offset + LENGTH_OFFSET);
            salt.putLong(16, index).putInt(24, contentLength);
            crc.reset();
            crc.update(salt.array(), 0, salt.capacity());
            bytes.limit(offset + blockLength(contentLength)).position(offset + BLOCK_HEADER_LENGTH);
            crc.update(bytes);
            bytes.clear();
            return (int) crc.getValue();
        }
    }
}
