package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Journals written in earlier versions of the format stay readable. The files were written once and never change. */
class GoldenFormatTest {
    static final String VERSION_1 = "/golden/journal-v1/";

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
        SimulatedDisk disk = new SimulatedDisk();
        for (long base : new long[] {0, 65_536}) {
            String name = SegmentHeader.fileName(base);
            try (InputStream file = GoldenFormatTest.class.getResourceAsStream(VERSION_1 + name)) {
                disk.put(name, file.readAllBytes());
            }
        }

        List<Entry> found = TestJournal.recover(disk);

        assertEquals(expected(found), found);
        assertEquals(
                List.of(96L, 160L, 184L, 232L, 296L, 65_600L),
                found.stream().map(Entry::position).toList());
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
}
