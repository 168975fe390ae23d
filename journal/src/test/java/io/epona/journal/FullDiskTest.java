package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FullDiskTest {
    private static final int SEGMENT_LENGTH = TestJournal.SEGMENT_LENGTH;

    private final SimulatedDisk disk = new SimulatedDisk();

    private TestJournal openWithRoomFor(int segments) throws Exception {
        disk.limitTo((long) segments * SEGMENT_LENGTH + SEGMENT_LENGTH / 2);
        TestJournal test = TestJournal.open(disk);
        await(() -> test.journal().spareCount() == Math.min(SegmentReserve.COUNT, segments - 1), "reserve");
        return test;
    }

    private static void appendSegment(TestJournal test) {
        test.appendGroup(SEGMENT_LENGTH - 10_000);
        test.flushAndAwait();
    }

    @Test
    void shouldKeepAReserveForWhatMustBeWrittenWhileTheDiskIsFull() throws Exception {
        try (TestJournal test = openWithRoomFor(3)) {
            await(test.journal()::isFull, "full");
            appendSegment(test);
            appendSegment(test);
            appendSegment(test);
            assertTrue(test.journal().isFull());
            assertNull(test.heardFailure);
            assertTrue(test.journal()
                    .describeSpace()
                    .startsWith("directory=simulated usableSpace=" + SEGMENT_LENGTH / 2 + " required="));

            test.journal().dropBefore(2 * SEGMENT_LENGTH);

            await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "spares from what was dropped");
            appendSegment(test);
            appendSegment(test);
            assertNull(test.heardFailure);
        }
    }

    @Test
    void shouldFailWithAClearTextWhenTheReserveIsUsedUp() throws Exception {
        TestJournal test = openWithRoomFor(3);
        for (int i = 0; i < 3; i++) {
            appendSegment(test);
        }
        test.appendGroup(SEGMENT_LENGTH - 10_000);
        test.journal().flush(DurabilityLevel.FSYNC);
        await(() -> test.heardFailure != null, "failure");

        String message = test.heardFailure.getCause().getMessage();
        assertTrue(
                message.startsWith("cannot prepare a segment: directory=simulated length=65536 usableSpace="), message);
        assertThrows(JournalFailedException.class, test::close);
        assertEquals(test.appended.subList(0, 3), TestJournal.recover(disk));
    }

    @Test
    void shouldNoticeThatSpaceReturns() throws Exception {
        try (TestJournal test = openWithRoomFor(3)) {
            await(test.journal()::isFull, "full");
            disk.limitTo(Long.MAX_VALUE);
            await(() -> !test.journal().isFull(), "room");
        }
    }

    @Test
    void shouldNotCallADiskFullThatHasRoomForOneMore() throws Exception {
        disk.limitTo(4L * SEGMENT_LENGTH + SEGMENT_LENGTH / 8);
        try (TestJournal test = TestJournal.open(disk)) {
            await(() -> test.journal().spareCount() == SegmentReserve.COUNT, "reserve");
            assertFalse(test.journal().isFull());
        }
    }

    @Test
    void shouldStartOnAFullDiskAndTakeOverItsReserve() throws Exception {
        try (TestJournal test = openWithRoomFor(3)) {
            appendSegment(test);
        }
        disk.limitTo(0);
        try (TestJournal test = TestJournal.open(disk)) {
            assertTrue(test.journal().isFull());
            assertTrue(test.journal().spareCount() >= 1);
            appendSegment(test);
        }
    }
}
