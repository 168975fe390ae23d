package io.epona.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.buffer.NioBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The dumps in docs/journal-format.md are what the code writes. */
class DocumentedDumpTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "journal-format.md");
    private static final long JOURNAL_ID = 0x0123_4567_89AB_CDEFL;
    private static final long NOW_MS = 1_764_000_000_000L;

    @Test
    void shouldDumpAJournalAsItIsWritten() throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        String name = SegmentHeader.fileName(0);
        byte[] empty = new byte[TestJournal.SEGMENT_LENGTH];
        SegmentHeader.create(JOURNAL_ID, 0, NOW_MS, empty.length).encode().get(empty, 0, SegmentHeader.LENGTH);
        disk.put(name, empty);
        JournalConfig config = TestJournal.config()
                .clock(() -> Instant.ofEpochMilli(NOW_MS + 1_000))
                .build();
        TestJournal test = TestJournal.open(disk, config);
        test.append("hello".getBytes(UTF_8), false);
        test.append("journal".getBytes(UTF_8), true);
        test.flushAndAwait();
        CheckpointWriter writer = test.journal().beginCheckpoint();
        NioBuffer block = new NioBuffer();
        block.wrap("state".getBytes(UTF_8));
        writer.write(block, 0, block.capacity());
        writer.commit();
        test.close();

        int end = (int) test.journal().appendPosition() + RecordFormat.BATCH_LENGTH;
        String document = Files.readString(DOCUMENT);
        assertHolds(document, dump(Arrays.copyOf(disk.content(name), end)));
        assertHolds(document, dump(disk.content(CheckpointFormat.FILE)));
    }

    private static void assertHolds(String document, String dump) {
        assertTrue(document.contains(dump), () -> "not in " + DOCUMENT + ":\n" + dump);
    }

    private static String dump(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int offset = 0; offset < bytes.length; offset += 16) {
            text.append(String.format("%04x ", offset));
            for (int i = offset; i < Math.min(offset + 16, bytes.length); i++) {
                text.append(String.format(i % 8 == 0 ? "  %02x" : " %02x", bytes[i]));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
