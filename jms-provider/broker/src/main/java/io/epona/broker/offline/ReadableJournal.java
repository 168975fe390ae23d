package io.epona.broker.offline;

import io.epona.journal.JournalCorruptException;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalOpenException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A journal that can be inspected even if its segments do not make one log. It is read where it is if it can be, else
 * through a staging directory elsewhere, which is deleted when this is closed. Used by one thread.
 */
public final class ReadableJournal implements Closeable {
    private final JournalInspection inspection;
    private final Path directory;
    private final SegmentStaging staging;

    private ReadableJournal(JournalInspection inspection, Path directory, SegmentStaging staging) {
        this.inspection = inspection;
        this.directory = directory;
        this.staging = staging;
    }

    /**
     * Opens the journal.
     *
     * @param directory the one that holds the segments; it is only read
     * @param elsewhere where a staging directory may be made; null for the system's temporary directory
     * @throws JournalOpenException if there is no journal, or it cannot be read even so
     */
    public static ReadableJournal open(Path directory, Path elsewhere) throws IOException, JournalOpenException {
        try {
            return new ReadableJournal(JournalInspection.open(directory), directory, null);
        } catch (JournalCorruptException e) {
            return stage(directory, elsewhere);
        }
    }

    private static ReadableJournal stage(Path directory, Path elsewhere) throws IOException, JournalOpenException {
        String prefix = "epona-staging";
        Path stagingDirectory =
                elsewhere == null ? Files.createTempDirectory(prefix) : Files.createTempDirectory(elsewhere, prefix);
        boolean isOpen = false;
        try {
            SegmentStaging staging = new SegmentStaging(directory, stagingDirectory);
            staging.prepare();
            JournalInspection inspection = JournalInspection.open(stagingDirectory);
            isOpen = true;
            return new ReadableJournal(inspection, stagingDirectory, staging);
        } finally {
            if (!isOpen) {
                delete(stagingDirectory);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Reads the records. */
    public JournalInspection inspection() {
        return inspection;
    }

    /** Where the files are that the inspection reads. */
    public Path directory() {
        return directory;
    }

    /** What is wrong with the segments as such, before any record is read. */
    public List<JournalDamage> damages() {
        return staging == null ? List.of() : staging.damages();
    }

    /** The names of the files of missing segments, of which the inspection knows nothing better than that they are empty. */
    public Set<String> missing() {
        return staging == null ? Set.of() : staging.missing();
    }

    @Override
    public void close() throws IOException {
        if (staging != null) {
            delete(directory);
        }
    }
}
