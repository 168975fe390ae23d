package io.epona.jms.message;

import io.epona.buffer.NioBuffer;
import jakarta.jms.JMSException;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Reads variable-length fields one after the other, without trusting their lengths, which a generated codec would. Not
 * thread-safe.
 *
 * <p>A length that reaches beyond the end is refused with a JMSException; a length field that itself lies beyond it, with
 * an {@link IndexOutOfBoundsException} of the buffer.
 */
final class WireReader {
    private final NioBuffer buffer = new NioBuffer();
    private byte[] array;
    private int base;
    private int position;

    void wrap(Slice slice) {
        array = slice.array();
        base = slice.offset();
        position = 0;
        buffer.wrap(array, base, slice.length());
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    void position(int newPosition) {
        position = newPosition;
    }

    Slice shortData() throws JMSException {
        return take(Short.BYTES, Short.toUnsignedInt(buffer.getShort(position, ByteOrder.LITTLE_ENDIAN)));
    }

    Slice data() throws JMSException {
        return take(Integer.BYTES, Integer.toUnsignedLong(buffer.getInt(position, ByteOrder.LITTLE_ENDIAN)));
    }

    private Slice take(int headerLength, long length) throws JMSException {
        int from = position + headerLength;
        if (length > buffer.capacity() - from) {
            throw MessageErrors.malformed("message field is longer than the message: offset=" + from + " length="
                    + length + " messageLength=" + buffer.capacity());
        }
        position = from + (int) length;
        return new Slice(array, base + from, (int) length);
    }
}
