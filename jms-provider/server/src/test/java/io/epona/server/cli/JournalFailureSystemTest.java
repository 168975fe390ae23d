package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes a broker's files away while it runs: it has to end, and nobody may be told that all is well. */
class JournalFailureSystemTest {
    /** More than a segment holds, so that the journal needs another file. */
    private static final String COUNT = "700";

    private static final String SIZE = "100000";

    @TempDir
    private Path directory;

    @Test
    void shouldEndWithAClearLastLineAndConfirmNothingMore() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        try (CliProcess broker = CliProcess.start("run", "--data", data.toString(), "--port", "0")) {
            String url = broker.awaitReady() + "?resumeTimeoutMs=500";
            delete(data);

            CliProcess send =
                    CliProcess.run("", "send", "queue://orders", "--url", url, "--count", COUNT, "--size", SIZE);

            assertEquals(ExitCode.FAILED, send.exitCode(), send.err()::toString);
            assertTrue(last(send.err()).startsWith("epona: not confirmed: lines="), send.err()::toString);
            assertEquals(ExitCode.FAILED, broker.exitCode());
            assertTrue(last(broker.err()).startsWith("epona: broker failed and has stopped: "), broker.err()::toString);
        }
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
