package io.epona.server.cli;

import io.epona.broker.inspect.WholeGroups;
import io.epona.broker.offline.JournalCopy;
import io.epona.broker.offline.ReadableJournal;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalOpenException;
import io.epona.journal.JournalSegment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Reads a journal twice: once to learn what is wrong with it, and once to copy the rest. Used once. */
final class JournalRepair {
    /** The segment that is being written and the one that is prepared behind it. */
    private static final long SPARE_LENGTH = 2L * 64 * 1024 * 1024;

    private static final String UNFINISHED = "journal.unfinished";

    private final Path source;
    private final Path segments;
    private final Path target;
    private final PrintWriter err;
    private final List<String> notes = new ArrayList<>();
    private List<JournalDamage> segmentDamages;
    private Set<String> missing;
    private JournalVerification verification;
    private String tornTail;
    private long copiedCount;

    /**
     * @param source what the user calls the journal
     * @param segments where its segments are
     */
    JournalRepair(Path source, Path segments, Path target, PrintWriter err) {
        this.source = source;
        this.segments = segments;
        this.target = target;
        this.err = err;
    }

    void run() throws CommandException, IOException, JournalOpenException {
        checkTarget();
        checkSpace();
        Files.createDirectories(target);
        boolean isDone = false;
        try {
            read();
            check();
            Files.move(target.resolve(UNFINISHED), target.resolve("journal"), StandardCopyOption.ATOMIC_MOVE);
            isDone = true;
        } finally {
            if (!isDone) {
                deleteUnfinished();
            }
        }
    }

    /** Half a copy would look like a whole one. */
    private void deleteUnfinished() throws IOException {
        Path unfinished = target.resolve(UNFINISHED);
        if (Files.isDirectory(unfinished)) {
            try (Stream<Path> files = Files.list(unfinished)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(unfinished);
        }
    }

    private void read() throws IOException, JournalOpenException {
        try (ReadableJournal journal = ReadableJournal.open(segments, target)) {
            segmentDamages = journal.damages();
            missing = journal.missing();
            JournalInspection inspection = journal.inspection();
            ReadProgress reading = new ReadProgress(err, inspection);
            WholeGroups groups = new WholeGroups(inspection);
            verification = groups.read(() -> new JournalVerification(reading));
            noteTail(groups.end(), journal);
            noteShortFiles(journal);
            copy(groups, new ReadProgress(err, inspection, "copied"));
        }
    }

    private void checkTarget() throws CommandException, IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path existing = absolute;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        Path real = existing.toRealPath().resolve(existing.relativize(absolute));
        if (real.startsWith(source.toRealPath()) || real.startsWith(segments.toRealPath())) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "the copy must not be within the original: copy=" + target + " original=" + source,
                    null);
        }
        if (Files.exists(target) && !isEmpty(target)) {
            throw new CommandException(ExitCode.FAILED, "the copy's directory is not empty: copy=" + target, null);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private void checkSpace() throws CommandException, IOException {
        long needed = SPARE_LENGTH;
        try (Stream<Path> files = Files.list(segments)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".epj")).toList()) {
                needed += Files.size(file);
            }
        }
        Path existing = target.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        long usable = Files.getFileStore(existing).getUsableSpace();
        if (usable < needed) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "too little space for the copy: copy=" + target + " neededBytes=" + needed + " usableBytes="
                            + usable,
                    null);
        }
    }

    private void noteTail(JournalEnd end, ReadableJournal journal) {
        if (JournalText.isTorn(end)) {
            tornTail = JournalText.tornTail(end, journal.inspection());
        }
    }

    /** The broker makes segments as long as they will ever be, so this was done by something else. */
    private void noteShortFiles(ReadableJournal journal) throws IOException {
        for (JournalSegment segment : journal.inspection().segments()) {
            long length = Files.size(journal.directory().resolve(segment.file()));
            if (length < segment.length() && !missing.contains(segment.file())) {
                notes.add("file is shorter than its segment, what was at its end is lost: file=" + segment.file()
                        + " length=" + length + " segmentLength=" + segment.length());
            }
        }
    }

    private void copy(WholeGroups groups, ReadProgress copying) throws IOException, JournalOpenException {
        try (JournalCopy copy = new JournalCopy(target.resolve(UNFINISHED), verification.content(), copying::at)) {
            copy.restoreNames();
            AtomicBoolean isBegun = new AtomicBoolean();
            groups.read(() -> {
                if (isBegun.getAndSet(true)) {
                    throw new UncheckedIOException(
                            "journal has changed while it was copied", new IOException("directory=" + source));
                }
                return copy;
            });
            notes.addAll(copy.notes());
            copiedCount = copy.recordCount();
        }
    }

    /** Reads the copy once more: what it is for is that there is nothing wrong with it. */
    private void check() throws CommandException, IOException, JournalOpenException {
        JournalInspection inspection = JournalInspection.open(target.resolve(UNFINISHED));
        JournalVerification copied = new JournalVerification(new ReadProgress(err, inspection));
        JournalEnd end = inspection.read(copied);
        if (!copied.findings().isEmpty() || copied.recordCount() != copiedCount || !end.isClosed()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "the copy does not read as it was written: copy=" + target + " written=" + copiedCount + " read="
                            + copied.recordCount() + " damagedPlaces="
                            + copied.findings().size(),
                    null);
        }
    }

    /** Whether the copy may have less than the original had. */
    boolean isDamaged() {
        return !segmentDamages.isEmpty() || !verification.findings().isEmpty() || !notes.isEmpty();
    }

    List<JournalDamage> segmentDamages() {
        return segmentDamages;
    }

    Set<String> missing() {
        return missing;
    }

    JournalVerification verification() {
        return verification;
    }

    List<String> notes() {
        return notes;
    }

    /** Null if there was none. */
    String tornTail() {
        return tornTail;
    }

    long copiedCount() {
        return copiedCount;
    }
}
