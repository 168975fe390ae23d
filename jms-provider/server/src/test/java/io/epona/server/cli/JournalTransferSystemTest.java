package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports and imports: what comes out of one journal goes into another, or to a broker. */
class JournalTransferSystemTest {
    private static final String HEADER = "{\"epona\":\"messages\",\"version\":1}";
    private static final String FIRST =
            "{\"destination\":\"queue://orders\",\"bodyKind\":\"text\",\"body\":\"first\",\"messageId\":\"ID:1\"}";
    private static final long TIMEOUT_MS = 10_000;

    @TempDir
    private Path directory;

    private JournalFiles original;
    private JournalFiles other;

    @BeforeEach
    void nameDirectories() {
        original = new JournalFiles(directory.resolve("original"));
        other = new JournalFiles(directory.resolve("other"));
    }

    private static CliProcess export(JournalFiles from, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("journal", "export", from.directory().toString()));
        arguments.addAll(List.of(options));
        return CliProcess.run("", arguments.toArray(String[]::new));
    }

    private CliProcess importLines(List<String> lines, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("journal", "import", other.directory().toString()));
        arguments.addAll(List.of(options));
        return CliProcess.run(String.join("\n", lines), arguments.toArray(String[]::new));
    }

    private static String text(CliProcess process) {
        return String.join("\n", process.out()) + "\n" + String.join("\n", process.err());
    }

    private static void assertSays(CliProcess process, String part) {
        assertTrue(text(process).contains(part), () -> part + " is not in:\n" + text(process));
    }

    private static List<String> withoutNumbers(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("\"number\":\\d+,", ""))
                .toList();
    }

    @Test
    void shouldBringEveryKindOfMessageThroughAJournalUnchanged() throws Exception {
        try (EponaBroker broker = original.startBroker()) {
            AllMessages.send(broker.uri());
        }
        List<String> before = original.listing();
        other.fill();

        CliProcess export = export(original);
        Path file = Files.write(directory.resolve("messages.jsonl"), export.out());
        CliProcess imported = importLines(List.of(), "--file", file.toString(), "--json");
        CliProcess again = export(other, "--queue", "all", "--topic", "prices");

        assertEquals(ExitCode.OK, export.exitCode(), () -> text(export));
        assertEquals(before, original.listing());
        assertEquals(1 + AllMessages.EXPORTED_COUNT, export.out().size(), () -> text(export));
        JsonCheck.assertObjects(export.out().size(), export.out());
        assertEquals(ExitCode.OK, imported.exitCode(), () -> text(imported));
        assertSays(imported, "{\"ok\":true,\"imported\":" + AllMessages.EXPORTED_COUNT + ",\"leftOut\":0,");
        assertEquals(withoutNumbers(export.out()), withoutNumbers(again.out()));
        assertEquals(List.of("second order", "third order"), other.receiveAll("orders"));
        try (EponaBroker broker = other.startBroker()) {
            AllMessages.receive(broker.uri(), true);
        }
    }

    @Test
    void shouldSendWhatWasExportedToABroker() throws Exception {
        try (EponaBroker broker = original.startBroker()) {
            AllMessages.send(broker.uri());
        }
        CliProcess export = export(original);
        try (EponaBroker broker = other.startBroker()) {
            AllMessages.subscribe(broker.uri());

            CliProcess imported =
                    CliProcess.run(String.join("\n", export.out()), "journal", "import", "--url", broker.uri());

            assertEquals(ExitCode.OK, imported.exitCode(), () -> text(imported));
            assertSays(imported, "ok=true imported=" + AllMessages.EXPORTED_COUNT + " leftOut=0 ");
            AllMessages.receive(broker.uri(), false);
        }
    }

    @Test
    void shouldKeepDeliveryCountsAndIgnoreFieldsOfTheFuture() throws Exception {
        String delivered = "{\"destination\":\"queue://orders\",\"number\":5,\"deliveryCount\":3,\"jmsDestination\":"
                + "\"queue://elsewhere\",\"priority\":4,\"persistent\":true,\"bodyKind\":\"empty\"}";
        String subscribed = "{\"destination\":\"topic://prices\",\"number\":6,\"subscriptions\":"
                + "[{\"clientId\":\"client\",\"name\":\"one\",\"deliveryCount\":2},{\"clientId\":\"client\",\"name\":\"two\"}],"
                + "\"priority\":4,\"persistent\":true,\"bodyKind\":\"empty\"}";
        String unsubscribed = subscribed.replaceFirst("\\[.*]", "[]");

        CliProcess imported = importLines(List.of(
                HEADER, delivered.replace("\"number\"", "\"future\":[1],\"number\""), subscribed, unsubscribed));
        CliProcess export = export(other);

        assertEquals(ExitCode.OK, imported.exitCode(), () -> text(imported));
        assertSays(imported, "ok=true imported=2 leftOut=1 unknownFields=future ");
        assertSays(imported, "fields are not known and were ignored: fields=future");
        assertSays(imported, "messages were left out, of topics without a subscription");
        assertEquals(withoutNumbers(List.of(HEADER, delivered, subscribed)), withoutNumbers(export.out()));
    }

    @Test
    void shouldKeepWhatASubscriptionIs() throws Exception {
        String toPattern = "{\"destination\":\"topic://prices.*\",\"number\":6,\"subscriptions\":"
                + "[{\"clientId\":\"\",\"name\":\"all\",\"shared\":true},"
                + "{\"clientId\":\"client\",\"name\":\"others\",\"noLocal\":true}],"
                + "\"jmsDestination\":\"topic://prices.gold\",\"priority\":4,\"persistent\":true,"
                + "\"bodyKind\":\"text\",\"body\":\"7\"}";

        CliProcess imported = importLines(List.of(HEADER, toPattern));
        CliProcess export = export(other);

        assertEquals(ExitCode.OK, imported.exitCode(), () -> text(imported));
        assertEquals(withoutNumbers(List.of(HEADER, toPattern)), withoutNumbers(export.out()));
        try (EponaBroker broker = other.startBroker();
                JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
            JMSConsumer consumer = context.createSharedDurableConsumer(context.createTopic("prices.*"), "all");
            assertEquals("7", consumer.receiveBody(String.class, TIMEOUT_MS));
        }
    }

    @Test
    void shouldNotTouchAJournalThatABrokerHolds() throws Exception {
        try (EponaBroker broker = other.startBroker()) {
            JournalFiles.fill(broker);

            CliProcess imported = importLines(List.of(HEADER, FIRST));

            assertEquals(ExitCode.FAILED, imported.exitCode());
            assertSays(imported, "epona: journal is in use: directory is held by a process: directory=");
            assertSays(
                    imported, " pid=" + ProcessHandle.current().pid() + "; stop the broker, or send to it with --url");
        }
    }

    @Test
    void shouldSayWhichLineIsWrongAndImportNothingFromItOn() throws Exception {
        String last = FIRST.replace("first", "last");
        List<String> notJson = List.of(HEADER, FIRST, "", "{\"destination\":", last);
        List<String> wrongValue =
                List.of(HEADER, FIRST, FIRST.replace("{", "{\"properties\":{\"count\":{\"short\":40000}},"), last);

        CliProcess first = importLines(notJson, "--json");
        CliProcess second = importLines(wrongValue);
        CliProcess rest = importLines(wrongValue, "--from-line", "4");
        CliProcess noHeader = importLines(List.of(FIRST));

        assertEquals(ExitCode.FAILED, first.exitCode());
        assertSays(first, "{\"ok\":false,\"imported\":1,\"leftOut\":0,\"unknownFields\":[],\"line\":4,");
        assertSays(
                first,
                "epona: line is wrong, nothing from it on was imported: line=4 imported=1 cause=line is not JSON:");
        assertEquals(ExitCode.FAILED, second.exitCode());
        assertSays(second, "line=3 imported=1 cause=value is not of its type: field=properties.count type=short");
        assertEquals(ExitCode.OK, rest.exitCode(), () -> text(rest));
        assertEquals(ExitCode.FAILED, noHeader.exitCode());
        assertSays(
                noHeader, "epona: nothing was imported: line=1 cause=this is no export, which begins with " + HEADER);
        assertEquals(List.of("first", "first", "last"), other.receiveAll("orders"));
    }

    @Test
    void shouldExportFromABrokerThatWritesAtTheSameTime() throws Exception {
        try (EponaBroker broker = original.startBroker()) {
            JournalFiles.fill(broker);
            AtomicBoolean isExported = new AtomicBoolean();
            Thread sender = new Thread(() -> {
                try (JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
                    while (!isExported.get()) {
                        context.createProducer().send(context.createQueue("busy"), "x".repeat(2_000));
                    }
                }
            });
            sender.start();

            CliProcess export = export(original);

            isExported.set(true);
            sender.join(TIMEOUT_MS);
            assertFalse(sender.isAlive());
            assertEquals(ExitCode.OK, export.exitCode(), () -> String.join("\n", export.err()));
            JsonCheck.assertObjects(export.out().size(), export.out());
            assertTrue(export.out().stream().anyMatch(line -> line.contains("\"body\":\"third order\"")));
        }
    }

    @Test
    void shouldSayWhenAQueueThatIsAskedForIsNotThere() throws Exception {
        original.fill();

        CliProcess wrong = export(original, "--queue", "order");

        assertEquals(ExitCode.FAILED, wrong.exitCode());
        assertSays(wrong, "destination=queue://order; did you mean queue://orders?");
    }

    @Test
    void shouldLeaveTheDirectoryAsItIsWhateverIsRead() throws Exception {
        original.fill();
        JournalFiles.flip(original.segment(), original.offsetOf("second order"));
        List<String> before = original.listing();
        String copy = directory.resolve("copy").toString();

        CliProcess export = export(original);
        for (String command : List.of("verify", "stats", "dump")) {
            CliProcess.run("", "journal", command, original.directory().toString());
        }
        CliProcess.run("", "journal", "repair", original.directory().toString(), "--to", copy);

        assertEquals(before, original.listing());
        assertEquals(ExitCode.FAILED, export.exitCode());
        assertSays(export, "damaged: file=" + JournalFiles.SEGMENT + " offset=");
        assertSays(export, "\"body\":\"third order\"");
        assertFalse(text(export).contains("second order"));
    }
}
