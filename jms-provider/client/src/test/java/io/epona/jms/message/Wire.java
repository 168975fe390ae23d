package io.epona.jms.message;

import io.epona.buffer.NioBuffer;
import jakarta.jms.JMSException;
import java.util.Arrays;

/** Sends messages through their encoded form. */
final class Wire {
    private Wire() {}

    static byte[] encoded(EponaMessage message) throws JMSException {
        return encoded(message, 0);
    }

    static byte[] encoded(EponaMessage message, int offset) throws JMSException {
        NioBuffer buffer = NioBuffer.growable(16);
        int length = new MessageEncoder().encode(message, buffer, offset);
        return Arrays.copyOfRange(buffer.byteArray(), offset, offset + length);
    }

    static EponaMessage decoded(byte[] encoded) throws JMSException {
        return decoded(encoded, 1);
    }

    static EponaMessage decoded(byte[] encoded, int deliveryCount) throws JMSException {
        return new MessageDecoder().decode(encoded, 0, encoded.length, deliveryCount);
    }

    /** What a receiver gets, with its bytes in the middle of others. */
    @SuppressWarnings("unchecked")
    static <T extends EponaMessage> T received(T sent) throws JMSException {
        byte[] encoded = encoded(sent, 3);
        byte[] frame = new byte[encoded.length + 12];
        Arrays.fill(frame, (byte) 0xEE);
        System.arraycopy(encoded, 0, frame, 5, encoded.length);
        return (T) new MessageDecoder().decode(frame, 5, encoded.length, 1);
    }
}
