package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentJournalTest {
    private final SimulatedDisk disk = new SimulatedDisk();

    @ParameterizedTest
    @EnumSource
    void shouldRecoverWhatWasAppended(DurabilityLevel level) throws Exception {
        JournalConfig config = TestJournal.config().level(level).build();
        List<Entry> expected;
        try (TestJournal journal = TestJournal.open(disk, config)) {
            for (int i = 0; i < 600; i++) {
                journal.appendGroup(i, 0, i / 2);
                if (i % 7 == 0) {
                    journal.journal().flush(DurabilityLevel.FSYNC);
                } else if (i % 5 == 0) {
                    journal.journal().flushHere(DurabilityLevel.FSYNC);
                }
            }
            expected = journal.all();
        }

        try (TestJournal journal = TestJournal.open(disk, config)) {
            assertEquals(expected, journal.recovered);
            journal.assertReadsAll();
            journal.appendGroup(100);
            expected = journal.all();
        }

        try (TestJournal journal = TestJournal.open(disk, config)) {
            assertEquals(expected, journal.recovered);
        }
    }

    @Test
    void shouldTellTheListenerHowFarAllIsDurable() throws Exception {
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(10);
            journal.appendGroup(20);
            long end = journal.journal().appendPosition();
            assertTrue(journal.journal().durablePosition()
                    < journal.appended.get(0).position());

            journal.journal().flush(DurabilityLevel.FSYNC);

            await(() -> journal.heardPosition == end, "listener");
            assertEquals(end, journal.journal().durablePosition());
        }
    }

    @Test
    void shouldSyncOnTheThreadOfAnOwnerWhoWaits() throws Exception {
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(10);
            assertTrue(journal.journal().flushHere(DurabilityLevel.FSYNC));
            long end = journal.journal().appendPosition();
            assertEquals(end, journal.journal().durablePosition());
            assertTrue(journal.heardPosition < end, "nobody else needs to be told");
            assertTrue(journal.journal().flushHere(DurabilityLevel.FSYNC), "there is nothing to do");

            journal.appendGroup(20);
            journal.journal().flush(DurabilityLevel.FSYNC);
            await(() -> journal.heardPosition == journal.journal().appendPosition(), "the writer goes on from there");
        }
    }

    @Test
    void shouldNotMakeAnOpenGroupDurable() throws Exception {
        TestJournal journal = TestJournal.open(disk);
        journal.appendGroup(10);
        long complete = journal.journal().appendPosition();
        journal.append(new byte[10_000], false);
        journal.append(new byte[5], false);
        journal.journal().flush(DurabilityLevel.FSYNC);
        await(() -> journal.heardPosition == complete, "first group");

        journal.close();

        assertEquals(journal.appended.subList(0, 1), TestJournal.recover(disk));
    }

    @Test
    void shouldRecoverAGroupLargerThanASegment() throws Exception {
        List<Entry> expected;
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(8);
            journal.appendGroup(40_000, 40_000, 1, 40_000, 3);
            journal.appendGroup(9);
            expected = journal.all();
        }

        assertEquals(expected, TestJournal.recover(disk));
    }

    @Test
    void shouldAcceptBodiesUpToTheLimit() throws Exception {
        try (TestJournal journal = TestJournal.open(disk)) {
            int limit = journal.journal().maxRecordLength();
            journal.appendGroup(limit - 1);
            journal.appendGroup(limit);
            journal.appendGroup(limit);
            journal.flushAndAwait();

            assertThrows(IllegalArgumentException.class, () -> journal.journal().claim(1, 0, limit + 1));
            journal.assertReadsAll();
        }
    }

    @Test
    void shouldRefuseArgumentsOutOfRange() throws Exception {
        try (TestJournal test = TestJournal.open(disk)) {
            SegmentJournal journal = test.journal();
            assertThrows(IllegalArgumentException.class, () -> journal.claim(0, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> journal.claim(32_768, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> journal.claim(1, -1, 1));
            assertThrows(IllegalArgumentException.class, () -> journal.claim(1, 65_536, 1));
            assertThrows(IllegalArgumentException.class, () -> journal.claim(1, 0, -1));
            assertThrows(IllegalStateException.class, () -> journal.commit(true));
            assertThrows(IllegalArgumentException.class, () -> test.read(journal.appendPosition()));
            journal.claim(32_767, 65_535, 0);
            assertThrows(IllegalStateException.class, () -> journal.claim(1, 0, 1));
            test.read(journal.commit(true));
        }
    }

    @Test
    void shouldRefuseToAppendOnceClosed() throws Exception {
        TestJournal journal = TestJournal.open(disk);
        journal.close();
        journal.close();

        assertThrows(IllegalStateException.class, () -> journal.journal().claim(1, 0, 1));
    }

    @Test
    void shouldReadFromMemoryWhatWasAppendedLast() throws Exception {
        JournalConfig config = TestJournal.config().hotTailLength(1024 * 1024).build();
        try (TestJournal journal = TestJournal.open(disk, config)) {
            for (int i = 0; i < 500; i++) {
                journal.appendGroup(200);
            }
            journal.flushAndAwait();
            long reads = disk.readCount();

            journal.assertReadsAll();

            assertEquals(reads, disk.readCount());
        }
    }

    @Test
    void shouldReadABlockAtATimeWhatIsNoLongerInMemory() throws Exception {
        try (TestJournal journal = TestJournal.open(disk)) {
            for (int i = 0; i < 500; i++) {
                journal.appendGroup(200);
                journal.flushAndAwait();
            }
            long reads = disk.readCount();

            journal.assertReadsAll();

            int segments = 3;
            assertTrue(disk.readCount() - reads <= segments, () -> "reads=" + (disk.readCount() - reads));
        }
    }

    @Test
    void shouldReadOnInABlockThatWasNotFullWhenItWasReadFirst() throws Exception {
        try (TestJournal journal = TestJournal.open(disk)) {
            for (int i = 0; i < 100; i++) {
                journal.appendGroup(3_000);
                journal.flushAndAwait();
                if (i >= 3) {
                    Entry entry = journal.appended.get(i - 3);
                    assertEquals(entry, journal.read(entry.position()));
                }
            }
        }
    }

    @Test
    void shouldReadInAnyOrderWhileTheLogGrows() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JournalConfig config = TestJournal.config()
                .segmentLength(256 * 1024)
                .hotTailLength(8192)
                .build();
        try (TestJournal journal = TestJournal.open(disk, config)) {
            for (int i = 0; i < 2_000; i++) {
                journal.appendGroup(random.nextInt(random.nextInt(50) == 0 ? 100_000 : 500));
                if (random.nextBoolean()) {
                    journal.journal().flush(DurabilityLevel.FSYNC);
                }
                Entry entry = journal.appended.get(random.nextInt(journal.appended.size()));
                assertEquals(entry, journal.read(entry.position()), () -> "seed=" + seed);
            }
        }
    }

    @Test
    void shouldRefuseToReadWhereNoRecordStarts() throws Exception {
        List<Entry> entries;
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(100);
            journal.appendGroup(100);
            entries = journal.all();
        }
        try (TestJournal journal = TestJournal.open(disk)) {
            long position = entries.get(0).position();
            assertThrows(JournalFailedException.class, () -> journal.read(position + 8));
            assertThrows(JournalFailedException.class, () -> journal.read(position - RecordFormat.BATCH_LENGTH));
            assertEquals(entries.get(1), journal.read(entries.get(1).position()));
        }
    }

    @Test
    void shouldSayWhenTooMuchWaitsForTheDisk() throws Exception {
        JournalConfig config = TestJournal.config().saturationLength(64 * 1024).build();
        try (TestJournal journal = TestJournal.open(disk, config)) {
            journal.appendGroup(40_000);
            assertFalse(journal.journal().isSaturated());
            journal.appendGroup(40_000);
            assertTrue(journal.journal().isSaturated());

            journal.flushAndAwait();

            assertFalse(journal.journal().isSaturated());
        }
    }

    @Test
    void shouldStampRecordsWithTheTimeOfTheirDutyCycle() throws Exception {
        long[] nowMs = {1_000};
        JournalConfig config = TestJournal.config()
                .clock(() -> java.time.Instant.ofEpochMilli(nowMs[0]))
                .build();
        try (TestJournal journal = TestJournal.open(disk, config)) {
            journal.appendGroup(1);
            nowMs[0] = 2_000;
            journal.appendGroup(1);
            journal.journal().flush(DurabilityLevel.FSYNC);
            journal.appendGroup(1);

            assertEquals(1_000, timestampMs(journal, 0));
            assertEquals(1_000, timestampMs(journal, 1));
            assertEquals(2_000, timestampMs(journal, 2));
        }
    }

    private static long timestampMs(TestJournal journal, int index) {
        RecordView view = new RecordView();
        journal.journal().read(journal.appended.get(index).position(), view);
        return view.timestampMs();
    }
}
