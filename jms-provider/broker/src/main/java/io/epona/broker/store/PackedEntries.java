package io.epona.broker.store;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.MessageQueue;
import org.agrona.DirectBuffer;

/**
 * A run of entries of an index in few bytes, for a checkpoint. Of each entry: how much its number is greater than the one
 * before, how many multiples of 8 its position is away from the one before (zigzag), length, traits, expiration, and until
 * when it waits, each as a variable-length integer of 7 bits a byte, the lowest first. Before the first entry number and
 * position are 0.
 *
 * <p>Holds one run at a time. Not thread-safe.
 */
public final class PackedEntries {
    private static final int MAX_VARINT_LENGTH = 10;
    private static final int FIELDS = 6;
    /** From this version of the effects on a run says until when messages wait. */
    private static final int DUE_VERSION = 4;

    private static final int POSITION_SHIFT = 3;
    /** The lowest bits of traits are not used in a run. */
    private static final int TRAITS_SHIFT = 2;

    private static final int CONTINUES = 0x80;
    private static final int SEVEN_BITS = 7;

    private byte[] bytes = new byte[0];
    private int length;
    private int count;
    private long lastNumber;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int count() {
        return count;
    }

    /** The number of the last message that was restored. */
    public long lastNumber() {
        return lastNumber;
    }

    /** Packs the entries that outlive the broker. */
    void pack(EntryChunk chunk) {
        int maxLength = chunk.size() * FIELDS * MAX_VARINT_LENGTH;
        if (bytes.length < maxLength) {
            bytes = new byte[maxLength];
        }
        length = 0;
        count = 0;
        long number = 0;
        long position = 0;
        for (int i = 0; i < chunk.size(); i++) {
            if (chunk.isGone(i) || chunk.position(i) < 0 || EntryTraits.isSpilled(chunk.traits(i))) {
                continue;
            }
            long step = (chunk.position(i) - position) >> POSITION_SHIFT;
            put(chunk.number(i) - number);
            put(step << 1 ^ step >> Long.SIZE - 1);
            put(chunk.length(i));
            put(chunk.traits(i) >>> TRAITS_SHIFT);
            put(chunk.expirationMs(i));
            put(chunk.dueMs(i));
            number = chunk.number(i);
            position = chunk.position(i);
            count++;
        }
    }

    private void put(long value) {
        long rest = value;
        while ((rest & -CONTINUES) != 0) {
            bytes[length++] = (byte) (rest | CONTINUES);
            rest >>>= SEVEN_BITS;
        }
        bytes[length++] = (byte) rest;
    }

    /**
     * Restores entries into an index.
     *
     * @param version of the effects that the run was written with
     */
    public void unpack(DirectBuffer buffer, int offset, int version, int entryCount, MessageQueue queue, int priority) {
        length = offset;
        long number = 0;
        long position = 0;
        for (int i = 0; i < entryCount; i++) {
            number += get(buffer);
            long zigzag = get(buffer);
            position += (zigzag >>> 1 ^ -(zigzag & 1)) << POSITION_SHIFT;
            int messageLength = (int) get(buffer);
            int traits = (int) get(buffer) << TRAITS_SHIFT;
            long expirationMs = get(buffer);
            long dueMs = version < DUE_VERSION ? 0 : get(buffer);
            queue.restore(number, position, messageLength, priority, expirationMs, dueMs, traits);
        }
        lastNumber = number;
    }

    private long get(DirectBuffer buffer) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = buffer.getByte(length++);
            value |= (long) (next & CONTINUES - 1) << shift;
            shift += SEVEN_BITS;
        } while (next < 0);
        return value;
    }
}
