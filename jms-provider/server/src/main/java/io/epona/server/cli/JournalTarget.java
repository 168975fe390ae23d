package io.epona.server.cli;

import io.epona.broker.offline.BadMessageException;
import io.epona.broker.offline.MessageImport;
import io.epona.broker.offline.PortableMessage;
import io.epona.journal.JournalCorruptException;
import io.epona.journal.JournalLockedException;
import io.epona.journal.JournalOpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The journal of a broker that does not run. */
final class JournalTarget implements ImportTarget {
    private final MessageImport journal;
    private long leftOutCount;

    private JournalTarget(MessageImport journal) {
        this.journal = journal;
    }

    static JournalTarget open(Path directory) throws CommandException, IOException {
        try {
            return new JournalTarget(MessageImport.open(segmentsOf(directory)));
        } catch (JournalLockedException e) {
            throw new CommandException(
                    ExitCode.FAILED, e.getMessage() + "; stop the broker, or send to it with --url", e);
        } catch (JournalCorruptException e) {
            throw new CommandException(ExitCode.FAILED, e.getMessage() + "; see epona journal repair", e);
        } catch (JournalOpenException | IllegalStateException e) {
            throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
        }
    }

    private static Path segmentsOf(Path directory) throws IOException {
        Path journal = directory.resolve("journal");
        if (Files.isDirectory(directory) && !Files.isDirectory(journal)) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.anyMatch(file -> file.toString().endsWith(".epj"))) {
                    return directory;
                }
            }
        }
        return journal;
    }

    @Override
    public void add(PortableMessage message) throws BadMessageException, IOException {
        leftOutCount += journal.add(message) ? 0 : 1;
    }

    @Override
    public void confirm() throws IOException {
        journal.sync();
    }

    @Override
    public long confirmedCount() {
        return journal.durableCount();
    }

    @Override
    public long leftOutCount() {
        return leftOutCount;
    }

    @Override
    public void close() {
        journal.close();
    }
}
