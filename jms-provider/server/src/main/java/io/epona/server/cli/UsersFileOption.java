package io.epona.server.cli;

import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which file of users a command works on. */
final class UsersFileOption {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            defaultValue = "users.txt",
            description = "The file of users (default: ${DEFAULT-VALUE}).")
    private Path file;

    Path path() {
        return file;
    }

    List<User> read() throws CommandException, IOException {
        return guarded(() -> UsersFile.read(file));
    }

    /** Something that reads or writes the file. */
    interface FileWork<T> {
        T run() throws IOException;
    }

    /** Turns what can be wrong with the file into what a command says. */
    <T> T guarded(FileWork<T> work) throws CommandException, IOException {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.FAILED, "no such file of users: file=" + file, e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
        }
    }
}
