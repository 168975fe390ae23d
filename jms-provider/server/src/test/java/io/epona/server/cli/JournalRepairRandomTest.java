package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs after damage at random places: whatever it is, the copy reads, and the original is as it was. */
class JournalRepairRandomTest {
    private static final int RUNS = Integer.getInteger("epona.test.runs", 12);
    private static final int MAX_DAMAGES = 3;
    private static final int SECTOR_LENGTH = 4096;

    @TempDir
    private Path directory;

    @Test
    void shouldMakeACopyThatReadsOfWhateverIsLeft() throws Exception {
        JournalFiles written = new JournalFiles(directory.resolve("written"));
        written.fill("orders", 300);
        JournalFiles sound = written.inSmallSegments(directory.resolve("sound"));
        long firstSeed = Long.getLong("epona.test.seed", System.nanoTime());
        for (int run = 0; run < RUNS; run++) {
            long seed = firstSeed + run;
            try {
                repair(sound, directory.resolve("run" + run), new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed: seed=" + seed, e);
            }
        }
    }

    private static void repair(JournalFiles sound, Path place, Random random) throws Exception {
        JournalFiles original = new JournalFiles(place.resolve("original"));
        Files.createDirectories(original.journal());
        for (Path segment : segments(sound.journal())) {
            Files.copy(segment, original.journal().resolve(segment.getFileName()));
        }
        if (random.nextBoolean()) {
            original.addNextSegment();
        }
        int damages = 1 + random.nextInt(MAX_DAMAGES);
        for (int i = 0; i < damages; i++) {
            damage(original.journal(), random);
        }
        List<String> before = original.listing();
        StringWriter err = new StringWriter();
        Path copy = place.resolve("copy");

        JournalRepair repair = new JournalRepair(original.directory(), original.journal(), copy, new PrintWriter(err));
        repair.run();

        assertEquals(before, original.listing());
        assertEquals(List.of(copy.resolve("journal")), list(copy));
        assertTrue(new RepairReport(repair, copy).lines().size() > 0);
        JsonCheck.assertObjects(1, List.of(Json.of(new RepairReport(repair, copy).fields())));
        assertTrue(repair.copiedCount() > 0);
        assertTrue(repair.verification().content().liveCount() > 0);
    }

    private static void damage(Path journal, Random random) throws IOException {
        List<Path> segments = segments(journal);
        Path segment = segments.get(random.nextInt(segments.size()));
        int length = (int) Files.size(segment);
        // The beginning is where most can go wrong.
        int offset = random.nextInt(random.nextBoolean() ? length : Math.min(length, 100));
        switch (random.nextInt(5)) {
            case 0 -> JournalFiles.flip(segment, offset);
            case 1 -> overwrite(segment, offset / SECTOR_LENGTH * SECTOR_LENGTH, new byte[SECTOR_LENGTH]);
            case 2 -> {
                byte[] garbage = new byte[1 + random.nextInt(2 * SECTOR_LENGTH)];
                random.nextBytes(garbage);
                overwrite(segment, offset, garbage);
            }
            case 3 -> truncate(segment, Math.max(1, offset));
            default -> {
                if (segments.size() > 3) {
                    Files.delete(segment);
                }
            }
        }
    }

    private static List<Path> segments(Path journal) throws IOException {
        return list(journal).stream()
                .filter(file -> file.toString().endsWith(".epj"))
                .toList();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static void overwrite(Path file, int offset, byte[] bytes) throws IOException {
        try (RandomAccessFile target = new RandomAccessFile(file.toFile(), "rw")) {
            target.seek(offset);
            target.write(bytes);
        }
    }

    private static void truncate(Path file, int length) throws IOException {
        try (RandomAccessFile target = new RandomAccessFile(file.toFile(), "rw")) {
            target.setLength(length);
        }
    }
}
