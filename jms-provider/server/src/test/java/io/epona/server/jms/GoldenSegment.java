package io.epona.server.jms;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The only segment of a small journal that some version wrote, kept as a resource beside its test. */
final class GoldenSegment {
    private static final String JOURNAL = "journal";
    private static final String SEGMENT = "0000000000000000.epj";

    private GoldenSegment() {}

    /** Makes it the journal of a broker's directory. */
    static void restore(String name, Path directory) throws IOException {
        Path journal = Files.createDirectories(directory.resolve(JOURNAL));
        try (InputStream golden = GoldenSegment.class.getResourceAsStream(name)) {
            Files.copy(golden, journal.resolve(SEGMENT));
        }
    }

    /** Leaves in a broker's directory the part of the segment that is not empty. */
    static void keep(String name, Path directory) throws IOException {
        byte[] segment = Files.readAllBytes(directory.resolve(JOURNAL).resolve(SEGMENT));
        int length = segment.length;
        while (segment[length - 1] == 0) {
            length--;
        }
        Files.write(directory.resolve(name), Arrays.copyOf(segment, (length + 7) & ~7));
    }
}
