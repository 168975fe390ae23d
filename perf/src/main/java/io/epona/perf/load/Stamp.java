package io.epona.perf.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;

/**
 * What every message says of itself, at the start of its body: which run and producer it is from, its place and number,
 * its length, and when it was meant to be sent. Read and written again and again by one thread.
 */
final class Stamp {
    static final int LENGTH = 36;

    private final byte[] bytes = new byte[LENGTH];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

    /**
     * Reads the stamp of a received message.
     *
     * @return false if the message has none, as one that the harness has not sent
     */
    boolean read(Message message) throws JMSException {
        return message instanceof BytesMessage body && body.readBytes(bytes, LENGTH) == LENGTH;
    }

    /** Writes a stamp at the start of a body. */
    static void write(ByteBuffer body, int run, int producer, int place, long sequence, long intendedNs) {
        body.putInt(0, run)
                .putInt(4, producer)
                .putInt(8, place)
                .putInt(12, body.limit())
                .putLong(16, sequence)
                .putLong(24, intendedNs)
                .putInt(32, check(run, producer, sequence));
    }

    int run() {
        return buffer.getInt(0);
    }

    int producer() {
        return buffer.getInt(4);
    }

    int place() {
        return buffer.getInt(8);
    }

    int length() {
        return buffer.getInt(12);
    }

    long sequence() {
        return buffer.getLong(16);
    }

    long intendedNs() {
        return buffer.getLong(24);
    }

    /** Whether the stamp is as it was written: a body of another kind is not mistaken for one. */
    boolean isSound() {
        return buffer.getInt(32) == check(run(), producer(), sequence());
    }

    private static int check(int run, int producer, long sequence) {
        return (run * 31 + producer) * 31 + Long.hashCode(sequence) ^ 0x45504f4e;
    }
}
