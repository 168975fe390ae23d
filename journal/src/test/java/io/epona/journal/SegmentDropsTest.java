package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done with the files of segments that have gone out of the log. */
class SegmentDropsTest {
    private static final int SEGMENT_LENGTH = TestJournal.SEGMENT_LENGTH;
    private static final long END = Long.MAX_VALUE;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final SparePool pool = new SparePool(List.of());
    private final SegmentDrops drops =
            new SegmentDrops(disk, TestJournal.config().spareSegments(1).build(), pool, position -> {});

    @BeforeEach
    void drop() throws IOException {
        for (int i = 0; i < 3; i++) {
            drop(i, System.nanoTime());
        }
    }

    private void drop(int index, long atNs) throws IOException {
        long base = (long) index * SEGMENT_LENGTH;
        disk.open(SegmentHeader.fileName(base)).close();
        drops.add(new SegmentDrops.Dropped(base, SEGMENT_LENGTH, base + SEGMENT_LENGTH, base, atNs));
    }

    private long segmentCount() {
        return disk.list().stream().filter(name -> !SparePool.isFileName(name)).count();
    }

    @Test
    void shouldLeaveWhatMaySoonBeWrittenOver() {
        assertTrue(drops.step(END, false) <= TimeUnit.SECONDS.toNanos(1));

        assertEquals(1, pool.recycledCount());
        assertEquals(2, segmentCount());
        drops.refill(END);
        assertEquals(2, segmentCount(), "there is a spare");
        assertTrue(pool.take().isRecycled());
        drops.refill(END);
        assertEquals(1, segmentCount());
        assertEquals(1, pool.recycledCount());
    }

    @Test
    void shouldDeleteAtOnceIfThatIsUrgent() {
        drops.step(END, true);

        assertEquals(0, segmentCount());
        assertEquals(1, pool.recycledCount());
        assertFalse(drops.isWaiting());
    }

    @Test
    void shouldDeleteWhatHasWaitedInVain() throws IOException {
        SegmentDrops late =
                new SegmentDrops(disk, TestJournal.config().spareSegments(0).build(), pool, position -> {});
        late.add(new SegmentDrops.Dropped(
                0, SEGMENT_LENGTH, SEGMENT_LENGTH, 0, System.nanoTime() - TimeUnit.SECONDS.toNanos(2)));

        assertEquals(SegmentReserve.NOTHING_TO_DO, late.step(END, false));

        assertEquals(2, segmentCount());
    }

    @Test
    void shouldNotLetMoreThanAFewWait() throws IOException {
        for (int i = 3; i < 20; i++) {
            drop(i, System.nanoTime());
        }

        drops.step(END, false);

        assertEquals(3, segmentCount());
    }

    @Test
    void shouldNotWriteOverWhatIsStillNeeded() {
        drops.refill(-1);

        assertEquals(3, segmentCount());
        assertEquals(0, pool.count());
    }
}
