package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs of what a broker wrote and something damaged. */
class JournalRepairSystemTest {
    private static final int RECORD_HEADER_LENGTH = 24;
    private static final int EFFECT_HEADER_LENGTH = 8;

    @TempDir
    private Path directory;

    private JournalFiles original;
    private JournalFiles copy;

    @BeforeEach
    void nameDirectories() {
        original = new JournalFiles(directory.resolve("original"));
        copy = new JournalFiles(directory.resolve("copy"));
    }

    private CliProcess repair(String... options) throws Exception {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "journal";
        arguments[1] = "repair";
        arguments[2] = original.directory().toString();
        arguments[3] = "--to";
        arguments[4] = copy.directory().toString();
        System.arraycopy(options, 0, arguments, 5, options.length);
        return CliProcess.run("", arguments);
    }

    private static String text(CliProcess process) {
        return String.join("\n", process.out()) + "\n" + String.join("\n", process.err());
    }

    private static void assertSays(CliProcess process, String part) {
        assertTrue(text(process).contains(part), () -> part + " is not in:\n" + text(process));
    }

    @Test
    void shouldLeaveOutTheMessageOfAFlippedBitAndNothingElse() throws Exception {
        original.fill();
        JournalFiles.flip(original.segment(), original.offsetOf("second order"));
        List<String> before = original.listing();

        CliProcess repair = repair();

        assertEquals(ExitCode.INCOMPLETE, repair.exitCode(), () -> text(repair));
        assertSays(repair, "isIntact=false type=MessageAdded messages=2 queues=orders messageId=ID:");
        assertSays(repair, "consequence=\"message is lost\"");
        assertSays(repair, "REPAIRED: ");
        assertSays(repair, " damagedPlaces=1 lostMessages=1 returningMessages=0 ");
        assertEquals(before, original.listing());
        assertEquals(List.of("third order"), copy.receiveAll("orders"));
        assertEquals(List.of("first bill", "second bill"), copy.receiveAll("bills"));
    }

    @Test
    void shouldSayWhichMessagesComeBackWithALostRemoval() throws Exception {
        original.fill();
        int body = original.offsetOfRecord("MessagesRemoved") + RECORD_HEADER_LENGTH;
        // The version of the schema, which the effect can do without.
        JournalFiles.flip(original.segment(), body + EFFECT_HEADER_LENGTH - 1);

        CliProcess repair = repair("--json");

        assertEquals(ExitCode.INCOMPLETE, repair.exitCode(), () -> text(repair));
        JsonCheck.assertObjects(1, repair.out());
        assertSays(repair, "\"returningMessages\":1,");
        assertSays(repair, "\"returning\":[1]");
        assertEquals(List.of("first order", "second order", "third order"), copy.receiveAll("orders"));
    }

    @Test
    void shouldLeaveOutAllOfATransactionThatHasLostItsBeginning() throws Exception {
        original.fill();
        JournalFiles.flip(original.segment(), original.offsetOf("first bill"));

        CliProcess repair = repair();

        assertEquals(ExitCode.INCOMPLETE, repair.exitCode(), () -> text(repair));
        assertSays(repair, "isIntact=true type=MessageAdded messages=5 queues=bills");
        assertSays(repair, " lostMessages=2 ");
        assertEquals(List.of("second order", "third order"), copy.receiveAll("orders"));
        assertEquals(List.of(), copy.receiveAll("bills"));
    }

    @Test
    void shouldNameAQueueAfterItsMessagesIfThatRecordIsDamaged() throws Exception {
        original.fill();
        int body = original.offsetOfRecord("DestinationCreated") + RECORD_HEADER_LENGTH;
        JournalFiles.flip(original.segment(), body + EFFECT_HEADER_LENGTH + 1);

        CliProcess repair = repair();

        assertEquals(ExitCode.INCOMPLETE, repair.exitCode(), () -> text(repair));
        assertSays(repair, "note: queue is named after the messages in it: number=1 name=orders");
        assertEquals(List.of("second order", "third order"), copy.receiveAll("orders"));
    }

