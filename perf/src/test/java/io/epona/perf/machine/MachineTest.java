package io.epona.perf.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path directory;

    @Test
    void shouldMeasureAllLimitsAndLeaveNothing() throws Exception {
        Limits limits = new Limits(directory, 20);

        assertTrue(limits.sync(1024).getTotalCount() > 0);
        assertTrue(limits.loopback().getValueAtPercentile(50) > 0);
        assertTrue(limits.pipe().getValueAtPercentile(50) > 0);
        assertTrue(limits.sequentialBytesPerS() > 0);
        try (var files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void shouldDescribeTheMachine() {
        Map<String, Object> described = Machine.describe(directory);

        assertTrue(described.keySet().containsAll(List.of("cpu", "cpus", "kernel", "jdk", "commit", "fileSystem")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReadWhatAProcessUses() throws Exception {
        ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());

        assertTrue(usage.cpuNs() > 0);
        assertTrue(usage.residentBytes() > 1 << 20);
        assertEquals(50, new ProcessUsage(2_000, 1_500, 0).cpuPercentSince(new ProcessUsage(1_000, 1_000, 0)));
        assertThrows(IOException.class, () -> ProcessUsage.of(Long.MAX_VALUE));
    }

    @Test
    void shouldReadTheTableOfStrace() {
        List<String> lines = List.of(
                "% time     seconds  usecs/call     calls    errors syscall",
                "------ ----------- ----------- --------- --------- ----------------",
                " 99.20    1.234567         123     10001           fdatasync",
                "  0.80    0.010000           9        12         3 write",
                "100.00    1.244567                 10013         3 total");

        assertEquals(Map.of("fdatasync", 10_001L, "write", 12L), SyncTrace.counts(lines));
    }

    @Test
    void shouldReadTheTotalOfAHeapHistogram() throws Exception {
        assertEquals(
                456,
                HeapUse.totalBytes(
                        " num  #instances\n   1:  7  400  [B (java.base)\nTotal          123            456\n"));
        assertThrows(IOException.class, () -> HeapUse.totalBytes("1234: no such process"));
    }
}
