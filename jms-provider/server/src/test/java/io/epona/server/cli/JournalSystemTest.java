package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's tools on what a broker wrote. */
class JournalSystemTest {
    private static final long TIMEOUT_MS = 10_000;
    private static final String SEGMENT = "0000000000000000.epj";
    private static final Pattern DAMAGE = Pattern.compile("damaged: file=" + SEGMENT + " offset=\\d+ position=\\d+ .*");

    @TempDir
    private Path directory;

    private EponaBroker startBroker() throws Exception {
        return EponaBroker.builder().dataDirectory(directory).port(0).start();
    }

    private void writeJournal() throws Exception {
        try (EponaBroker broker = startBroker()) {
            JournalFiles.fill(broker);
        }
    }

    private CliProcess journal(String command, String... options) throws IOException, InterruptedException {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "journal";
        arguments[1] = command;
        arguments[2] = directory.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CliProcess.run("", arguments);
    }

    private Path segment() {
        return directory.resolve("journal").resolve(SEGMENT);
    }

    private int offsetOf(String text) throws IOException {
        String content = Files.readString(segment(), StandardCharsets.ISO_8859_1);
        return content.indexOf(text);
    }

    private void overwrite(int offset, String text) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment().toFile(), "rw")) {
            file.seek(offset);
            file.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines);
    }

    private static void assertContains(CliProcess process, String part) {
        assertTrue(text(process.out()).contains(part), () -> text(process.out()) + text(process.err()));
    }

    @Test
    void shouldTellOfADamagedCheckpointThatABrokerDoesWithout() throws Exception {
        String large = "x".repeat(2 * 1024 * 1024);
        try (EponaBroker broker = startBroker();
                JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
            context.createProducer().send(context.createQueue("large"), large);
        }
        Path checkpoint = directory.resolve("journal").resolve("checkpoint.epc");
        CliProcess sound = journal("verify");
        JournalFiles.flip(checkpoint, (int) Files.size(checkpoint) / 2);

        CliProcess damaged = journal("verify");
        CliProcess json = journal("verify", "--json");
        CliProcess stats = journal("stats");

        assertEquals(ExitCode.OK, sound.exitCode(), () -> text(sound.out()));
        assertContains(sound, ": a start reads the log from there on");
        assertEquals(ExitCode.FAILED, damaged.exitCode(), () -> text(damaged.out()));
        assertContains(damaged, "OK: segments=1 ");
        assertContains(damaged, "checkpoint is DAMAGED, so a start reads all of the log, and loses nothing: ");
        assertContains(json, "\"ok\":false,");
        assertContains(stats, "checkpoint is DAMAGED");
        try (EponaBroker broker = startBroker();
                JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
            assertEquals(
                    large, context.createConsumer(context.createQueue("large")).receiveBody(String.class, TIMEOUT_MS));
        }
        assertTrue(list().stream().anyMatch(file -> file.toString().endsWith(".set-aside")), "nothing was set aside");
    }

    @Test
    void shouldFindASoundJournalSoundAndLeaveItAsItIs() throws Exception {
        writeJournal();
        byte[] before = Files.readAllBytes(segment());
        List<Path> files = list();

        CliProcess verify = journal("verify");

        assertEquals(ExitCode.OK, verify.exitCode(), () -> text(verify.out()) + text(verify.err()));
        assertEquals(1, verify.out().size());
        assertTrue(verify.out().get(0).startsWith("OK: segments=1 records="), verify.out()::toString);
        assertEquals(List.of(), verify.err());
        assertArrayEquals(before, Files.readAllBytes(segment()));
        assertEquals(files, list());
    }

    private List<Path> list() throws IOException {
        try (var files = Files.list(directory.resolve("journal"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void shouldSayWhichMessageOfWhichQueueAFlippedByteTouches() throws Exception {
        writeJournal();
        overwrite(offsetOf("second order"), "S");

        CliProcess verify = journal("verify");

        assertEquals(ExitCode.FAILED, verify.exitCode());
        assertTrue(DAMAGE.matcher(verify.out().get(0)).matches(), verify.out()::toString);
        assertEquals(
                "  messages added near it: lastBefore=1 firstBehind=3",
                verify.out().get(1));
        assertContains(verify, "type=MessageAdded messages=2 queues=orders");
        assertContains(verify, "DAMAGED: places=1 ");
        CliProcess json = journal("verify", "--json");
        assertEquals(ExitCode.FAILED, json.exitCode());
        JsonCheck.assertObjects(1, json.out());
        assertContains(json, "\"messages\":[2],\"queues\":[\"orders\"]");
    }

    @Test
    void shouldSayWhatATransactionLosesWithOneOfItsMessages() throws Exception {
        writeJournal();
        overwrite(offsetOf("second bill"), "S");

        CliProcess verify = journal("verify");

        assertEquals(ExitCode.FAILED, verify.exitCode());
        assertContains(verify, "isIntact=true type=MessageAdded messages=4 queues=bills");
        assertContains(verify, "isIntact=false type=MessageAdded messages=5 queues=bills");
    }

    @Test
    void shouldNotTakeATornTailForDamage() throws Exception {
        try (EponaBroker broker = startBroker()) {
            JournalFiles.fill(broker);
            Path copy = Files.createDirectories(directory.resolve("copy"));
            Files.copy(segment(), copy.resolve(SEGMENT));
        }
        Path torn = directory.resolve("copy").resolve(SEGMENT);
        Files.copy(torn, segment(), StandardCopyOption.REPLACE_EXISTING);
        String content = Files.readString(segment(), StandardCharsets.ISO_8859_1);
        int last = content.length();
        while (content.charAt(last - 1) == 0) {
            last--;
        }
        JournalFiles.flip(segment(), last - 1);

        CliProcess verify = journal("verify");

        assertEquals(ExitCode.OK, verify.exitCode(), () -> text(verify.out()) + text(verify.err()));
        assertContains(verify, "torn tail, which is no damage");
        assertContains(verify, "OK: ");
    }

    @Test
    void shouldReadTheJournalOfABrokerThatWritesAtTheSameTime() throws Exception {
        try (EponaBroker broker = startBroker()) {
            JournalFiles.fill(broker);
            AtomicBoolean isRead = new AtomicBoolean();
            Thread sender = new Thread(() -> {
                try (JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
                    while (!isRead.get()) {
                        context.createProducer().send(context.createQueue("busy"), "x".repeat(2_000));
                    }
                }
            });
            sender.start();

            CliProcess verify = journal("verify");
            CliProcess stats = journal("stats", "--json");

            isRead.set(true);
            sender.join(TIMEOUT_MS);
            assertFalse(sender.isAlive());
            assertEquals(ExitCode.OK, verify.exitCode(), () -> text(verify.out()) + text(verify.err()));
            assertEquals(ExitCode.OK, stats.exitCode());
            assertContains(stats, "\"name\":\"orders\",\"added\":3,\"removed\":1,\"live\":2}");
        }
    }

    @Test
    void shouldCountWhatIsInTheQueues() throws Exception {
        writeJournal();

        CliProcess stats = journal("stats");
        CliProcess json = journal("stats", "--json");

        assertEquals(ExitCode.OK, stats.exitCode());
        assertTrue(stats.out().stream().anyMatch(l -> l.matches("\\s+3\\s+1\\s+2\\s+orders")), stats.out()::toString);
        assertTrue(stats.out().stream().anyMatch(l -> l.matches("MessageAdded\\s+5\\s.*")), stats.out()::toString);
        JsonCheck.assertObjects(1, json.out());
        assertContains(json, "\"liveMessages\":4,");
        assertContains(json, "\"name\":\"bills\",\"added\":2,\"removed\":0,\"live\":2}");
    }

    @Test
    void shouldDumpWhatIsAskedForAndBodiesOnlyThen() throws Exception {
        writeJournal();

        CliProcess dump = journal("dump", "--type", "MessageAdded");
        CliProcess bodies = journal("dump", "--json", "--bodies", "--type", "MessageAdded,MessagesRemoved,Batch");

        assertEquals(ExitCode.OK, dump.exitCode());
        assertEquals(5, dump.out().size());
        assertContains(dump, " persistent=true priority=7 ");
        assertFalse(text(dump.out()).contains("first order"), dump.out()::toString);
        JsonCheck.assertObjects(bodies.out().size(), bodies.out());
        assertContains(bodies, "\"body\":\"first order\"");
        assertContains(bodies, "\"type\":\"Batch\",\"syncedPosition\":");
        String position = dump.out().get(2).split(" ")[0];
        CliProcess range = journal("dump", "--type", "MessageAdded", "--to", position);
        assertEquals(dump.out().subList(0, 2), range.out());
    }

    @Test
    void shouldSayWhatIsWrongWithTheCommandLine() throws Exception {
        CliProcess type = journal("dump", "--type", "MesageAdded");
        CliProcess none = journal("stats");
        CliProcess help = CliProcess.run("", "journal", "--help");

        assertEquals(ExitCode.USAGE, type.exitCode());
        assertTrue(text(type.err()).contains("did you mean MessageAdded?"), type.err()::toString);
        assertEquals(ExitCode.FAILED, none.exitCode());
        assertTrue(text(none.err()).contains("no journal here: directory="), none.err()::toString);
        assertEquals(ExitCode.OK, help.exitCode());
    }
}
