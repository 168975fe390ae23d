package io.epona.perf.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used so far, from {@code /proc}.
 *
 * @param atNs when it was read
 * @param cpuNs CPU time
 * @param residentBytes memory
 */
public record ProcessUsage(long atNs, long cpuNs, long residentBytes) {
    /** Nanoseconds of a clock tick; Linux has reported 100 a second to programs on every machine for decades. */
    private static final long TICK_NS = 10_000_000;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int KIBI = 1024;

    /** @throws IOException if the process has ended, or this system has no {@code /proc} */
    public static ProcessUsage of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The second field is the name in parentheses and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
        long residentKib = status.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
        return new ProcessUsage(System.nanoTime(), ticks * TICK_NS, residentKib * KIBI);
    }

    /** Share of one CPU, in percent, since the earlier reading. */
    public double cpuPercentSince(ProcessUsage earlier) {
        return 100.0 * (cpuNs - earlier.cpuNs) / Math.max(1, atNs - earlier.atNs);
    }
}
