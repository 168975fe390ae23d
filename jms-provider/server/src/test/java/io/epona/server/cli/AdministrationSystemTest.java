package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Administers a broker by commands. */
class AdministrationSystemTest {
    private EponaBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = EponaBroker.builder().inMemory().port(0).start();
        try (JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
            for (int i = 0; i < 5; i++) {
                context.createProducer().setProperty("index", i).send(context.createQueue("orders"), "text " + i);
            }
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private String[] withUrl(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", broker.uri()));
        return all.toArray(new String[0]);
    }

    /** In this process, which is quicker; not for commands that close standard output. */
    private int execute(String... arguments) {
        return EponaCli.execute(withUrl(arguments));
    }

    private List<String> output(String... arguments) throws IOException, InterruptedException {
        CliProcess process = CliProcess.run("", withUrl(arguments));
        assertEquals(ExitCode.OK, process.exitCode(), process.err()::toString);
        return process.out();
    }

    @Test
    void shouldListAndDescribeDestinations() throws Exception {
        assertEquals(ExitCode.OK, execute("destinations", "create", "topic://news", "queue://a.b"));

        List<String> table = output("destinations", "list");

        assertEquals(4, table.size());
        assertTrue(table.get(0).matches("DESTINATION +MESSAGES +IN FLIGHT +DELAYED +BYTES +CONSUMERS +SUBSCRIPTIONS"));
        assertTrue(table.get(1).matches("queue://a\\.b +0 +0 +0 +0 +0 +-"), table.get(1));
        assertTrue(table.get(2).matches("queue://orders +5 +0 +0 +\\d+ +0 +-"), table.get(2));
        assertTrue(table.get(3).matches("topic://news +0 +0 +0 +0 +0 +0"), table.get(3));
        assertEquals(
                List.of("{\"destination\":\"queue://a.b\",\"messages\":0,\"inFlight\":0,\"delayed\":0,"
                        + "\"bytes\":0,\"consumers\":0}"),
                output("destinations", "list", "a.*", "--json"));
        assertEquals(
                List.of("destination=topic://news messages=0 inFlight=0 delayed=0 bytes=0 consumers=0 subscriptions=0"),
                output("destinations", "stats", "topic://news"));
        assertEquals(
                ExitCode.FAILED,
                CliProcess.run("", withUrl("destinations", "stats", "queue://news"))
                        .exitCode());
        assertEquals(ExitCode.USAGE, execute("destinations", "stats", "news"));
    }

    @Test
    void shouldGiveDestinationsProperties() throws Exception {
        assertEquals(
                ExitCode.OK,
                execute(
                        "destinations",
                        "create",
                        "queue://bills",
                        "--set",
                        "maxDeliveries=5",
                        "--set",
                        "expiryQueue=x"));
        assertEquals(
                ExitCode.OK,
                execute("destinations", "set", "queue://bills", "redeliveryDelayMs=7", "--unset", "expiryQueue"));

        assertEquals(
                List.of("{\"destination\":\"queue://bills\",\"messages\":0,\"inFlight\":0,\"delayed\":0,"
                        + "\"bytes\":0,\"consumers\":0,"
                        + "\"properties\":{\"maxDeliveries\":\"5\",\"redeliveryDelayMs\":\"7\"}}"),
                output("destinations", "list", "bills", "--json"));
        assertEquals(ExitCode.FAILED, execute("destinations", "set", "queue://bills", "maxDeliveries=many"));
        assertEquals(ExitCode.FAILED, execute("destinations", "set", "queue://nobody", "maxDeliveries=1"));
        assertEquals(ExitCode.USAGE, execute("destinations", "set", "queue://bills"));
        assertEquals(ExitCode.USAGE, execute("destinations", "set", "queue://bills", "maxDeliveries"));
    }

    @Test
    void shouldDeleteWhatIsInUseByForceAlone() throws Exception {
        assertEquals(ExitCode.FAILED, execute("destinations", "delete", "queue://orders"));

        assertEquals(
                List.of("{\"deleted\":\"queue://orders\",\"droppedMessages\":5}"),
                output("destinations", "delete", "queue://orders", "--force", "--json"));

        assertEquals(ExitCode.FAILED, execute("destinations", "delete", "queue://orders"), "there is none");
    }

    @Test
    void shouldShowRemoveAndMoveMessages() throws Exception {
        List<String> browsed = output("messages", "browse", "queue://orders", "--json", "--selector", "index > 2");
        assertEquals(2, browsed.size());
        assertTrue(browsed.get(0).contains("\"properties\":{\"index\":3"), browsed.get(0));
        assertTrue(browsed.get(0).endsWith("\"body\":\"text 3\"}"), browsed.get(0));

        assertEquals(List.of("purged=2 leftInFlight=0"), output("messages", "purge", "queue://orders", "--limit", "2"));
        assertEquals(ExitCode.FAILED, execute("messages", "move", "queue://orders", "queue://kept"), "no target");
        assertEquals(ExitCode.OK, execute("destinations", "create", "queue://kept"));
        assertEquals(
                List.of("moved=1 leftInFlight=0"),
                output("messages", "move", "queue://orders", "queue://kept", "--selector", "index = 4"));

        assertEquals(ExitCode.FAILED, execute("messages", "purge", "queue://orders", "--selector", "index ="));
        assertEquals(ExitCode.USAGE, execute("messages", "purge", "topic://orders"));
        assertEquals(ExitCode.USAGE, execute("messages", "purge", "queue://orders", "--limit", "0"));
        assertEquals(
                1, output("messages", "browse", "queue://kept", "--limit", "2").size());
    }
}
