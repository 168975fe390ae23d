package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class JournalInspectionTest implements JournalVisitor {
    private static final String FIRST = SegmentHeader.fileName(0);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<Entry> records = new ArrayList<>();
    private final List<Long> batches = new ArrayList<>();
    private final List<JournalDamage> damages = new ArrayList<>();
    private final List<Entry> severed = new ArrayList<>();
    private final List<Entry> suspects = new ArrayList<>();
    private List<Entry> written;

    @Override
    public void onRecord(RecordView view) {
        records.add(Entry.of(view));
    }

    @Override
    public void onBatch(RecordView view, long syncedPosition) {
        assertTrue(syncedPosition <= view.position());
        batches.add(syncedPosition);
    }

    @Override
    public void onDamage(JournalDamage damage) {
        damages.add(damage);
    }

    @Override
    public void onLost(RecordView view, boolean isIntact) {
        (isIntact ? severed : suspects).add(Entry.of(view));
    }

    /** Groups of 1, 3, 1, 2 and 1 records in three batches; the long one pushes what follows into a second segment. */
    private void write() throws Exception {
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(100);
            journal.appendGroup(40, 50, 60);
            journal.flushAndAwait();
            journal.appendGroup(65_000);
            journal.appendGroup(70, 80);
            journal.flushAndAwait();
            journal.appendGroup(90);
            journal.flushAndAwait();
            written = journal.appended;
        }
    }

    private JournalEnd read() throws Exception {
        return JournalInspection.open(disk).read(this);
    }

    private void flip(long position) {
        String name = fileOf(position);
        byte[] content = disk.content(name);
        content[(int) (position % TestJournal.SEGMENT_LENGTH)] ^= 1;
        disk.put(name, content);
    }

    private List<Entry> without(int... indexes) {
        List<Entry> rest = new ArrayList<>(written);
        Arrays.stream(indexes).mapToObj(written::get).forEach(rest::remove);
        return rest;
    }

    @Test
    void shouldReadAllThatWasWrittenAndChangeNothing() throws Exception {
        write();
        byte[] before = disk.content(FIRST);

        JournalEnd end = read();

        assertEquals(written, records);
        assertEquals(List.of(), damages);
        assertTrue(end.isClosed() && batches.size() >= 4, batches::toString);
        assertEquals(0, end.tornLength());
        assertArrayEquals(before, disk.content(FIRST));
        assertEquals(2, JournalInspection.open(disk).segments().size());
    }

    @Test
    void shouldNameEachDamagedPlaceAndReadOn() throws Exception {
        write();
        flip(written.get(0).position() + 30);
        flip(written.get(4).position() + 5_000);

        read();

        assertEquals(without(0, 4), records);
        assertEquals(
                List.of(written.get(0).position(), written.get(4).position()),
                damages.stream().map(JournalDamage::position).toList());
        assertEquals(written.get(1).position(), damages.get(0).endPosition());
        assertEquals(FIRST, damages.get(0).file());
        assertEquals(written.get(0).type(), suspects.get(0).type());
        assertEquals(List.of(), severed);
    }

    @Test
    void shouldNameTheRecordsOfAGroupThatLostItsEnd() throws Exception {
        write();
        flip(written.get(3).position() + 4);

        read();

        assertEquals(without(1, 2, 3), records);
        assertEquals(List.of(written.get(1), written.get(2)), severed);
        assertEquals(1, damages.size());
    }

    @Test
    void shouldTellATornTailFromDamage() throws Exception {
        write();
        long last = written.get(written.size() - 1).position();
        String name = fileOf(last);
        int keep = (int) (last % TestJournal.SEGMENT_LENGTH) + 60;
        disk.put(name, Arrays.copyOf(disk.content(name), keep));

        JournalEnd end = read();

        assertEquals(without(written.size() - 1), records);
        assertEquals(List.of(), damages);
        assertEquals(last, end.position());
        assertEquals(64, end.tornLength());
        assertFalse(end.isClosed());
    }

    @Test
    void shouldSayThatADamagedHeaderHidesTheSegment() throws Exception {
        write();
        flip(20);

        JournalCorruptException e = assertThrows(JournalCorruptException.class, () -> JournalInspection.open(disk));

        assertEquals(FIRST, e.file());
    }

    @Test
    void shouldSayThatThereIsNoJournal() {
        assertThrows(JournalOpenException.class, () -> JournalInspection.open(disk));
    }

    @Test
    void shouldSeeNoDamageInAJournalThatIsBeingWritten() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        try (TestJournal journal = TestJournal.open(disk)) {
            Thread writer = new Thread(() -> {
                while (!isDone.get() && journal.appended.size() < 20_000) {
                    journal.appendGroup(200, 300);
                    journal.flushAndAwait();
                }
            });
            writer.start();
            for (int i = 0; i < 50; i++) {
                read();
            }
            isDone.set(true);
            writer.join();
        }
        assertEquals(List.of(), damages);
    }

    @Test
    void shouldGoOnWithTheOldestThatIsLeftWhenSegmentsAreDropped() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        try (TestJournal journal = TestJournal.open(disk)) {
            journal.appendGroup(60_000);
            journal.flushAndAwait();
            Thread owner = new Thread(() -> {
                while (!isDone.get()) {
                    journal.appendGroup(20_000, 3_000);
                    journal.flushAndAwait();
                    journal.journal().dropBefore(journal.journal().appendPosition() - 3 * TestJournal.SEGMENT_LENGTH);
                    journal.appended.clear();
                }
            });
            owner.start();
            for (int i = 0; i < 200; i++) {
                records.clear();
                read();
                assertEquals(
                        records.stream().map(Entry::position).sorted().toList(),
                        records.stream().map(Entry::position).toList());
            }
            isDone.set(true);
            owner.join();
        }
        assertEquals(List.of(), damages);
    }

    @Test
    void shouldSayWhatTheCheckpointIs() throws Exception {
        write();
        assertTrue(JournalInspection.open(disk).checkpoint().isEmpty());
        long start;
        try (TestJournal journal = TestJournal.open(disk)) {
            start = journal.journal().appendPosition();
            CheckpointWriter writer = journal.journal().beginCheckpoint();
            journal.appendGroup(1);
            writer.commit();
        }
        int length = disk.content(CheckpointFormat.FILE).length;

        JournalCheckpoint checkpoint = JournalInspection.open(disk).checkpoint().orElseThrow();

        assertTrue(checkpoint.isUsable(), checkpoint::toString);
        assertEquals(start, checkpoint.startPosition());
        assertTrue(checkpoint.endPosition() > start);
        assertEquals(length, checkpoint.length());
        byte[] content = disk.content(CheckpointFormat.FILE);
        content[length - 1] ^= 1;
        disk.put(CheckpointFormat.FILE, content);
        checkpoint = JournalInspection.open(disk).checkpoint().orElseThrow();
        assertEquals("checksum of a block does not match: offset=56", checkpoint.defect());
    }

    private static String fileOf(long position) {
        return SegmentHeader.fileName(position / TestJournal.SEGMENT_LENGTH * TestJournal.SEGMENT_LENGTH);
    }
}
