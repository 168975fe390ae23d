package io.epona.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.epona.buffer.NioBuffer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Journals written in earlier versions of the format stay readable. The files were written once and never change. */
class GoldenFormatTest {
    static final String VERSION_1 = "/golden/journal-v1/";
    static final String VERSION_2 = "/golden/journal-v2/";
    static final String VERSION_3 = "/golden/journal-v3/";
    private static final long SEGMENT_LENGTH = TestJournal.SEGMENT_LENGTH;

    /** What {@link #write} writes: a group of one record, one of three, a long one, and one in a second segment. */
    private static List<Entry> expected(List<Entry> positions) {
        int[] lengths = {5, 0, 24, 8, 65_000, 300};
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            byte[] body = new byte[lengths[i]];
            for (int j = 0; j < body.length; j++) {
                body[j] = (byte) (i * 31 + j * 7);
            }
            entries.add(new Entry(positions.get(i).position(), i + 1, i, ByteBuffer.wrap(body)));
        }
        return entries;
    }

    /** Wrote the files, with the journal's code of that version. */
    static void write(TestJournal journal) {
        List<Entry> anywhere = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            anywhere.add(new Entry(0, 0, 0, ByteBuffer.allocate(0)));
        }
        for (Entry entry : expected(anywhere)) {
            boolean endsGroup = entry.type() != 2 && entry.type() != 3;
            journal.append(entry.body().array(), endsGroup);
            if (endsGroup) {
                journal.flushAndAwait();
            }
        }
        journal.close();
    }

    @Test
    void shouldReadVersion1() throws Exception {
        SimulatedDisk disk = read(VERSION_1, SegmentHeader.fileName(0), SegmentHeader.fileName(65_536));

        List<Entry> found = TestJournal.recover(disk);

        assertEquals(expected(found), found);
        assertEquals(
                List.of(96L, 160L, 184L, 232L, 296L, 65_600L),
                found.stream().map(Entry::position).toList());
    }

    @Test
    void shouldGoOnWithAJournalOfVersion1() throws Exception {
        SimulatedDisk disk = read(VERSION_1, SegmentHeader.fileName(0), SegmentHeader.fileName(65_536));
        List<Entry> all;
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(65_000);
            journal.appendGroup(60_000);
            journal.flushAndAwait();
            journal.assertReadsAll();
            all = journal.all();
        }
        assertEquals(all, TestJournal.recover(disk));
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.journal().dropBefore(2 * TestJournal.SEGMENT_LENGTH);
        }
        assertEquals(all.subList(7, 8), TestJournal.recover(disk));
    }

    @Test
    void shouldLayRecordsOutBehindALongerHeaderThanVersion1Did() throws Exception {
        TestJournal journal = TestJournal.open(new SimulatedDisk());

        write(journal);

        int more = SegmentHeader.LENGTH - SegmentHeader.MIN_LENGTH;
        assertEquals(
                List.of(96L + more, 160L + more, 184L + more, 232L + more, 296L + more, 65_600L + more),
                journal.appended.stream().map(Entry::position).toList());
    }

    /** A segment in a file that was another before, and a checkpoint. */
    @Test
    void shouldReadVersion2() throws Exception {
        SimulatedDisk disk = read(VERSION_2, SegmentHeader.fileName(2 * SEGMENT_LENGTH), CheckpointFormat.FILE);

        assertReads(disk, 2 * SEGMENT_LENGTH, 2);
    }

    @Test
    void shouldGoOnWithAJournalOfVersion2() throws Exception {
        SimulatedDisk disk = read(VERSION_2, SegmentHeader.fileName(2 * SEGMENT_LENGTH), CheckpointFormat.FILE);
        List<Entry> all;
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(40_000);
            journal.appendGroup(40_000);
            journal.flushAndAwait();
            all = journal.all();
        }
        assertEquals(5, all.size());
        assertEquals(all, TestJournal.recover(disk));
        assertEquals(3, SegmentHeader.formatVersion(header(disk, 3 * SEGMENT_LENGTH)));
    }

    /** Wrote the files of version 3: as those of version 2, and the file of a segment that has not begun. */
    static SimulatedDisk writeVersion3() throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        JournalConfig config = TestJournal.config().spareSegments(1).build();
        try (TestJournal test = TestJournal.open(disk, config)) {
            test.appendGroup(40_000);
            test.appendGroup(40_000);
            test.flushAndAwait();
            Await.await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
            test.journal().dropBefore(SEGMENT_LENGTH);
            Await.await(() -> test.journal().recycledSpareCount() == 1, "spare");
            for (int segment = 2; segment <= 3; segment++) {
                String next = SegmentHeader.fileName(segment * SEGMENT_LENGTH);
                Await.await(() -> disk.list().contains(next), "next segment");
                test.appendGroup(40_000);
                test.flushAndAwait();
            }
            test.journal().dropBefore(3 * SEGMENT_LENGTH);
            test.append("before".getBytes(UTF_8), true);
            test.flushAndAwait();
            CheckpointWriter writer = test.journal().beginCheckpoint();
            for (String text : List.of("first block", "second")) {
                NioBuffer block = new NioBuffer();
                block.wrap(text.getBytes(UTF_8));
                writer.write(block, 0, block.capacity());
            }
            writer.commit();
            test.append("behind".getBytes(UTF_8), true);
            test.flushAndAwait();
            String next = SegmentHeader.fileName(4 * SEGMENT_LENGTH);
            Await.await(() -> writer.isDone() && disk.list().contains(next), "checkpoint and next segment");
            Await.await(() -> !disk.list().contains(SegmentHeader.fileName(2 * SEGMENT_LENGTH)), "drop");
            return disk.copy();
        }
    }

    @Test
    void shouldReadVersion3() throws Exception {
        assertIsVersion3(read(
                VERSION_3,
                SegmentHeader.fileName(3 * SEGMENT_LENGTH),
                SegmentHeader.fileName(4 * SEGMENT_LENGTH),
                CheckpointFormat.FILE));
    }

    @Test
    void shouldStillWriteWhatVersion3Is() throws Exception {
        assertIsVersion3(writeVersion3());
    }

    private static void assertIsVersion3(SimulatedDisk disk) throws Exception {
        SegmentHeader next = SegmentHeader.decode(header(disk, 4 * SEGMENT_LENGTH));
        assertFalse(next.hasBegun(), next::toString);
        assertReads(disk, 3 * SEGMENT_LENGTH, 3);
        assertFalse(disk.list().contains(next.fileName()));
    }

    private static byte[] header(SimulatedDisk disk, long base) {
        return Arrays.copyOf(disk.content(SegmentHeader.fileName(base)), SegmentHeader.MAX_LENGTH);
    }

    private static void assertReads(SimulatedDisk disk, long base, int version) throws Exception {
        assertEquals(3, TestJournal.recover(disk.copy()).size());
        byte[] header = header(disk, base);
        assertEquals(version, SegmentHeader.formatVersion(header));
        assertEquals(0, SegmentHeader.decode(header).formerBase());
        List<String> found = new ArrayList<>();
        RecoveryHandler handler = new RecoveryHandler() {
            @Override
            public boolean onCheckpoint(CheckpointReader reader) {
                CheckpointBlock block = new CheckpointBlock();
                while (reader.next(block)) {
                    found.add(text(block.buffer(), block.offset(), block.length()));
                }
                return true;
            }

            @Override
            public void onRecord(RecordView view) {
                found.add(text(view.buffer(), view.offset(), view.length()));
            }
        };
        new Recovery(disk, TestJournal.config().build(), handler).run().file().close();
        assertEquals(List.of("first block", "second", "behind"), found);
    }

    private static String text(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, UTF_8);
    }

    private static SimulatedDisk read(String directory, String... names) throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        for (String name : names) {
            try (InputStream file = GoldenFormatTest.class.getResourceAsStream(directory + name)) {
                disk.put(name, file.readAllBytes());
            }
        }
        return disk;
    }
}
