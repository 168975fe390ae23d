package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is synced when flushes ask for different levels. */
class LevelTest {
    private final SimulatedDisk disk = new SimulatedDisk();

    private TestJournal open() throws Exception {
        TestJournal test = TestJournal.open(disk);
        await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
        return test;
    }

    private static void flush(TestJournal test, DurabilityLevel level) {
        long position = test.journal().appendPosition();
        test.journal().flush(level);
        await(() -> test.journal().durablePosition() == position, "durable position");
    }

    @Test
    void shouldNotSyncWhatNeedNotBe() throws Exception {
        try (TestJournal test = open()) {
            long synced = test.journal().syncedPosition();
            disk.failNextForce(new java.io.IOException("nobody should force"));
            test.appendGroup(100);
            flush(test, DurabilityLevel.OS);
            test.appendGroup(100);
            assertTrue(test.journal().flushHere(DurabilityLevel.OS));

            assertEquals(synced, test.journal().syncedPosition());
            assertNull(test.heardFailure);
            disk.forgetFailures();
        }
    }

    @Test
    void shouldSyncAllThatCameBefore() throws Exception {
        try (TestJournal test = open()) {
            test.appendGroup(100);
            flush(test, DurabilityLevel.OS);
            test.appendGroup(100);
            flush(test, DurabilityLevel.FSYNC);

            assertEquals(test.journal().appendPosition(), test.journal().syncedPosition());
            assertEquals(test.appended, TestJournal.recover(powerLoss()));
        }
    }

    @Test
    void shouldSyncLaterWhatWasFlushedAtALowerLevel() throws Exception {
        try (TestJournal test = open()) {
            test.appendGroup(100);
            flush(test, DurabilityLevel.OS);
            test.journal().flush(DurabilityLevel.FSYNC);
            long end = test.journal().appendPosition();
            await(() -> test.journal().syncedPosition() == end, "synced position");

            test.appendGroup(100);
            flush(test, DurabilityLevel.OS);
            assertTrue(test.journal().flushHere(DurabilityLevel.FSYNC));
            assertEquals(test.journal().appendPosition(), test.journal().syncedPosition());
            assertEquals(test.appended, TestJournal.recover(powerLoss()));
        }
    }

    @Test
    void shouldSyncFinishedSegmentsInTheBackgroundAndAllOnAskingForIt() throws Exception {
        try (TestJournal test = open()) {
            for (int i = 0; i < 20; i++) {
                test.appendGroup(30_000);
                flush(test, DurabilityLevel.OS);
            }
            long third = test.appended.get(6).position();
            await(() -> test.journal().syncedPosition() > third, "background");

            test.appendGroup(30_000, 30_000, 30_000, 30_000, 30_000);
            flush(test, DurabilityLevel.FSYNC);

            assertEquals(test.journal().appendPosition(), test.journal().syncedPosition());
            assertEquals(test.appended, TestJournal.recover(powerLoss()));
        }
    }

    @Test
    void shouldSyncEverythingWhenClosed() throws Exception {
        TestJournal test = open();
        for (int i = 0; i < 5; i++) {
            test.appendGroup(30_000);
            flush(test, DurabilityLevel.OS);
        }

        test.close();

        assertEquals(test.appended, TestJournal.recover(powerLoss()));
    }

    private SimulatedDisk powerLoss() {
        return disk.afterCrash(new SimulatedDisk.Crash(new java.util.Random(1), 0, 512));
    }

    @Test
    void shouldMeasureTheDiskAndSayWhatToFear() {
        assertTrue(new SyncProbe(disk).run(DurabilityLevel.FSYNC) > 0);
        assertTrue(disk.list().isEmpty());
        assertNull(SyncProbe.warning(DurabilityLevel.FSYNC, 15_000, "ext4"));
        assertEquals("syncs do not reach a disk", SyncProbe.warning(DurabilityLevel.FSYNC, 14_999, "ext4"));
        assertEquals("syncs do not reach a disk", SyncProbe.warning(DurabilityLevel.FSYNC, 90_000, "tmpfs"));
        assertEquals("a power loss may take confirmed messages", SyncProbe.warning(DurabilityLevel.OS, 90_000, "ext4"));
    }

    @Test
    void shouldOpenThoughTheDiskCannotBeMeasured() throws Exception {
        open().close();
        disk.failNextWrite(new java.io.IOException("No space left on device"));
        assertEquals(0, new SyncProbe(disk).run(DurabilityLevel.FSYNC));
    }
}
