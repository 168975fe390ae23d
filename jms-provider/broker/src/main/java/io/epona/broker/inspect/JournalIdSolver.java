package io.epona.broker.inspect;

import java.nio.ByteBuffer;

/**
 * Finds out from a record with which journal id its checksum was made. A checksum is a division, so it can be run
 * backwards from its result through the record to the state behind the id; of the ids that lead to this state, which are
 * all as good, the one is taken whose lower half is zero. A few records suffice to tell whether that was right.
 */
final class JournalIdSolver {
    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int TABLE_LENGTH = 256;
    private static final int TOP_SHIFT = Integer.SIZE - Byte.SIZE;
    private static final int BYTE_MASK = 0xFF;

    private final int[] table = new int[TABLE_LENGTH];
    private final int[] indexByTop = new int[TABLE_LENGTH];

    JournalIdSolver() {
        for (int i = 0; i < TABLE_LENGTH; i++) {
            int entry = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                entry = (entry & 1) == 0 ? entry >>> 1 : entry >>> 1 ^ POLYNOMIAL;
            }
            table[i] = entry;
            indexByTop[entry >>> TOP_SHIFT] = i;
        }
    }

    /**
     * Solves for the id.
     *
     * @param record from its checksum to the end of its padding
     */
    long solve(long position, ByteBuffer record) {
        int state = ~record.getInt(0);
        for (int i = record.limit() - 1; i >= Integer.BYTES; i--) {
            state = back(state, record.get(i));
        }
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            state = back(state, (byte) (position >>> shift));
        }
        int start = ~0;
        for (int i = 0; i < Integer.BYTES; i++) {
            start = start >>> Byte.SIZE ^ table[start & BYTE_MASK];
            state = back(state, (byte) 0);
        }
        // Four bytes act as if they had been added to the state before four zeros.
        return (long) (start ^ state) << Integer.SIZE;
    }

    private int back(int state, byte value) {
        int index = indexByTop[state >>> TOP_SHIFT];
        return (state ^ table[index]) << Byte.SIZE | (index ^ value & BYTE_MASK);
    }
}
