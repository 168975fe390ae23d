package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes users and has them connect, as people do. */
class UsersSystemTest {
    @TempDir
    private Path directory;

    private String file;
    private String right;
    private String wrong;

    @BeforeEach
    void writePasswords() throws IOException {
        file = directory.resolve("users.txt").toString();
        right = Files.writeString(directory.resolve("right"), "correct horse\n").toString();
        wrong = Files.writeString(directory.resolve("wrong"), "wrong\n").toString();
    }

    /** In this process, which is quicker. */
    private int users(String... arguments) {
        List<String> all = new ArrayList<>(List.of("users"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--file", file));
        return EponaCli.execute(all.toArray(new String[0]));
    }

    private String text() throws IOException {
        return Files.readString(Path.of(file));
    }

    @Test
    void shouldKeepUsersInAFileWithoutTheirPasswords() throws Exception {
        assertEquals(
                0,
                CliProcess.run("from stdin\n", "users", "add", "alice", "--file", file)
                        .exitCode());
        assertEquals(0, users("add", "ops", "--roles", "admin,audit", "--password-file", right));

        assertFalse(text().contains("stdin") || text().contains("horse"), file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))));
        assertEquals(
                List.of("user=alice roles= iterations=20000", "user=ops roles=admin,audit iterations=20000"),
                CliProcess.run("", "users", "list", "--file", file).out());

        assertEquals(0, users("remove", "alice"));
        assertFalse(text().contains("alice"), file);
        assertTrue(text().contains("ops"), file);
    }

    @Test
    void shouldRefuseWhatIsNoUser() throws Exception {
        assertEquals(ExitCode.FAILED, users("list"), "no such file");
        assertEquals(ExitCode.USAGE, users("add", "#x", "--password-file", right));
        assertEquals(ExitCode.FAILED, users("add", "x", "--iterations", "4095", "--password-file", right));
        Path empty = Files.createFile(directory.resolve("empty"));
        assertEquals(ExitCode.FAILED, users("add", "x", "--password-file", empty.toString()));
        assertEquals(0, users("add", "x", "--iterations", "4096", "--password-file", right));
        assertEquals(ExitCode.FAILED, users("remove", "y"), "no such user");
        assertTrue(text().contains("x SCRAM-SHA-256$4096:"), file);
    }

    @Test
    void shouldServeUsersWithTheirPasswords() throws Exception {
        users("add", "alice", "--password-file", right);
        try (CliProcess broker = CliProcess.start("run", "--memory", "--port", "0", "--users", file)) {
            String url = broker.awaitReady();

            CliProcess sent = CliProcess.run(
                    "one\n", "send", "queue://q", "--url", url, "--user", "alice", "--password-file", right);
            assertEquals(0, sent.exitCode(), sent.err()::toString);
            CliProcess refused = CliProcess.run(
                    "two\n", "send", "queue://q", "--url", url, "--user", "alice", "--password-file", wrong);
            assertEquals(ExitCode.FAILED, refused.exitCode());
            assertTrue(refused.err().toString().contains("EPONA-6001"), refused.err()::toString);
            CliProcess received = CliProcess.run(
                    "",
                    "receive",
                    "queue://q",
                    "--url",
                    url,
                    "--user",
                    "alice",
                    "--password-file",
                    right,
                    "--count",
                    "1");
            assertEquals(List.of("one"), received.out());
            broker.terminate();
            String log = broker.err().toString();
            assertTrue(log.contains("user=alice") && log.contains("127.0.0.1"), log);
            assertFalse(log.contains("wrong\n") || log.contains("horse"), log);
        }
    }
}
