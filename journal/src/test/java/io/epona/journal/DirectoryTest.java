package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal over a real directory. */
class DirectoryTest {
    @TempDir
    Path directory;

    private JournalConfig.Builder config() {
        return JournalConfig.builder(directory.resolve("journal"))
                .segmentLength(TestJournal.SEGMENT_LENGTH)
                .writeBufferLength(4096)
                .hotTailLength(0);
    }

    @Test
    void shouldRecoverWhatWasAppended() throws Exception {
        List<Entry> expected;
        try (TestJournal journal = TestJournal.open(config().build())) {
            for (int i = 0; i < 300; i++) {
                journal.appendGroup(i * 3, 50);
                journal.journal().flush(DurabilityLevel.FSYNC);
            }
            journal.flushAndAwait();
            journal.assertReadsAll();
            expected = journal.all();
        }
        try (TestJournal journal = TestJournal.open(config().build())) {
            assertEquals(expected, journal.recovered);
            journal.assertReadsAll();
        }
        try (var files = Files.list(directory.resolve("journal"))) {
            assertTrue(files.allMatch(file -> file.toString().endsWith(".epj")
                    || file.toString().contains("journal.")
                    || SparePool.isFileName(file.getFileName().toString())));
        }
    }

    @Test
    void shouldReadOnAfterItsThreadWasInterrupted() throws Exception {
        try (TestJournal journal = TestJournal.open(config().build())) {
            journal.appendGroup(20_000);
            journal.appendGroup(20_000);
            journal.flushAndAwait();
            journal.appendGroup(10);
            journal.flushAndAwait();

            Thread.currentThread().interrupt();
            journal.read(journal.appended.get(0).position());

            assertTrue(Thread.interrupted());
            journal.assertReadsAll();
        }
    }

    @Test
    void shouldRefuseADirectoryThatThisProcessHolds() throws Exception {
        TestJournal journal = TestJournal.open(config().build());
        JournalOpenException e = assertThrows(JournalLockedException.class, () -> TestJournal.open(config().build()));
        assertEquals(
                "journal is in use: directory is held by a process: directory="
                        + directory.resolve("journal").toRealPath() + " pid="
                        + ProcessHandle.current().pid(),
                e.getMessage());

        // The attempt must not have cost the holder its lock.
        try (OtherProcess other = new OtherProcess(directory.resolve("journal"))) {
            assertTrue(other.firstLine().startsWith("JournalLockedException"), other.firstLine());
        }

        journal.close();
        TestJournal.open(config().build()).close();
    }

    @Test
    void shouldRefuseADirectoryThatAnotherProcessHolds() throws Exception {
        try (OtherProcess other = new OtherProcess(directory.resolve("journal"))) {
            assertEquals("open", other.firstLine());

            JournalOpenException e =
                    assertThrows(JournalLockedException.class, () -> TestJournal.open(config().build()));

            assertTrue(e.getMessage().endsWith(" pid=" + other.pid()), e.getMessage());
        }
        try (TestJournal journal = TestJournal.open(config().build())) {
            assertEquals(1, journal.recovered.size());
        }
    }

    @Test
    void shouldRefuseWhatIsNoDirectory() throws Exception {
        Path file = Files.createFile(directory.resolve("journal"));

        JournalOpenException e = assertThrows(JournalOpenException.class, () -> TestJournal.open(config().build()));

        assertEquals("journal is no directory: directory=" + file, e.getMessage());
    }

    @Test
    void shouldRefuseADirectoryThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        JournalConfig config = JournalConfig.builder(file.resolve("journal")).build();

        JournalOpenException e = assertThrows(JournalOpenException.class, () -> TestJournal.open(config));

        assertTrue(e.getMessage().startsWith("journal cannot be written: directory="), e.getMessage());
        assertInstanceOf(java.io.IOException.class, e.getCause());
    }

    /** A JVM that opens a journal, says so or why not, and is killed on closing. */
    private static final class OtherProcess implements AutoCloseable {
        private final Process process;
        private final String firstLine;

        OtherProcess(Path directory) throws Exception {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Holder.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader();
            String[] line = new String[1];
            Thread reader =
                    new Thread(() -> line[0] = output.lines().findFirst().orElse("nothing"));
            reader.start();
            await(() -> !reader.isAlive(), "the other process");
            firstLine = line[0];
        }

        String firstLine() {
            return firstLine;
        }

        long pid() {
            return process.pid();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            await(() -> !process.isAlive(), "the end of the other process");
        }
    }

    /** What the other process runs. */
    static final class Holder {
        private Holder() {}

        /** Holds the directory that it is given until it is killed. */
        public static void main(String[] args) throws Exception {
            try {
                TestJournal journal = TestJournal.open(JournalConfig.builder(Path.of(args[0]))
                        .segmentLength(TestJournal.SEGMENT_LENGTH)
                        .build());
                journal.appendGroup(10);
                journal.flushAndAwait();
                System.out.println("open");
                System.in.read();
            } catch (JournalOpenException e) {
                System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }
}
