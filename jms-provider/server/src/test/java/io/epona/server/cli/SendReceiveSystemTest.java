package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends and receives as users do from a shell: every command a process of its own. */
class SendReceiveSystemTest {
    private static final String QUEUE = "queue://orders";
    private static final List<String> LINES = List.of("two horses", "", "drei Äpfel 🍏", "{\"four\":4}");

    @TempDir
    private Path directory;

    private CliProcess broker;
    private String url;

    @BeforeEach
    void startBroker() throws IOException, InterruptedException {
        broker = CliProcess.start("run", "--data", directory.resolve("data").toString(), "--port", "0");
        url = broker.awaitReady();
    }

    @AfterEach
    void endBroker() {
        broker.close();
    }

    @Test
    void shouldReceiveTheLinesThatWereSentInTheirOrder() throws IOException, InterruptedException {
        CliProcess send = CliProcess.run(String.join("\n", LINES), "send", QUEUE, "--url", url);
        CliProcess receive = CliProcess.run("", "receive", QUEUE, "--url", url);

        assertEquals(ExitCode.OK, send.exitCode(), send.err()::toString);
        assertTrue(send.err().get(0).startsWith("sent 4 messages in "), send.err()::toString);
        assertEquals(ExitCode.OK, receive.exitCode(), receive.err()::toString);
        assertEquals(LINES, receive.out());
    }

    @Test
    void shouldKeepWhatWasConfirmedThroughAStop() throws IOException, InterruptedException {
        CliProcess.run(String.join("\n", LINES), "send", QUEUE, "--url", url, "--transacted-batch", "3");
        broker.terminate();
        startBroker();

        CliProcess receive = CliProcess.run("", "receive", QUEUE, "--url", url, "--count", "4");

        assertEquals(LINES, receive.out());
        assertEquals(ExitCode.OK, receive.exitCode());
    }

    @Test
    void shouldReceiveAsManyAsAskedForAndLeaveTheRest() throws IOException, InterruptedException {
        CliProcess.run("", "send", QUEUE, "--url", url, "--count", "250", "--size", "5");

        CliProcess first = CliProcess.run("", "receive", QUEUE, "--url", url, "--count", "120");
        CliProcess rest = CliProcess.run("", "receive", QUEUE, "--url", url, "--count", "130");

        assertEquals(
                IntStream.rangeClosed(1, 120)
                        .mapToObj(SendReceiveSystemTest::body)
                        .toList(),
                first.out());
        assertEquals(
                IntStream.rangeClosed(121, 250)
                        .mapToObj(SendReceiveSystemTest::body)
                        .toList(),
                rest.out());
    }

    @Test
    void shouldFailIfFewerComeThanAskedFor() throws IOException, InterruptedException {
        CliProcess receive = CliProcess.run("", "receive", QUEUE, "--url", url, "--count", "1", "--timeout", "100");

        assertEquals(ExitCode.FAILED, receive.exitCode());
    }

    @Test
    void shouldKeepATopicsMessagesForADurableSubscription() throws IOException, InterruptedException {
        receiveDurably("--timeout", "100");
        CliProcess.run("extra\npaper\n", "send", "topic://news", "--url", url);

        assertEquals(List.of("extra", "paper"), receiveDurably("--count", "2").out());
    }

    @Test
    void shouldFollowUntilItIsInterrupted() throws IOException, InterruptedException {
        try (CliProcess receive = CliProcess.start("receive", QUEUE, "--url", url, "--follow")) {
            CliProcess.run("late\n", "send", QUEUE, "--url", url);
            receive.awaitLine("late");

            receive.interrupt();

            assertTrue(receive.err().get(0).startsWith("received 1 messages in "), receive.err()::toString);
        }
        CliProcess again = CliProcess.run("", "receive", QUEUE, "--url", url, "--timeout", "300");
        assertEquals(List.of(), again.out());
    }

    @Test
    void shouldSendTheLinesOfAFile() throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("orders.txt"), LINES);

        CliProcess.run("", "send", QUEUE, "--url", url, "--file", file.toString());

        assertEquals(
                LINES,
                CliProcess.run("", "receive", QUEUE, "--url", url, "--count", "4")
                        .out());
    }

    @Test
    void shouldSayInOneLineThatNoBrokerIsThere() throws IOException, InterruptedException {
        broker.terminate();

        CliProcess send = CliProcess.run("x\n", "send", QUEUE, "--url", url + "?resumeTimeoutMs=500");

        assertEquals(ExitCode.FAILED, send.exitCode());
        assertEquals(1, send.err().size(), send.err()::toString);
    }

    @Test
    void shouldRefuseADestinationThatIsNone() throws IOException, InterruptedException {
        CliProcess send = CliProcess.run("", "send", "orders", "--url", url);

        assertEquals(ExitCode.USAGE, send.exitCode());
        assertEquals(
                List.of("epona: destination must be queue://name or topic://name: destination=orders"), send.err());
    }

    private CliProcess receiveDurably(String option, String value) throws IOException, InterruptedException {
        return CliProcess.run(
                "",
                "receive",
                "topic://news",
                "--url",
                url,
                "--durable",
                "all",
                "--client-id",
                "reader",
                option,
                value);
    }

    private static String body(int number) {
        return (number + " xxxxx").substring(0, 5);
    }
}