    @Test
    void shouldReadPastAMissingSegmentAndADamagedHeader() throws Exception {
        JournalFiles written = new JournalFiles(directory.resolve("written"));
        written.fill("orders", 300);
        original = written.inSmallSegments(original.directory());
        original.addNextSegment();
        Path missing = original.journal().resolve("0000000000020000.epj");
        Files.delete(missing);
        JournalFiles.flip(original.journal().resolve("0000000000040000.epj"), 20);
        List<String> before = original.listing();

        CliProcess repair = repair();
        CliProcess export =
                CliProcess.run("", "journal", "export", original.directory().toString());

        assertEquals(ExitCode.INCOMPLETE, repair.exitCode(), () -> text(repair));
        assertSays(repair, "segment: file=0000000000040000.epj offset=0 ");
        assertSays(repair, "damaged: file=0000000000020000.epj ");
        assertSays(repair, "reason=\"segment is missing\"");
        assertSays(repair, " damagedPlaces=1 ");
        assertEquals(
                1,
                repair.out().stream()
                        .filter(line -> line.startsWith("segment: "))
                        .count());
        assertSays(repair, "more may be lost");
        assertEquals(before, original.listing());
        List<String> bodies = copy.receiveAll("orders");
        assertEquals("last", bodies.get(bodies.size() - 1));
        assertTrue(bodies.size() > 220 && bodies.size() < 260, () -> "messages=" + bodies.size());
        assertEquals(ExitCode.FAILED, export.exitCode());
        assertEquals(bodies.size() + 1, export.out().size());
    }

    @Test
    void shouldTakeASegmentThatHasNotBegunForNoDamage() throws Exception {
        JournalFiles written = new JournalFiles(directory.resolve("written"));
        written.fill("orders", 100);
        original = written.inSmallSegments(original.directory());
        original.addNextSegment();

        CliProcess verify =
                CliProcess.run("", "journal", "verify", original.directory().toString());
        CliProcess repair = repair();

        assertEquals(ExitCode.OK, verify.exitCode(), () -> text(verify));
        assertEquals(ExitCode.OK, repair.exitCode(), () -> text(repair));
        assertEquals(101, original.receiveAll("orders").size());
    }

    @Test
    void shouldMakeAHeaderAnewThatIsAllGone() throws Exception {
        original.fill();
        try (RandomAccessFile file = new RandomAccessFile(original.segment().toFile(), "rw")) {
            file.write(new byte[64]);
        }

        CliProcess repair = repair();

        assertEquals(ExitCode.INCOMPLETE, repair.exitCode(), () -> text(repair));
        assertSays(repair, "segment: file=0000000000000000.epj offset=0 ");
        assertEquals(List.of("second order", "third order"), copy.receiveAll("orders"));
    }

    @Test
    void shouldTellThatAFileWasTruncated() throws Exception {
        original.fill();
        try (RandomAccessFile file = new RandomAccessFile(original.segment().toFile(), "rw")) {
            file.setLength(original.offsetOf("third order") + 3);
        }

        CliProcess repair = repair();

        assertEquals(ExitCode.INCOMPLETE, repair.exitCode(), () -> text(repair));
        assertSays(repair, "note: file is shorter than its segment, what was at its end is lost: file=");
        assertEquals(List.of("first order", "second order"), copy.receiveAll("orders"));
    }

    @Test
    void shouldCopyWhatIsSoundAndRefuseDirectoriesThatWillNotDo() throws Exception {
        original.fill();

        CliProcess sound = repair();
        CliProcess again = repair();
        copy = new JournalFiles(original.directory().resolve("copy"));
        CliProcess within = repair();

        assertEquals(ExitCode.OK, sound.exitCode(), () -> text(sound));
        assertSays(sound, "COPIED: ");
        assertEquals(ExitCode.FAILED, again.exitCode());
        assertSays(again, "epona: the copy's directory is not empty: copy=");
        assertEquals(ExitCode.FAILED, within.exitCode());
        assertSays(within, "epona: the copy must not be within the original: copy=");
        assertFalse(Files.exists(copy.directory()));
    }
}
