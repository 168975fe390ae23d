package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final String FIRST = SegmentHeader.fileName(0);
    private static final String SECOND = SegmentHeader.fileName(TestJournal.SEGMENT_LENGTH);
    private static final int LONG_BODY = 62_000;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Long> groupEnds = new ArrayList<>();

    /** Two segments, several batches, groups of one and of several records, one of them across the segments. */
    private SimulatedDisk writeSmallJournal(boolean isClosed) throws Exception {
        TestJournal journal = TestJournal.open(disk);
        append(journal, 5);
        append(journal, 0, 17, 3);
        journal.flushAndAwait();
        append(journal, LONG_BODY);
        append(journal, 40);
        append(journal, 33, 100);
        journal.flushAndAwait();
        append(journal, 700, 2_000, 900);
        append(journal, 12);
        journal.flushAndAwait();
        append(journal, 1, 2, 3);
        append(journal, 50);
        journal.flushAndAwait();
        entries.addAll(journal.appended);
        SimulatedDisk open = disk.copy();
        journal.close();
        return isClosed ? disk.copy() : open;
    }

    private void append(TestJournal journal, int... lengths) {
        journal.appendGroup(lengths);
        groupEnds.add(journal.journal().appendPosition());
    }

    /** The entries of the groups that end at or before a position. */
    private List<Entry> completeAt(long position) {
        long end = groupEnds.stream().filter(groupEnd -> groupEnd <= position).reduce(0L, Math::max);
        return entries.stream().filter(entry -> entry.position() < end).toList();
    }

    /** All positions but most of those in the long body, which are all alike. */
    private LongPredicate isWorthATry() {
        long start = entries.get(4).position() + 100;
        return position -> position < start || position > start + LONG_BODY - 200 || position % 997 == 0;
    }

    @Test
    void shouldOpenWhereverTheLogIsCutOff() throws Exception {
        SimulatedDisk written = writeSmallJournal(true);
        byte[] first = written.content(FIRST);
        byte[] second = written.content(SECOND);
        long end = lastGroupEnd() + 100;
        assertTrue(end > TestJournal.SEGMENT_LENGTH + 1_000 && end < TestJournal.SEGMENT_LENGTH * 2);

        for (long cut = 0; cut < end; cut++) {
            if (isWorthATry().test(cut)) {
                SimulatedDisk torn = new SimulatedDisk();
                int length = (int) (cut % TestJournal.SEGMENT_LENGTH);
                if (cut < TestJournal.SEGMENT_LENGTH) {
                    torn.put(FIRST, Arrays.copyOf(first, length));
                } else {
                    torn.put(FIRST, first);
                    torn.put(SECOND, Arrays.copyOf(second, length));
                }
                // A cut through the padding takes nothing away: what lies beyond the end of a file is zeros.
                assertOpensAndGoesOn(torn, completeAt(cut + paddingAt(cut)), "cut=" + cut);
            }
        }
    }

    /** How much padding lies behind a position, if it is in the padding of a record. */
    private long paddingAt(long position) {
        for (Entry entry : entries) {
            int length = RecordFormat.HEADER_LENGTH + entry.body().capacity();
            long end = entry.position() + RecordFormat.recordLength(entry.body().capacity());
            if (position >= entry.position() + length && position < end) {
                return end - position;
            }
        }
        return 0;
    }

    private static void assertOpensAndGoesOn(SimulatedDisk torn, List<Entry> expected, String what) throws Exception {
        List<Entry> all;
        try (TestJournal journal = TestJournal.open(torn)) {
            assertEquals(expected, journal.recovered, what);
            journal.appendGroup(30, 20);
            journal.flushAndAwait();
            journal.assertReadsAll();
            all = journal.all();
        }
        assertEquals(all, TestJournal.recover(torn), what);
    }

    @Test
    void shouldLoseNothingOfAClosedJournalUnnoticedWhicheverBitFlips() throws Exception {
        SimulatedDisk written = writeSmallJournal(true);
        for (String name : List.of(FIRST, SECOND)) {
            int used = (int) (name.equals(FIRST) ? previousEnd(written) : lastGroupEnd() - TestJournal.SEGMENT_LENGTH);
            for (int offset = 0; offset < TestJournal.SEGMENT_LENGTH; offset++) {
                boolean isUsed = offset < used;
                long position = SegmentHeader.basePosition(name) + offset;
                if (isWorthATry().test(position) && (isUsed || offset < used + 100 || offset % 997 == 0)) {
                    openFlipped(written, name, offset, isUsed ? null : entries);
                }
            }
        }
    }

    private long lastGroupEnd() {
        return groupEnds.get(groupEnds.size() - 1);
    }

    private static long previousEnd(SimulatedDisk written) {
        return SegmentHeader.decode(Arrays.copyOf(written.content(SECOND), SegmentHeader.MAX_LENGTH))
                .previousEnd();
    }

    @Test
    void shouldRecoverAWholePrefixOfAKilledJournalWhicheverBitFlips() throws Exception {
        SimulatedDisk written = writeSmallJournal(false);
        long lastBatch = groupEnds.get(groupEnds.size() - 3) - TestJournal.SEGMENT_LENGTH;
        int used = (int) (lastGroupEnd() - TestJournal.SEGMENT_LENGTH);
        for (int offset = SegmentHeader.LENGTH; offset < used + 100; offset++) {
            List<Entry> prefix = completeAt(TestJournal.SEGMENT_LENGTH + offset);
            openFlipped(written, SECOND, offset, offset < lastBatch ? null : prefix);
        }
    }

    /** @param expected what the journal holds, or null if it must be refused */
    private static void openFlipped(SimulatedDisk written, String name, int offset, List<Entry> expected)
            throws Exception {
        SimulatedDisk flipped = written.copy();
        byte[] content = flipped.content(name);
        content[offset] ^= (byte) (1 << offset % 8);
        flipped.put(name, content);
        List<Entry> found = null;
        try {
            found = TestJournal.recover(flipped);
        } catch (JournalOpenException e) {
            assertEquals(written.list(), flipped.list(), e.getMessage());
            assertArrayEquals(content, flipped.content(name), e.getMessage());
        }
        assertEquals(expected, found, () -> "file=" + name + " offset=" + offset);
    }

    @Test
    void shouldSayWhereTheDamageIs() throws Exception {
        SimulatedDisk written = writeSmallJournal(true);
        byte[] content = written.content(FIRST);
        long position = entries.get(1).position();
        content[(int) position + RecordFormat.HEADER_LENGTH - 1] ^= 1;
        written.put(FIRST, content);

        JournalCorruptException e = assertThrows(JournalCorruptException.class, () -> TestJournal.recover(written));

        assertEquals(position, e.position());
        assertEquals(position, e.offset());
        assertEquals(FIRST, e.file());
        assertTrue(e.getMessage().contains("checksum does not match"), e.getMessage());
        assertTrue(e.getMessage().contains("file=" + FIRST + " offset=" + position), e.getMessage());
    }

    @Test
    void shouldRefuseALogWithAMissingSegment() throws Exception {
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(LONG_BODY);
            journal.appendGroup(LONG_BODY);
            journal.appendGroup(LONG_BODY);
        }
        disk.delete(SECOND);

        JournalOpenException e = assertThrows(JournalCorruptException.class, () -> TestJournal.recover(disk));

        assertTrue(e.getMessage().contains("segment is missing: expected=" + SECOND), e.getMessage());
    }

    @Test
    void shouldRefuseASegmentOfAnotherJournal() throws Exception {
        SimulatedDisk written = writeSmallJournal(true);
        SimulatedDisk other = new SimulatedDisk();
        try (TestJournal journal = TestJournal.open(other)) {
            journal.appendGroup(LONG_BODY);
            journal.appendGroup(LONG_BODY);
        }
        written.put(SECOND, other.content(SECOND));

        assertThrows(JournalCorruptException.class, () -> TestJournal.recover(written));
    }

    @Test
    void shouldRefuseAFormatItDoesNotKnow() throws Exception {
        SimulatedDisk written = writeSmallJournal(true);
        byte[] content = written.content(SECOND);
        content[14]++;
        resealHeader(content);
        written.put(SECOND, content);

        JournalOpenException e = assertThrows(JournalOpenException.class, () -> TestJournal.recover(written));

        assertTrue(e.getMessage().contains("file=" + SECOND + " version=4 known=3"), e.getMessage());
    }

    private static void resealHeader(byte[] content) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(content, 0, 16);
        crc.update(content, 20, SegmentHeader.LENGTH - 20);
        java.nio.ByteBuffer.wrap(content)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(16, (int) crc.getValue());
    }

    @Test
    void shouldNotRaiseTheDeadOfATornTail() throws Exception {
        TestJournal first = TestJournal.open(disk);
        first.appendGroup(100);
        first.flushAndAwait();
        first.appendGroup(200);
        first.appendGroup(300);
        first.flushAndAwait();
        SimulatedDisk torn = disk.copy();
        first.close();
        byte[] content = torn.content(FIRST);
        content[(int) first.appended.get(1).position() + 50] ^= 1;
        torn.put(FIRST, content);

        TestJournal second = TestJournal.open(torn);
        assertEquals(first.appended.subList(0, 1), second.recovered);
        assertEquals(
                1,
                torn.list().stream().filter(name -> name.endsWith(".set-aside")).count());
        // A record of the length of the damaged one and its batch: what follows it then starts where it used to.
        second.appendGroup(200 - RecordFormat.BATCH_LENGTH);
        second.flushAndAwait();
        SimulatedDisk killed = torn.copy();
        second.close();

        assertEquals(second.all(), TestJournal.recover(killed));
    }

    @Test
    void shouldNotTakeACopyOfARecordForARecord() throws Exception {
        SimulatedDisk written = writeSmallJournal(false);
        byte[] content = written.content(SECOND);
        int end = (int) (lastGroupEnd() - TestJournal.SEGMENT_LENGTH);
        int copied = (int) (entries.get(entries.size() - 1).position() - TestJournal.SEGMENT_LENGTH);
        System.arraycopy(content, copied, content, end, end - copied);
        written.put(SECOND, content);

        assertEquals(entries, TestJournal.recover(written));
    }

    @Test
    void shouldNotTakeARecordOfAnotherJournalForItsOwn() throws Exception {
        SimulatedDisk other = new SimulatedDisk();
        try (TestJournal longer = TestJournal.open(other)) {
            longer.appendGroup(10);
            longer.flushAndAwait();
            longer.appendGroup(20);
        }
        TestJournal journal = TestJournal.open(disk);
        journal.appendGroup(10);
        journal.flushAndAwait();
        SimulatedDisk killed = disk.copy();
        int end = (int) journal.journal().appendPosition();
        journal.close();
        byte[] content = killed.content(FIRST);
        System.arraycopy(other.content(FIRST), end, content, end, content.length - end);
        killed.put(FIRST, content);

        assertEquals(journal.appended, TestJournal.recover(killed));
    }

    @Test
    void shouldMakeDurableWhatItRecovers() throws Exception {
        JournalConfig config = TestJournal.config().level(DurabilityLevel.OS).build();
        TestJournal killed = TestJournal.open(disk, config);
        killed.appendGroup(1_000);
        killed.appendGroup(1_000);
        killed.flushAndAwait();
        disk.takeImageAt(Long.MAX_VALUE / 2, new NothingSurvives(), () -> {});

        TestJournal.recover(disk);

        assertEquals(killed.appended, TestJournal.recover(disk.image()));
        killed.close();
    }

    /** Keeps no sector and no change of the directory. */
    private static final class NothingSurvives extends Random {
        private static final long serialVersionUID = 1;

        @Override
        public int nextInt(int bound) {
            return 0;
        }
    }

    @Test
    void shouldHealAgainIfItCrashesWhileItHeals() throws Exception {
        TestJournal journal = TestJournal.open(disk);
        journal.appendGroup(100);
        journal.flushAndAwait();
        journal.appendGroup(40_000, 40_000, 40_000, 40_000, 100);
        journal.flushAndAwait();
        SimulatedDisk torn = disk.copy();
        journal.close();
        String last = SegmentHeader.fileName(TestJournal.SEGMENT_LENGTH * 3L);
        byte[] content = torn.content(last);
        content[(int) (journal.appended.get(5).position() % TestJournal.SEGMENT_LENGTH) + 30] ^= 1;
        torn.put(last, content);

        for (int changes = 0; changes < 30; changes++) {
            for (int seed = 0; seed < 10; seed++) {
                SimulatedDisk healing = torn.copy();
                healing.takeImageAt(changes, new Random(seed), () -> {});
                assertEquals(journal.appended.subList(0, 1), TestJournal.recover(healing));
                assertOpensAndGoesOn(healing.image(), journal.appended.subList(0, 1), "seed=" + seed);
            }
        }
    }

    @Test
    void shouldSetANewestSegmentWithoutHeaderAside() throws Exception {
        SimulatedDisk written = writeSmallJournal(true);
        String third = SegmentHeader.fileName(TestJournal.SEGMENT_LENGTH * 2);
        byte[] garbage = new byte[3_000];
        new Random(1).nextBytes(garbage);

        for (byte[] content : new byte[][] {{}, new byte[10], new byte[TestJournal.SEGMENT_LENGTH], garbage}) {
            SimulatedDisk torn = written.copy();
            torn.put(third, content);
            torn.put(SegmentReserve.PREPARED_FILE, new byte[100_000]);
            assertOpensAndGoesOn(torn, entries, "length=" + content.length);
            assertTrue(torn.list().contains(third + ".set-aside"));
            assertFalse(torn.list().contains(SegmentReserve.PREPARED_FILE));
        }
    }

    @Test
    void shouldKeepSegmentsOfOtherLengths() throws Exception {
        List<Entry> all = new ArrayList<>();
        for (int length : new int[] {64 * 1024, 128 * 1024, 68 * 1024}) {
            JournalConfig config = TestJournal.config().segmentLength(length).build();
            try (TestJournal journal = TestJournal.open(disk, config)) {
                assertEquals(all, journal.recovered);
                for (int i = 0; i < 5; i++) {
                    journal.appendGroup(40_000);
                }
                all = journal.all();
                journal.flushAndAwait();
                journal.assertReadsAll();
            }
        }
        assertEquals(all, TestJournal.recover(disk));
    }

    @Test
    void shouldChangeNothingWhenOpenedAndClosedOverAndOver() throws Exception {
        SimulatedDisk written = writeSmallJournal(true);
        byte[] content = written.content(SECOND);

        for (int i = 0; i < 3; i++) {
            try (TestJournal journal = TestJournal.open(written)) {
                assertEquals(entries, journal.recovered);
            }
        }

        assertTrue(Arrays.equals(content, written.content(SECOND)));
    }
}
