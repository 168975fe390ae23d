package io.epona.server.cli;

import io.epona.journal.JournalInspection;
import io.epona.journal.JournalOpenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which journal a tool reads, and in which form it says what it found. */
final class JournalSource {
    @Mixin
    private JournalDirectory directory;

    @Option(names = "--json", description = "Prints JSON, one object a line.")
    private boolean isJson;

    boolean isJson() {
        return isJson;
    }

    /** The directory as it was given. */
    Path directory() {
        return directory.given();
    }

    /** See {@link JournalDirectory#path()}. */
    Path path() throws CommandException {
        return directory.path();
    }

    JournalInspection open() throws CommandException, IOException, JournalOpenException {
        return JournalInspection.open(directory.path());
    }

    static PrintWriter output() {
        return JournalDirectory.output();
    }
}
