package io.epona.perf.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Tells how much of its heap another JVM needs, through the JDK's {@code jcmd}. */
public final class HeapUse {
    private HeapUse() {}

    /**
     * Bytes of all objects that are reachable; the other JVM collects its garbage for it.
     *
     * @throws IOException if it cannot be asked
     */
    public static long liveBytes(long pid) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return totalBytes(text);
    }

    /** The last line of a histogram: Total, instances, bytes. */
    static long totalBytes(String histogram) throws IOException {
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd told no total: output=" + histogram));
    }
}
