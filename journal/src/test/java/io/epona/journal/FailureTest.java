package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final IOException error = new IOException("Input/output error");

    private TestJournal openWithOneDurableGroup() throws Exception {
        TestJournal journal = TestJournal.open(disk);
        // Spare segments are being prepared: they must not be the one to meet the error.
        await(() -> journal.journal().spareCount() == SegmentReserve.COUNT, "spare segments");
        journal.appendGroup(100);
        journal.flushAndAwait();
        return journal;
    }

    private void assertFails(TestJournal journal) {
        long durablePosition = journal.journal().durablePosition();
        journal.appendGroup(100);
        journal.journal().flush(DurabilityLevel.FSYNC);

        await(() -> journal.heardFailure != null, "failure");

        assertSame(error, journal.heardFailure.getCause());
        assertEquals(durablePosition, journal.journal().durablePosition());
        assertEquals(durablePosition, journal.heardPosition);
        JournalFailedException e = assertThrows(
                JournalFailedException.class, () -> journal.journal().claim(1, 0, 1));
        assertSame(journal.heardFailure, e.getCause());
        assertThrows(JournalFailedException.class, journal::close);
        journal.close();
        assertEquals(durablePosition, journal.heardPosition);
    }

    @Test
    void shouldNotCallDurableWhatItCouldNotForce() throws Exception {
        TestJournal journal = openWithOneDurableGroup();
        disk.failNextForce(error);

        assertFails(journal);
    }

    @Test
    void shouldNotCallDurableWhatItCouldNotWrite() throws Exception {
        TestJournal journal = openWithOneDurableGroup();
        disk.failNextWrite(error);

        assertFails(journal);
        assertEquals(journal.appended.subList(0, 1), TestJournal.recover(disk));
    }

    @Test
    void shouldFailAlikeOnTheThreadOfAnOwnerWhoWaits() throws Exception {
        TestJournal journal = openWithOneDurableGroup();
        // Until syncs have been quick for a while, another thread does them.
        await(() -> isSyncedHere(journal), "a sync on the owner's thread");
        disk.failNextForce(error);
        journal.appendGroup(100);
        Entry last = journal.appended.get(journal.appended.size() - 1);

        assertFalse(journal.journal().flushHere(DurabilityLevel.FSYNC));

        await(() -> journal.heardFailure != null, "failure");
        assertSame(error, journal.heardFailure.getCause());
        assertTrue(journal.journal().durablePosition() <= last.position());
        assertThrows(JournalFailedException.class, () -> journal.journal().claim(1, 0, 1));
        assertThrows(JournalFailedException.class, journal::close);
    }

    private static boolean isSyncedHere(TestJournal journal) {
        journal.appendGroup(1);
        boolean isHere = journal.journal().flushHere(DurabilityLevel.FSYNC);
        if (!isHere) {
            journal.flushAndAwait();
        }
        return isHere;
    }

    @Test
    void shouldStayFailedThoughAnotherForceWouldSucceed() throws Exception {
        TestJournal journal = openWithOneDurableGroup();
        disk.failNextForce(error);
        journal.appendGroup(100);
        journal.journal().flush(DurabilityLevel.FSYNC);
        await(() -> journal.heardFailure != null, "failure");

        assertFalse(journal.journal().flushHere(DurabilityLevel.FSYNC));
        journal.journal().flush(DurabilityLevel.OS);
        assertThrows(JournalFailedException.class, journal::close);

        assertTrue(
                journal.journal().durablePosition() <= journal.appended.get(1).position());
        // What the disk was given once is lost: a second force would have told a lie.
        SimulatedDisk after = disk.afterCrash(new SimulatedDisk.Crash(new java.util.Random(1), 100, 512));
        assertEquals(journal.appended.subList(0, 1), TestJournal.recover(after));
    }

    @Test
    void shouldSayThatARecordCannotBeReadAndGoOn() throws Exception {
        try (TestJournal journal = openWithOneDurableGroup()) {
            for (int i = 0; i < 3; i++) {
                // So that the first one leaves memory.
                journal.appendGroup(10_000);
                journal.flushAndAwait();
            }
            long position = journal.appended.get(0).position();
            disk.failReadsOf(SegmentHeader.fileName(0), error);
            JournalFailedException e = assertThrows(JournalFailedException.class, () -> journal.read(position));
            assertSame(error, e.getCause());
            JournalCursor cursor =
                    journal.journal().cursor(position, journal.journal().appendPosition());
            assertThrows(JournalFailedException.class, () -> cursor.next(new RecordView()));

            disk.forgetFailures();
            journal.appendGroup(10);
            journal.flushAndAwait();
            journal.assertReadsAll();
        }
    }

    @Test
    void shouldFailWhenASegmentCannotBeSyncedInTheBackground() throws Exception {
        TestJournal journal = openWithOneDurableGroup();
        journal.appendGroup(40_000);
        journal.journal().flush(DurabilityLevel.OS);
        long written = journal.journal().appendPosition();
        await(() -> journal.journal().durablePosition() == written, "written");
        synchronized (disk) {
            disk.failForcesOf(SegmentHeader.fileName(0), error);
        }
        journal.appendGroup(40_000);
        journal.journal().flush(DurabilityLevel.OS);
        journal.appendGroup(40_000);
        journal.journal().flush(DurabilityLevel.FSYNC);

        await(() -> journal.heardFailure != null, "failure");

        assertTrue(journal.journal().syncedPosition() <= journal.appended.get(1).position());
        assertThrows(JournalFailedException.class, journal::close);
    }

    @Test
    void shouldSayOnClosingThatTheLastSyncFailed() throws Exception {
        TestJournal journal = openWithOneDurableGroup();
        disk.failNextForce(error);
        journal.appendGroup(1);

        assertThrows(JournalFailedException.class, journal::close);
    }

    @Test
    void shouldFailAndKeepWhatIsThereWhenTheDiskIsFull() throws Exception {
        disk.limitTo(TestJournal.SEGMENT_LENGTH + 10_000);
        TestJournal journal = TestJournal.open(disk);
        journal.appendGroup(40_000);
        journal.flushAndAwait();

        journal.appendGroup(40_000);
        journal.journal().flush(DurabilityLevel.FSYNC);
        await(() -> journal.heardFailure != null, "failure");

        String message = journal.heardFailure.getCause().getMessage();
        assertTrue(
                message.startsWith("cannot prepare a segment: directory=simulated length=65536 usableSpace="), message);
        assertThrows(JournalFailedException.class, journal::close);
        assertEquals(journal.appended.subList(0, 1), TestJournal.recover(disk));
    }

    @Test
    void shouldGoOnWhenSpaceReturnsBeforeTheNextSegmentIsNeeded() throws Exception {
        disk.limitTo(TestJournal.SEGMENT_LENGTH + 10_000);
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(40_000);
            journal.flushAndAwait();
            disk.limitTo(Long.MAX_VALUE);

            journal.appendGroup(40_000);
            journal.flushAndAwait();

            journal.assertReadsAll();
        }
    }

    @Test
    void shouldFailWhenTheListenerThrows() throws Exception {
        Error thrown = new AssertionError("listener");
        boolean[] hasFailed = new boolean[1];
        DurabilityListener listener = new DurabilityListener() {
            @Override
            public void onDurable(long position) {
                throw thrown;
            }

            @Override
            public void onFailed(Throwable cause) {
                hasFailed[0] = cause.getCause() == thrown;
            }
        };
        SegmentJournal journal =
                SegmentJournal.open(TestJournal.config().build(), disk, () -> {}, view -> {}, listener);
        journal.claim(1, 0, 0);
        journal.commit(true);
        journal.flush(DurabilityLevel.FSYNC);

        assertThrows(JournalFailedException.class, journal::close);

        assertTrue(hasFailed[0]);
    }
}
