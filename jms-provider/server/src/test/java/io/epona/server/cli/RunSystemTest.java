package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts brokers as users do, as processes, and ends them or has them refuse to start. */
class RunSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldStopInGoodOrderOnSigterm() throws IOException, InterruptedException {
        try (CliProcess broker = startBroker()) {
            broker.awaitReady();

            assertEquals(ExitCode.OK, broker.terminate());

            assertEquals(
                    List.of("Epona stopped"),
                    broker.out().subList(1, broker.out().size()));
        }
    }

    @Test
    void shouldStopInGoodOrderOnInterrupt() throws IOException, InterruptedException {
        try (CliProcess broker = startBroker()) {
            broker.awaitReady();

            assertEquals(ExitCode.OK, broker.interrupt());
        }
    }

    @Test
    void shouldStopWhenTheProcessThatStartedItIsGone() throws IOException, InterruptedException {
        try (CliProcess broker = CliProcess.start("run", "--memory", "--port", "0", "--until-stdin-ends")) {
            broker.awaitReady();
            broker.write("");

            assertEquals(ExitCode.OK, broker.exitCode());
        }
    }

    @Test
    void shouldRefuseADirectoryThatAnotherBrokerHasAndNameIt() throws IOException, InterruptedException {
        try (CliProcess broker = startBroker()) {
            broker.awaitReady();

            CliProcess second = CliProcess.run("", "run", "--data", directory.toString(), "--port", "0");

            assertRefused(second, "pid=" + broker.pid());
        }
    }

    @Test
    void shouldStartOnADirectoryWhoseBrokerWasStopped() throws IOException, InterruptedException {
        try (CliProcess first = startBroker()) {
            first.awaitReady();
            first.terminate();
        }
        try (CliProcess second = startBroker()) {
            second.awaitReady();
        }
    }

    @Test
    void shouldRefuseAPortThatIsInUse() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            CliProcess refused = CliProcess.run("", "run", "--data", directory.toString(), "--port", port);

            assertRefused(refused, "port=" + port);
        }
    }

    @Test
    void shouldRefuseADirectoryThatCannotBeMade() throws IOException, InterruptedException {
        Path file = Files.createFile(directory.resolve("file"));

        CliProcess refused = CliProcess.run("", "run", "--data", file.toString(), "--port", "0");

        assertRefused(refused, file.toString());
    }

    @Test
    void shouldRefuseAnUnknownOptionAndSuggestTheNearest() throws IOException, InterruptedException {
        CliProcess refused = CliProcess.run("", "run", "--prot", "7667");

        assertEquals(ExitCode.USAGE, refused.exitCode());
        assertEquals(
                List.of("epona run: unknown option: --prot; did you mean --port? (see epona run --help)"),
                refused.err());
    }

    @Test
    void shouldSayItsVersionWithoutTheMarkOfADevelopmentBuild() throws IOException, InterruptedException {
        CliProcess version = CliProcess.run("", "--version");

        assertEquals(ExitCode.OK, version.exitCode());
        assertTrue(version.out().get(0).matches("Epona \\d+\\.\\d+\\.\\d+ on Java \\d+"), version.out()::toString);
    }

    private CliProcess startBroker() throws IOException {
        return CliProcess.start("run", "--data", directory.toString(), "--port", "0");
    }

    /** The reason is the last line; before it the log may tell how far the start had come. */
    private static void assertRefused(CliProcess refused, String detail) throws InterruptedException {
        assertEquals(ExitCode.START_REFUSED, refused.exitCode());
        String last = refused.err().get(refused.err().size() - 1);
        assertTrue(last.startsWith("epona: ") && last.contains(detail), last);
        assertEquals(
                1, refused.err().stream().filter(l -> !l.startsWith("time=")).count());
    }
}
