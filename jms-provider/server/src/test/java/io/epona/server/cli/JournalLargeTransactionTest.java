package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.broker.settings.Limits;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's tools on large transactions: committed, rolled back, in doubt, and such as never ended. */
class JournalLargeTransactionTest {
    private static final int COUNT = 50;
    private static final long TIMEOUT_MS = 10_000;
    private static final Xid XID = BranchXid.of(1, new byte[] {1}, new byte[] {2});

    @TempDir
    private Path directory;

    private static EponaBroker start(Path data) throws Exception {
        return EponaBroker.builder()
                .dataDirectory(data)
                .port(0)
                .limits(Limits.defaults().withTransaction(2_000))
                .start();
    }

    private Path original() {
        return directory.resolve("original");
    }

    @BeforeEach
    void writeJournal() throws Exception {
        try (EponaBroker broker = start(original());
                Connection connection = new EponaConnectionFactory(broker.uri()).createConnection();
                XAConnection xaConnection = new EponaXAConnectionFactory(broker.uri()).createXAConnection()) {
            connection.setClientID("subscriber");
            Session plain = connection.createSession();
            plain.createDurableConsumer(plain.createTopic("topic"), "durable").close();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            send(session, "committed");
            try (MessageProducer producer = session.createProducer(session.createTopic("topic"))) {
                producer.send(session.createTextMessage("committed to the topic"));
            }
            session.commit();
            send(session, "rolled-back");
            session.rollback();
            XASession branches = xaConnection.createXASession();
            XAResource resource = branches.getXAResource();
            resource.start(XID, XAResource.TMNOFLAGS);
            send(branches, "prepared");
            resource.end(XID, XAResource.TMSUCCESS);
            resource.prepare(XID);
            // In progress when the broker ends.
            send(session, "open");
            connection.start();
            MessageConsumer consumer = plain.createConsumer(plain.createQueue("committed"));
            consumer.receive(TIMEOUT_MS);
        }
    }

    private static void send(Session session, String queue) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = 0; i < COUNT; i++) {
                producer.send(session.createTextMessage(queue + " " + i + "."));
            }
        }
    }

    private static List<String> texts(String queue, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> queue + " " + i + ".").toList();
    }

    private CliProcess journal(String command, Path data, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("journal", command, data.toString()));
        arguments.addAll(List.of(options));
        return CliProcess.run("", arguments.toArray(String[]::new));
    }

    private static String text(CliProcess process) {
        return String.join("\n", process.out()) + "\n" + String.join("\n", process.err());
    }

    private static void assertSays(CliProcess process, String part) {
        assertTrue(text(process).contains(part), () -> part + " is not in:\n" + text(process));
    }

    private static List<String> receive(Path data, String queue, int count) throws Exception {
        List<String> texts = new ArrayList<>();
        try (EponaBroker broker = start(data);
                Connection connection = new EponaConnectionFactory(broker.uri()).createConnection()) {
            connection.start();
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            for (int i = 0; i < count; i++) {
                Message message = consumer.receive(TIMEOUT_MS);
                assertTrue(message != null, () -> "received so far: " + texts);
                texts.add(((TextMessage) message).getText());
            }
            assertEquals(null, consumer.receiveNoWait());
        }
        return texts;
    }

    @Test
    void shouldCountAndPrintWhatWasCommitted() throws Exception {
        CliProcess verify = journal("verify", original());
        CliProcess stats = journal("stats", original(), "--json");
        CliProcess dump = journal("dump", original(), "--type", "PendingAdded,PendingCommitted,BranchPending");
        CliProcess export = journal("export", original());

        assertEquals(ExitCode.OK, verify.exitCode(), () -> text(verify));
        assertSays(stats, "\"liveMessages\":" + COUNT + ",");
        assertSays(stats, "\"transactionsInDoubt\":1,");
        assertSays(stats, "\"name\":\"committed\"");
        assertEquals(ExitCode.OK, dump.exitCode(), () -> text(dump));
        assertSays(dump, " PendingCommitted transaction=");
        assertSays(dump, " BranchPending branch=");
        long pendingCount = dump.out().stream()
                .filter(line -> line.contains(" PendingAdded transaction="))
                .count();
        assertEquals(4 * COUNT + 1, pendingCount, () -> text(dump));
        assertEquals(ExitCode.OK, export.exitCode(), () -> text(export));
        assertEquals(1 + COUNT - 1 + 1, export.out().size(), () -> text(export));
        assertSays(export, "committed " + (COUNT - 1) + ".");
        assertSays(export, "committed to the topic");
    }

    @Test
    void shouldBringWhatWasCommittedToAnotherJournal() throws Exception {
        Path other = directory.resolve("other");
        CliProcess export = journal("export", original());
        Path lines = Files.write(directory.resolve("messages.jsonl"), export.out());
        CliProcess imported = journal("import", other, "--file", lines.toString());
        CliProcess beside = journal("import", original(), "--file", lines.toString());

        assertEquals(ExitCode.OK, imported.exitCode(), () -> text(imported));
        assertEquals(texts("committed", 1, COUNT), receive(other, "committed", COUNT - 1));
        assertEquals(ExitCode.OK, beside.exitCode(), () -> text(beside));
        List<String> twice = new ArrayList<>(texts("committed", 1, COUNT));
        twice.addAll(texts("committed", 1, COUNT));
        assertEquals(twice, receive(original(), "committed", twice.size()));
    }

    @Test
    void shouldRepairAllButTheMessageThatIsDamaged() throws Exception {
        Path segment = original().resolve("journal").resolve(JournalFiles.SEGMENT);
        String content = Files.readString(segment, StandardCharsets.ISO_8859_1);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(content.indexOf("committed 7."));
            file.write('X');
        }
        Files.deleteIfExists(original().resolve("journal/checkpoint.epc"));
        Path repaired = directory.resolve("repaired");

        CliProcess verify = journal("verify", original());
        CliProcess repair = journal("repair", original(), "--to", repaired.toString());

        assertEquals(ExitCode.FAILED, verify.exitCode(), () -> text(verify));
        assertSays(verify, "PendingAdded");
        List<String> expected = new ArrayList<>(texts("committed", 1, COUNT));
        expected.remove("committed 7.");
        assertEquals(expected, receive(repaired, "committed", expected.size()), () -> text(repair));
    }
}
