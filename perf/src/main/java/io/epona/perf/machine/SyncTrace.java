package io.epona.perf.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts the system calls of another process that make data durable, with {@code strace}. Used by one thread. */
public final class SyncTrace implements AutoCloseable {
    private static final String CALLS =
            "fdatasync,fsync,sync_file_range,msync,io_submit,io_uring_enter,pwrite64,pwritev,write,writev";

    private static final long LIMIT_S = 20;
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int NAME_COLUMNS = 5;

    private final Process strace;
    private final Path output;
    private final long traced;

    private SyncTrace(Process strace, Path output, long traced) {
        this.strace = strace;
        this.output = output;
        this.traced = traced;
    }

    /**
     * Attaches to a process and all its threads.
     *
     * @param directory where the counts are written in between
     * @throws IOException if strace is not installed, or may not trace
     */
    public static SyncTrace start(long pid, Path directory) throws IOException {
        Path output = Files.createTempFile(directory, "perf-strace", ".txt");
        Process strace = new ProcessBuilder(
                        "strace", "-f", "-c", "-o", output.toString(), "-e", "trace=" + CALLS, "-p", Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        SyncTrace trace = new SyncTrace(strace, output, pid);
        trace.awaitAttached();
        return trace;
    }

    private void awaitAttached() throws IOException {
        Path status = Path.of("/proc", Long.toString(traced), "status");
        long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (Files.readAllLines(status).contains("TracerPid:\t0")) {
            if (!strace.isAlive() || System.nanoTime() - limitNs >= 0) {
                close();
                throw new IOException("strace could not attach: pid=" + traced + " alive=" + strace.isAlive());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Detaches; returns how often each call was made. */
    public Map<String, Long> stop() throws IOException, InterruptedException {
        // Only an interrupt makes strace write its table.
        new ProcessBuilder("kill", "-INT", Long.toString(strace.pid())).start().waitFor();
        if (!strace.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
            throw new IOException("strace did not end: pid=" + strace.pid());
        }
        return counts(Files.readAllLines(output, StandardCharsets.UTF_8));
    }

    /** Lines of share, seconds, microseconds a call, calls, errors if any, name. */
    static Map<String, Long> counts(List<String> lines) {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : lines) {
            String[] cells = line.strip().split("\\s+");
            String name = cells[cells.length - 1];
            if (cells.length >= NAME_COLUMNS && cells[0].matches("[\\d.]+") && !name.equals("total")) {
                counts.put(name, Long.parseLong(cells[3]));
            }
        }
        return counts;
    }

    @Override
    public void close() throws IOException {
        strace.destroy();
        Files.deleteIfExists(output);
    }
}
