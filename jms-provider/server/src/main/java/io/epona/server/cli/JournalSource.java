package io.epona.server.cli;

import io.epona.journal.JournalInspection;
import io.epona.journal.JournalOpenException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which journal a tool reads, and in which form it says what it found. */
final class JournalSource {
    @Parameters(paramLabel = "DIR", description = "The data directory of a broker, or the directory journal in it.")
    private Path directory;

    @Option(names = "--json", description = "Prints JSON, one object a line.")
    private boolean isJson;

    boolean isJson() {
        return isJson;
    }

    Path directory() {
        Path journal = directory.resolve("journal");
        return Files.isDirectory(journal) ? journal : directory;
    }

    JournalInspection open() throws CommandException, IOException, JournalOpenException {
        if (!Files.isDirectory(directory)) {
            throw new CommandException(ExitCode.FAILED, "not a directory: directory=" + directory, null);
        }
        return JournalInspection.open(directory());
    }

    /** Standard output in UTF-8, whatever the terminal is set to, and buffered. */
    static PrintWriter output() {
        return new PrintWriter(new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8)));
    }
}
