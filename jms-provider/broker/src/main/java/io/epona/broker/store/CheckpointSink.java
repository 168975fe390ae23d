package io.epona.broker.store;

import io.epona.buffer.NioBuffer;
import io.epona.journal.CheckpointBlock;
import io.epona.journal.CheckpointReader;
import io.epona.journal.CheckpointWriter;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes effects to a checkpoint: each block is a sequence of effects, and each of them is length, type, version (in 4, 2
 * and 2 bytes) and body, up to the next multiple of 8.
 */
public final class CheckpointSink implements EffectSink {
    private static final int BLOCK_LENGTH = 256 * 1024;
    private static final int PREFIX_LENGTH = 8;
    private static final int TYPE_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;
    private static final int ALIGNMENT = 8;

    private final NioBuffer block = NioBuffer.growable(BLOCK_LENGTH);
    private final CheckpointWriter writer;
    private int length;
    private int claimedLength;

    /** Writes to a checkpoint, which the caller commits after {@link #flush()}. */
    public CheckpointSink(CheckpointWriter writer) {
        this.writer = writer;
    }

    @Override
    public MutableDirectBuffer claim(int type, int version, int bodyLength) {
        claimedLength = paddedLength(bodyLength);
        block.checkLimit(length + claimedLength);
        block.putInt(length, bodyLength, ByteOrder.LITTLE_ENDIAN);
        block.putShort(length + TYPE_OFFSET, (short) type, ByteOrder.LITTLE_ENDIAN);
        block.putShort(length + VERSION_OFFSET, (short) version, ByteOrder.LITTLE_ENDIAN);
        return block;
    }

    private static int paddedLength(int bodyLength) {
        return PREFIX_LENGTH + bodyLength + ALIGNMENT - 1 & -ALIGNMENT;
    }

    @Override
    public int claimOffset() {
        return length + PREFIX_LENGTH;
    }

    /** The position means nothing. */
    @Override
    public long commit(boolean endsGroup) {
        length += claimedLength;
        if (length >= BLOCK_LENGTH) {
            flush();
        }
        return 0;
    }

    /** Hands over what has gathered. */
    public void flush() {
        if (length > 0) {
            writer.write(block, 0, length);
            length = 0;
        }
    }

    /** Is given the effects of a checkpoint. */
    @FunctionalInterface
    public interface EffectHandler {
        /** One effect; the buffer is valid until this returns. */
        void onEffect(int type, DirectBuffer buffer, int offset);
    }

    /** Reads all effects of a checkpoint. */
    public static void read(CheckpointReader reader, EffectHandler handler) {
        CheckpointBlock block = new CheckpointBlock();
        while (reader.next(block)) {
            DirectBuffer buffer = block.buffer();
            int end = block.offset() + block.length();
            int offset = block.offset();
            while (offset < end) {
                int type = buffer.getShort(offset + TYPE_OFFSET, ByteOrder.LITTLE_ENDIAN);
                handler.onEffect(type, buffer, offset + PREFIX_LENGTH);
                offset += paddedLength(buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN));
            }
        }
    }
}
