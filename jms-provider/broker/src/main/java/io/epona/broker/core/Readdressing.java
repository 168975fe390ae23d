package io.epona.broker.core;

import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageEncoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Gives a message another destination; all else stays as it was sent, what a newer client added included. */
final class Readdressing {
    private static final int LENGTH = MessageDecoder.destinationHeaderLength();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NioBuffer buffer = NioBuffer.growable(4096);

    /** The message for a queue; valid until the next call. */
    StoredMessage toQueue(StoredMessage message, byte[] name) {
        DirectBuffer from = message.buffer();
        header.wrap(from, message.offset());
        int fixedLength = Protocol.HEADER_LENGTH + header.blockLength();
        int formerAt = message.offset() + fixedLength;
        int formerLength = Short.toUnsignedInt(from.getShort(formerAt, ByteOrder.LITTLE_ENDIAN));
        int restAt = formerAt + LENGTH + formerLength;
        int restLength = message.offset() + message.length() - restAt;
        int length = fixedLength + LENGTH + name.length + restLength;
        buffer.checkLimit(length);
        buffer.putBytes(0, from, message.offset(), fixedLength);
        buffer.putByte(Protocol.HEADER_LENGTH + MessageEncoder.destinationKindEncodingOffset(), (byte)
                DestinationKind.QUEUE.value());
        buffer.putShort(fixedLength, (short) name.length, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(fixedLength + LENGTH, name);
        buffer.putBytes(fixedLength + LENGTH + name.length, from, restAt, restLength);
        return new StoredMessage(buffer, 0, length);
    }
}
