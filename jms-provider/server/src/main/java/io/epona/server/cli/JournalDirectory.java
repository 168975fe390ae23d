package io.epona.server.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** Which journal a tool reads. */
final class JournalDirectory {
    @Parameters(paramLabel = "DIR", description = "The data directory of a broker, or the directory journal in it.")
    private Path directory;

    Path given() {
        return directory;
    }

    /** The directory that holds the segments, if there are any. */
    Path path() throws CommandException {
        if (!Files.isDirectory(directory)) {
            throw new CommandException(ExitCode.FAILED, "not a directory: directory=" + directory, null);
        }
        Path journal = directory.resolve("journal");
        return Files.isDirectory(journal) ? journal : directory;
    }

    /** Standard output in UTF-8, whatever the terminal is set to, and buffered. */
    static PrintWriter output() {
        return new PrintWriter(new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8)));
    }
}
