package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.buffer.NioBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<ByteBuffer> written = new ArrayList<>();

    /** Reads a checkpoint if there is one, and the records that follow. */
    private static final class Reading implements RecoveryHandler {
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private final List<Entry> records = new ArrayList<>();
        private final boolean isAccepting;
        private boolean wasOffered;

        Reading(boolean isAccepting) {
            this.isAccepting = isAccepting;
        }

        @Override
        public boolean onCheckpoint(CheckpointReader reader) {
            wasOffered = true;
            CheckpointBlock block = new CheckpointBlock();
            while (reader.next(block)) {
                byte[] bytes = new byte[block.length()];
                block.buffer().getBytes(block.offset(), bytes);
                blocks.add(ByteBuffer.wrap(bytes));
            }
            return isAccepting;
        }

        @Override
        public void onRecord(RecordView view) {
            records.add(Entry.of(view));
        }
    }

    private static Reading recover(SimulatedDisk disk, boolean isAccepting) throws Exception {
        Reading reading = new Reading(isAccepting);
        new Recovery(disk, TestJournal.config().build(), reading).run().file().close();
        return reading;
    }

    private void write(CheckpointWriter writer, int... lengths) {
        for (int length : lengths) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            NioBuffer buffer = new NioBuffer();
            buffer.wrap(bytes);
            writer.write(buffer, 0, length);
            written.add(ByteBuffer.wrap(bytes));
        }
    }

    private TestJournal writeJournal(int... lengths) throws Exception {
        TestJournal test = TestJournal.open(disk);
        test.appendGroup(100, 200);
        test.flushAndAwait();
        CheckpointWriter writer = test.journal().beginCheckpoint();
        write(writer, lengths);
        test.appendGroup(300);
        writer.commit();
        test.flushAndAwait();
        await(writer::isDone, "checkpoint");
        assertNull(writer.failure());
        assertEquals(disk.content(CheckpointFormat.FILE).length, writer.length());
        test.appendGroup(50, 60);
        test.flushAndAwait();
        return test;
    }

    @Test
    void shouldHandOverTheCheckpointAndOnlyWhatFollows() throws Exception {
        TestJournal test = writeJournal(1, 7, 8, 9, 100_000, CheckpointWriter.MAX_BLOCK_LENGTH, 3);
        test.close();

        Reading reading = recover(disk, true);

        assertEquals(written, reading.blocks);
        assertEquals(test.appended.subList(2, 5), reading.records);
    }

    @Test
    void shouldHandOverAllRecordsIfTheCheckpointIsNotAccepted() throws Exception {
        TestJournal test = writeJournal(10);
        test.close();

        Reading reading = recover(disk, false);

        assertTrue(reading.wasOffered);
        assertEquals(test.appended, reading.records);
        assertTrue(disk.list().contains(CheckpointFormat.FILE));
    }

    @Test
    void shouldTakeAnEmptyCheckpoint() throws Exception {
        writeJournal().close();
        assertEquals(List.of(), recover(disk, true).blocks);
    }

    @Test
    void shouldWaitForTheLogToBeSyncedWhateverItWasFlushedWith() throws Exception {
        try (TestJournal test = TestJournal.open(disk)) {
            test.appendGroup(100);
            CheckpointWriter writer = test.journal().beginCheckpoint();
            writer.commit();
            assertFalse(writer.isDone(), "nothing was flushed");

            test.journal().flush(DurabilityLevel.OS);

            await(writer::isDone, "checkpoint");
            assertEquals(test.journal().appendPosition(), test.journal().syncedPosition());
        }
    }

    @Test
    void shouldFinishWhenTheJournalIsClosed() throws Exception {
        TestJournal test = TestJournal.open(disk);
        test.appendGroup(100);
        CheckpointWriter writer = test.journal().beginCheckpoint();
        write(writer, 10);
        writer.commit();

        test.close();

        assertTrue(writer.isDone());
        assertEquals(written, recover(disk, true).blocks);
    }

    @Test
    void shouldNotWriteOneThatIsAbandonedOrLeftUndone() throws Exception {
        TestJournal test = TestJournal.open(disk);
        CheckpointWriter abandoned = test.journal().beginCheckpoint();
        write(abandoned, CheckpointWriter.MAX_BLOCK_LENGTH, 10);
        assertThrows(IllegalStateException.class, () -> test.journal().beginCheckpoint());
        abandoned.abandon();
        await(abandoned::isDone, "abandon");
        assertThrows(IllegalStateException.class, () -> write(abandoned, 1));
        CheckpointWriter undone = test.journal().beginCheckpoint();
        write(undone, CheckpointWriter.MAX_BLOCK_LENGTH, 10);

        test.close();

        assertTrue(undone.isDone());
        assertNull(undone.failure());
        assertTrue(disk.list().stream().noneMatch(name -> name.startsWith("checkpoint")));
    }

    @Test
    void shouldRefuseWrongUse() throws Exception {
        try (TestJournal test = TestJournal.open(disk)) {
            test.append(new byte[1], false);
            assertThrows(IllegalStateException.class, () -> test.journal().beginCheckpoint());
            test.append(new byte[1], true);
            CheckpointWriter writer = test.journal().beginCheckpoint();
            NioBuffer buffer = NioBuffer.allocate(CheckpointWriter.MAX_BLOCK_LENGTH + 1);
            assertThrows(IllegalArgumentException.class, () -> writer.write(buffer, 0, 0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> writer.write(buffer, 0, CheckpointWriter.MAX_BLOCK_LENGTH + 1));
        }
    }

    @Test
    void shouldOutliveACheckpointThatFindsNoRoom() throws Exception {
        try (TestJournal test = writeJournal(10)) {
            await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
            byte[] former = disk.content(CheckpointFormat.FILE);
            disk.limitTo(0);

            CheckpointWriter writer = test.journal().beginCheckpoint();
            write(writer, CheckpointWriter.MAX_BLOCK_LENGTH, CheckpointWriter.MAX_BLOCK_LENGTH);
            writer.commit();
            await(writer::isDone, "end");

            assertNotNull(writer.failure());
            assertTrue(Arrays.equals(former, disk.content(CheckpointFormat.FILE)));
            test.appendGroup(10);
            test.flushAndAwait();
            disk.limitTo(Long.MAX_VALUE);
            CheckpointWriter next = test.journal().beginCheckpoint();
            next.commit();
            await(next::isDone, "next");
            assertNull(next.failure());
        }
    }

    @Test
    void shouldSayWhenTooMuchWaitsToBeWritten() throws Exception {
        try (TestJournal test = TestJournal.open(disk)) {
            CheckpointWriter writer = test.journal().beginCheckpoint();
            NioBuffer block = NioBuffer.allocate(CheckpointWriter.MAX_BLOCK_LENGTH);
            synchronized (disk) {
                for (int i = 0; i < 4; i++) {
                    assertFalse(writer.isSaturated());
                    writer.write(block, 0, block.capacity());
                }
                writer.write(block, 0, block.capacity());
                assertTrue(writer.isSaturated());
            }
            await(() -> !writer.isSaturated(), "room");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void shouldLoseNothingButTimeWhicheverBitFlips(int blockLength) throws Exception {
        TestJournal test = writeJournal(blockLength, 5);
        test.close();
        byte[] content = disk.content(CheckpointFormat.FILE);
        for (int offset = 0; offset < content.length; offset++) {
            byte[] flipped = content.clone();
            flipped[offset] ^= (byte) (1 << offset % 8);
            assertIsIgnored(flipped, test.appended, "offset=" + offset);
            assertIsIgnored(Arrays.copyOf(content, offset), test.appended, "length=" + offset);
        }
        assertIsIgnored(Arrays.copyOf(content, content.length + 8), test.appended, "longer");
    }

    private void assertIsIgnored(byte[] content, List<Entry> expected, String what) throws Exception {
        SimulatedDisk damaged = disk.copy();
        damaged.put(CheckpointFormat.FILE, content);

        Reading reading = recover(damaged, true);

        assertFalse(reading.wasOffered, what);
        assertEquals(expected, reading.records, what);
        assertTrue(damaged.list().contains(CheckpointFormat.FILE + ".set-aside"), what);
        assertFalse(damaged.list().contains(CheckpointFormat.FILE), what);
    }

    @Test
    void shouldNotTrustOneThatTellsOfMoreThanTheLogHolds() throws Exception {
        TestJournal test = writeJournal(10);
        SimulatedDisk lost = disk.copy();
        test.close();
        String name = SegmentHeader.fileName(0);
        byte[] content = lost.content(name);
        Arrays.fill(
                content, (int) test.appended.get(2).position() - RecordFormat.BATCH_LENGTH, content.length, (byte) 0);
        lost.put(name, content);

        assertFalse(recover(lost, true).wasOffered);
        assertFalse(lost.list().contains(CheckpointFormat.FILE), "a log that grows again would seem to fit");
    }

    @Test
    void shouldIgnoreOneWhoseStartWasDropped() throws Exception {
        TestJournal test = writeJournal(10);
        for (int i = 0; i < 4; i++) {
            test.appendGroup(40_000);
        }
        test.journal().dropBefore(TestJournal.SEGMENT_LENGTH);
        test.close();

        Reading reading = recover(disk, true);

        assertFalse(reading.wasOffered);
        assertEquals(test.appended.subList(6, 9), reading.records);
        assertTrue(disk.list().contains(CheckpointFormat.FILE));
    }

    @Test
    void shouldIgnoreOneOfAnotherJournal() throws Exception {
        writeJournal(10).close();
        SimulatedDisk other = new SimulatedDisk();
        try (TestJournal test = TestJournal.open(other)) {
            test.appendGroup(5_000);
        }
        other.put(CheckpointFormat.FILE, disk.content(CheckpointFormat.FILE));

        Reading reading = recover(other, true);

        assertFalse(reading.wasOffered);
        assertEquals(1, reading.records.size());
    }

    @Test
    void shouldRecoverWithoutOneThatCannotBeRead() throws Exception {
        TestJournal test = writeJournal(10);
        test.close();
        SimulatedDisk failing = disk.copy();
        failing.failReadsOf(CheckpointFormat.FILE, new IOException("Input/output error"));

        Reading reading = recover(failing, true);

        assertFalse(reading.wasOffered);
        assertEquals(test.appended, reading.records);
    }
}
