package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file that is named before its segment begins. */
class NextSegmentTest {
    private static final int SEGMENT_LENGTH = TestJournal.SEGMENT_LENGTH;
    private static final String FIRST = SegmentHeader.fileName(0);
    private static final String SECOND = SegmentHeader.fileName(SEGMENT_LENGTH);
    private static final String THIRD = SegmentHeader.fileName(2 * SEGMENT_LENGTH);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final IOException error = new IOException("Input/output error");

    private TestJournal open(DurabilityLevel level) throws Exception {
        TestJournal test =
                TestJournal.open(disk, TestJournal.config().level(level).build());
        await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
        return test;
    }

    private static void flush(TestJournal test, DurabilityLevel level) {
        long position = test.journal().appendPosition();
        test.journal().flush(level);
        await(() -> test.journal().durablePosition() == position || test.heardFailure != null, "flush");
    }

    private SimulatedDisk powerLoss(int keepPercent) {
        return disk.afterCrash(new SimulatedDisk.Crash(new Random(1), keepPercent, 512));
    }

    private static SegmentHeader header(SimulatedDisk disk, String name) {
        return SegmentHeader.decode(Arrays.copyOf(disk.content(name), SegmentHeader.MAX_LENGTH));
    }

    @Test
    void shouldNameItWhenTheJournalOpensAndCountItForNothing() throws Exception {
        try (TestJournal test = open(DurabilityLevel.FSYNC)) {
            assertFalse(header(disk, SECOND).hasBegun());
            assertEquals(test.journal().appendPosition(), test.journal().logLength());
            assertEquals(1, disk.list().stream().filter(SparePool::isFileName).count(), "it is one of the reserve");
            JournalInspection inspection = JournalInspection.open(disk);
            assertEquals(1, inspection.segments().size());
            assertTrue(inspection.headlessFile().isEmpty());
            assertEquals(FIRST, inspection.read(new NoDamage()).file());
        }
        assertFalse(disk.list().contains(SECOND));
    }

    @Test
    void shouldRollWithoutASyncAndTellOfAFailedOneWhoAsksForOne() throws Exception {
        TestJournal test = open(DurabilityLevel.OS);
        test.appendGroup(40_000);
        flush(test, DurabilityLevel.OS);
        synchronized (disk) {
            disk.failForcesOf(FIRST, error);
            disk.failForcesOf(SECOND, error);
        }

        test.appendGroup(40_000);
        flush(test, DurabilityLevel.OS);

        assertNull(test.heardFailure);
        assertTrue(header(disk, SECOND).hasBegun());
        test.journal().flush(DurabilityLevel.FSYNC);
        await(() -> test.heardFailure != null, "failure");
        assertTrue(test.journal().syncedPosition() < SEGMENT_LENGTH);
        assertFalse(disk.list().contains(THIRD));
        assertThrows(JournalFailedException.class, test::close);
    }

