package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReclaimTest {
    private static final int SEGMENT_LENGTH = TestJournal.SEGMENT_LENGTH;
    private static final int BODY_LENGTH = 20_000;

    private final SimulatedDisk disk = new SimulatedDisk();

    /** Three records to a segment. */
    private static void appendSegments(TestJournal journal, int count) {
        for (int i = 0; i < count * 3; i++) {
            journal.appendGroup(BODY_LENGTH);
        }
    }

    private static List<Entry> walk(TestJournal journal, long position, long limit) {
        List<Entry> found = new ArrayList<>();
        RecordView view = new RecordView();
        JournalCursor cursor = journal.journal().cursor(position, limit);
        while (cursor.next(view)) {
            found.add(Entry.of(view));
        }
        return found;
    }

    private boolean exists(long base) {
        return disk.list().contains(SegmentHeader.fileName(base));
    }

    @Test
    void shouldCountWhatIsRetainedInEachSegment() throws Exception {
        try (TestJournal test = TestJournal.open(disk)) {
            SegmentJournal journal = test.journal();
            assertEquals(journal.oldestPosition(), journal.oldestEndPosition());
            appendSegments(test, 2);
            long first = test.appended.get(0).position();
            long later = test.appended.get(4).position();
            assertEquals(SEGMENT_LENGTH, journal.oldestEndPosition());
            assertFalse(journal.isOldestRetained());

            journal.retain(first, 100);
            journal.retain(first, 50);
            journal.retain(later, 7);

            assertEquals(157, journal.liveLength());
            journal.release(first, 100);
            assertTrue(journal.isOldestRetained());
            assertThrows(IllegalStateException.class, () -> journal.dropBefore(SEGMENT_LENGTH));
            journal.release(first, 50);
            assertFalse(journal.isOldestRetained());
            assertEquals(7, journal.liveLength());
            assertEquals(journal.appendPosition(), journal.logLength());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropOldSegmentsOnceAllIsSynced(DurabilityLevel level) throws Exception {
        JournalConfig config = TestJournal.config().spareSegments(1).build();
        List<Entry> rest;
        try (TestJournal test = TestJournal.open(disk, config)) {
            SegmentJournal journal = test.journal();
            appendSegments(test, 4);
            journal.dropBefore(2 * SEGMENT_LENGTH);

            assertEquals(2 * SEGMENT_LENGTH, journal.oldestPosition());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> test.read(test.appended.get(0).position()));
            journal.flush(level);
            await(() -> journal.syncedPosition() == journal.appendPosition(), "sync");
            await(() -> !exists(SEGMENT_LENGTH), "drop");

            assertFalse(exists(0));
            rest = test.appended.subList(6, test.appended.size());
            assertEquals(rest, walk(test, journal.oldestPosition(), journal.appendPosition()));
        }
        assertEquals(rest, TestJournal.recover(disk));
    }

    @Test
    void shouldNeverDropTheNewestSegment() throws Exception {
        try (TestJournal test = TestJournal.open(disk)) {
            appendSegments(test, 1);
            test.journal().dropBefore(Long.MAX_VALUE);
            assertEquals(0, test.journal().oldestPosition());
            test.flushAndAwait();
            test.assertReadsAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldKeepAsManySpareSegmentsAsItIsTold(int spareSegments) throws Exception {
        JournalConfig config = TestJournal.config().spareSegments(spareSegments).build();
        // Those that were segments before take the place of those that were prepared, except of the one that is named.
        int expected = Math.max(SegmentReserve.COUNT, spareSegments == 0 ? 0 : spareSegments + 1);
        try (TestJournal test = TestJournal.open(disk, config)) {
            appendSegments(test, 5);
            test.flushAndAwait();
            await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
            test.journal().dropBefore(4 * SEGMENT_LENGTH);
            await(() -> !exists(3 * SEGMENT_LENGTH), "drop");
            await(() -> test.journal().recycledSpareCount() == spareSegments, "recycled spares");
            await(() -> test.journal().spareCount() == expected, "spares");
        }
        assertEquals(
                expected, disk.list().stream().filter(SparePool::isFileName).count());
        TestJournal.open(disk, config).close();
        assertTrue(disk.list().stream().filter(SparePool::isFileName).count() >= spareSegments);
        JournalConfig longer = TestJournal.config().segmentLength(68 * 1024).build();
        // While it is open, one of them may be on its way to become a segment.
        TestJournal.open(disk, longer).close();
        assertTrue(disk.list().stream()
                .filter(SparePool::isFileName)
                .allMatch(name -> disk.content(name).length == longer.segmentLength()));
    }

    @Test
    void shouldWriteOverRecycledSegmentsAndTakeNothingOldForItsOwn() throws Exception {
        List<Entry> expected = List.of();
        for (int round = 0; round < 8; round++) {
            try (TestJournal test = TestJournal.open(disk)) {
                assertEquals(expected, test.recovered);
                appendSegments(test, 2);
                test.flushAndAwait();
                long end = test.journal().appendPosition() / SEGMENT_LENGTH * SEGMENT_LENGTH;
                test.journal().dropBefore(end);
                await(() -> !exists(end - SEGMENT_LENGTH), "drop");
                test.appendGroup(round);
                expected = test.all().stream().filter(e -> e.position() >= end).toList();
            }
            JournalInspection inspection = JournalInspection.open(disk);
            JournalEnd end = inspection.read(new NoDamage());
            assertTrue(end.isClosed(), end::toString);
        }
        assertTrue(SegmentHeader.decode(header(newest())).isRecycled());
        assertTrue(disk.list().stream().noneMatch(name -> name.endsWith(".set-aside")));
    }

    private String newest() {
        return disk.list().stream()
                .filter(SegmentHeader::isFileName)
                .max(String::compareTo)
                .orElseThrow();
    }

    private byte[] header(String name) {
        return java.util.Arrays.copyOf(disk.content(name), SegmentHeader.MAX_LENGTH);
    }

    @Test
    void shouldSetAsideOnlyWhatWasTornOffInARecycledSegment() throws Exception {
        shouldWriteOverRecycledSegmentsAndTakeNothingOldForItsOwn();
        TestJournal test = TestJournal.open(disk);
        List<Entry> recovered = List.copyOf(test.recovered);
        test.appendGroup(300);
        test.appendGroup(400);
        test.flushAndAwait();
        SimulatedDisk torn = disk.copy();
        test.close();
        String name = newest();
        byte[] content = torn.content(name);
        content[(int) (test.appended.get(0).position() % SEGMENT_LENGTH) + 40] ^= 1;
        torn.put(name, content);
        JournalEnd end = JournalInspection.open(torn).read(new NoDamage());
        int expected = RecordFormat.recordLength(300) + RecordFormat.recordLength(400);
        assertEquals(expected, end.tornLength());

        assertEquals(recovered, TestJournal.recover(torn));

        String aside = torn.list().stream()
                .filter(file -> file.endsWith(".set-aside"))
                .findFirst()
                .orElseThrow();
        assertEquals(expected, torn.content(aside).length);
        byte[] healed = torn.content(name);
        for (int i = (int) (test.appended.get(0).position() % SEGMENT_LENGTH); i < healed.length; i++) {
            assertEquals(0, healed[i], "offset=" + i);
        }
    }

    @Test
    void shouldLoseNothingOfARecycledJournalUnnoticedWhicheverBitFlips() throws Exception {
        shouldWriteOverRecycledSegmentsAndTakeNothingOldForItsOwn();
        List<Entry> expected;
        try (TestJournal test = TestJournal.open(disk)) {
            // Copied to the head, as relocation does, and what was copied is dropped.
            for (Entry entry : test.recovered) {
                test.append(java.util.Arrays.copyOf(entry.body().array(), 500), true);
            }
            test.flushAndAwait();
            test.appendGroup(60_000);
            test.appendGroup(10, 20);
            test.flushAndAwait();
            expected = test.all();
        }
        long end = expected.get(expected.size() - 1).position() % SEGMENT_LENGTH + 100;
        for (String name :
                disk.list().stream().filter(SegmentHeader::isFileName).toList()) {
            byte[] content = disk.content(name);
            boolean isNewest = name.equals(newest());
            int limit = isNewest ? (int) end : SEGMENT_LENGTH;
            for (int offset = 0; offset < limit; offset += offset > 200 && offset < limit - 200 ? 61 : 1) {
                SimulatedDisk flipped = disk.copy();
                byte[] bytes = content.clone();
                bytes[offset] ^= (byte) (1 << offset % 8);
                flipped.put(name, bytes);
                try {
                    assertEquals(expected, TestJournal.recover(flipped), name + " offset=" + offset);
                    // What lies behind the records means nothing, whatever it is.
                    assertTrue(offset > 400, name + " offset=" + offset);
                } catch (JournalCorruptException e) {
                    assertEquals(name, e.file());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTryAgainToDropWhatTheDiskRefuses(boolean isDirectoryChange) throws Exception {
        try (TestJournal test = TestJournal.open(disk)) {
            appendSegments(test, 3);
            test.flushAndAwait();
            await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
            if (isDirectoryChange) {
                disk.failNextDirectoryChange(new IOException("Input/output error"));
            } else {
                disk.failNextForce(new IOException("Input/output error"));
            }

            test.journal().dropBefore(2 * SEGMENT_LENGTH);

            await(() -> !exists(SEGMENT_LENGTH), "drop");
            test.flushAndAwait();
            assertFalse(exists(0));
        }
    }

    @Test
    void shouldWalkRecordsInMemoryAndOnDiskInOneGo() throws Exception {
        JournalConfig config = TestJournal.config().hotTailLength(64 * 1024).build();
        try (TestJournal test = TestJournal.open(disk, config)) {
            for (int i = 0; i < 200; i++) {
                test.appendGroup(i * 7, 100);
                if (i % 20 == 0) {
                    test.flushAndAwait();
                }
            }
            test.appendGroup(60_000);
            test.appendGroup(5);

            assertEquals(test.appended, walk(test, 0, test.journal().appendPosition()));
            Entry middle = test.appended.get(100);
            assertEquals(test.appended.subList(0, 100), walk(test, 0, middle.position()));
            assertEquals(
                    test.appended.subList(100, test.appended.size()),
                    walk(test, middle.position(), test.journal().appendPosition()));
        }
    }

    @Test
    void shouldSayThatAWalkedRecordIsDamagedAndGoOnAppending() throws Exception {
        JournalConfig config = TestJournal.config().build();
        try (TestJournal test = TestJournal.open(disk, config)) {
            appendSegments(test, 2);
            test.flushAndAwait();
            // What was appended before leaves memory.
            test.appendGroup(1);
            Entry damaged = test.appended.get(1);
            disk.open(SegmentHeader.fileName(0)).write(damaged.position() + 50, java.nio.ByteBuffer.allocate(8));

            JournalCursor cursor = test.journal().cursor(0, SEGMENT_LENGTH);
            RecordView view = new RecordView();
            assertTrue(cursor.next(view));
            JournalFailedException e = assertThrows(JournalFailedException.class, () -> cursor.next(view));

            assertTrue(e.getMessage().contains("position=" + damaged.position()), e.getMessage());
            test.appendGroup(1);
            test.flushAndAwait();
        }
    }
}
