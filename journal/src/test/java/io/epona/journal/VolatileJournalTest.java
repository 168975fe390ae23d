package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolatileJournalTest {
    private final List<Long> heard = new ArrayList<>();
    private final VolatileJournal journal = new VolatileJournal(new DurabilityListener() {
        @Override
        public void onDurable(long position) {
            heard.add(position);
        }

        @Override
        public void onFailed(Throwable cause) {
            throw new AssertionError(cause);
        }
    });

    private long append(int length, boolean endsGroup) {
        journal.claim(1, 0, length).setMemory(journal.claimOffset(), length, (byte) 1);
        return journal.commit(endsGroup);
    }

    @Test
    void shouldCallCompleteGroupsDurableWhenFlushed() {
        long first = append(10_000, true);
        long second = append(0, false);
        assertTrue(first >= journal.durablePosition());

        journal.flush(DurabilityLevel.FSYNC);
        journal.flush(DurabilityLevel.FSYNC);

        assertEquals(List.of(second), heard);
        assertEquals(second, journal.durablePosition());
        append(3, true);
        journal.close();
        assertEquals(journal.appendPosition(), journal.durablePosition());
        assertEquals(2, heard.size());
        assertFalse(journal.isSaturated());
    }

    @Test
    void shouldGiveNothingBack() {
        long position = append(1, true);

        assertThrows(IllegalStateException.class, () -> journal.read(position, new RecordView()));
    }

    @Test
    void shouldRefuseWrongUse() {
        assertThrows(IllegalArgumentException.class, () -> journal.claim(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> journal.claim(32_768, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> journal.claim(1, 65_536, 1));
        assertThrows(IllegalArgumentException.class, () -> journal.claim(1, 0, journal.maxRecordLength() + 1));
        assertThrows(IllegalStateException.class, () -> journal.commit(true));
        journal.claim(1, 0, 1);
        assertThrows(IllegalStateException.class, () -> journal.claim(1, 0, 1));
        journal.commit(true);
        journal.close();
        assertThrows(IllegalStateException.class, () -> journal.claim(1, 0, 1));
    }
}