    @Test
    void shouldFailWhenTheNextIsNeededAndTheNewestHeaderCouldNotBeSynced() throws Exception {
        TestJournal test = open(DurabilityLevel.OS);
        disk.failForcesOf(SECOND, error);
        for (int i = 0; i < 4 && test.heardFailure == null; i++) {
            test.appendGroup(40_000);
            flush(test, DurabilityLevel.OS);
        }

        assertTrue(test.heardFailure.getCause().getMessage().startsWith("cannot prepare a segment: "));
        assertEquals(error, test.heardFailure.getCause().getCause());
        assertThrows(JournalFailedException.class, test::close);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatWasSyncedInASegmentWhoseHeaderWasNotForcedByItself(DurabilityLevel level) throws Exception {
        TestJournal test = open(level);
        test.appendGroup(40_000);
        flush(test, level);
        test.appendGroup(40_000);
        flush(test, level);
        test.appendGroup(100);
        flush(test, DurabilityLevel.FSYNC);

        assertEquals(test.appended, TestJournal.recover(powerLoss(0)));
        test.close();
    }

    /** The first segment and, in the second, records behind a header that a power loss has taken back. */
    private TestJournal writeBehindAHeaderThatIsLost(SimulatedDisk target) throws Exception {
        TestJournal test = open(DurabilityLevel.OS);
        byte[] lost = Arrays.copyOf(disk.content(SECOND), SegmentHeader.LENGTH);
        test.appendGroup(40_000);
        test.appendGroup(20_000, 20_000);
        test.appendGroup(3_000);
        flush(test, DurabilityLevel.OS);
        byte[] second = disk.content(SECOND);
        System.arraycopy(lost, 0, second, 0, lost.length);
        target.put(FIRST, disk.content(FIRST));
        target.put(SECOND, second);
        test.close();
        return test;
    }

    @Test
    void shouldSetAsideWhatIsInAFileThatHasNotBegunAndNeverBringItBack() throws Exception {
        SimulatedDisk torn = new SimulatedDisk();
        TestJournal lost = writeBehindAHeaderThatIsLost(torn);
        assertEquals(1, JournalInspection.open(torn).segments().size());

        try (TestJournal test = TestJournal.open(torn)) {
            assertEquals(lost.appended.subList(0, 1), test.recovered);
            assertTrue(torn.list().contains(SECOND + ".set-aside"));
            // Records of other bytes at the places of those that were lost, of which the first ones come to the disk.
            test.appendGroup(20_001, 20_000);
            test.flushAndAwait();
            assertEquals(test.all(), TestJournal.recover(torn.copy()));
        }
    }

    @Test
    void shouldGoOnWithTheFileOfOneThatWasNotBegun() throws Exception {
        TestJournal killed = open(DurabilityLevel.FSYNC);
        killed.appendGroup(100);
        killed.flushAndAwait();
        SimulatedDisk left = powerLoss(0);
        killed.close();

        RecoveredLog log = new Recovery(left, TestJournal.config().build(), view -> {}).run();
        log.file().close();

        assertTrue(log.isWholeFileLeft());
        assertFalse(left.list().contains(SECOND));
        assertFalse(left.list().stream().anyMatch(name -> name.endsWith(".set-aside")));
        try (TestJournal test = TestJournal.open(left)) {
            await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
            await(() -> !left.list().contains(SegmentReserve.PREPARED_FILE), "file filled again");
            assertEquals(killed.appended, test.recovered);
        }
    }

    @Test
    void shouldKeepTheReserveOfAFullDiskHoweverOftenItIsKilled() throws Exception {
        long room = 3L * SEGMENT_LENGTH + SEGMENT_LENGTH / 2;
        disk.limitTo(room);
        SimulatedDisk left = disk;
        for (int i = 0; i < 5; i++) {
            TestJournal test = TestJournal.open(left);
            await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
            await(test.journal()::isFull, "full");
            SimulatedDisk killed = left.copy();
            killed.limitTo(room);
            test.close();
            left = killed;
        }
    }

    @Test
    void shouldRefuseOneThatIsNotTheNewestOrTheOnlyOne() throws Exception {
        byte[] notBegun;
        try (TestJournal test = open(DurabilityLevel.FSYNC)) {
            notBegun = disk.content(SECOND);
            test.appendGroup(60_000);
            test.appendGroup(60_000);
            test.appendGroup(60_000);
            test.flushAndAwait();
        }
        SimulatedDisk followed = disk.copy();
        followed.put(SECOND, notBegun);
        assertThrows(JournalCorruptException.class, () -> TestJournal.recover(followed));
        SimulatedDisk alone = new SimulatedDisk();
        alone.put(SECOND, notBegun);
        assertThrows(JournalCorruptException.class, () -> TestJournal.recover(alone));
    }

    @Test
    void shouldBecomeASpareAgainThatRemembersWhatItWas() throws Exception {
        JournalConfig config = TestJournal.config().build();
        try (TestJournal test = TestJournal.open(disk, config)) {
            for (int i = 0; i < 4; i++) {
                test.appendGroup(60_000);
            }
            test.flushAndAwait();
            test.journal().dropBefore(2 * SEGMENT_LENGTH);
            await(() -> test.journal().recycledSpareCount() == 2, "recycled spares");
            test.appendGroup(60_000);
            test.flushAndAwait();
            await(() -> disk.list().contains(SegmentHeader.fileName(5 * SEGMENT_LENGTH)), "next segment");
            assertEquals(
                    0, header(disk, SegmentHeader.fileName(5 * SEGMENT_LENGTH)).formerBase());
        }
        assertFalse(disk.list().contains(SegmentHeader.fileName(5 * SEGMENT_LENGTH)));
        long journalId =
                header(disk, SegmentHeader.fileName(4 * SEGMENT_LENGTH)).journalId();
        assertTrue(SparePool.find(disk, SEGMENT_LENGTH, journalId).stream().anyMatch(spare -> spare.formerBase() == 0));
    }

    @Test
    void shouldTryAgainToNameWhatTheDiskRefuses() throws Exception {
        try (TestJournal test = open(DurabilityLevel.FSYNC)) {
            disk.failNextDirectoryChange(error);
            for (int i = 0; i < 3; i++) {
                test.appendGroup(40_000);
                test.flushAndAwait();
            }
            assertTrue(header(disk, THIRD).hasBegun());
            assertEquals(test.appended, TestJournal.recover(powerLoss(0)));
        }
    }
}
