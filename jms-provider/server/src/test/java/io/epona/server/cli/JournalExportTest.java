package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export whose journal is moved away under it, as a broker that reclaims segments does. */
class JournalExportTest {
    private static final int COUNT = 200;
    private static final String LINE_BEFORE_THE_MOVE = "\"body\":\"5 x";
    private static final Pattern BODY = Pattern.compile("\"body\":\"(\\w+)");

    @TempDir
    private Path directory;

    private static void move(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(to)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.move(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldPrintEachMessageOnceThoughItIsMovedMeanwhile() throws Exception {
        JournalFiles written = new JournalFiles(directory.resolve("written"));
        written.fill("orders", COUNT);
        JournalFiles exported = written.inSmallSegments(directory.resolve("exported"));
        StringWriter lines = new StringWriter();
        PrintWriter out = new PrintWriter(lines) {
            @Override
            public void write(String text) {
                super.write(text);
                if (text.contains(LINE_BEFORE_THE_MOVE)) {
                    try {
                        move(written.journal(), exported.journal());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
        StringWriter err = new StringWriter();

        boolean isComplete =
                new JournalExport(exported.journal(), new ExportSelection(), out, new PrintWriter(err)).run();

        assertTrue(isComplete, err::toString);
        List<String> bodies = BODY.matcher(lines.toString())
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> expected = Stream.concat(
                        IntStream.rangeClosed(1, COUNT).mapToObj(Integer::toString), Stream.of("last"))
                .toList();
        assertFalse(Files.exists(written.segment()), "was not moved");
        assertEquals(expected, bodies);
        assertEquals(1 + COUNT + 1, lines.toString().lines().count());
    }
}
