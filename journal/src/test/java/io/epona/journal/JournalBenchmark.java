package io.epona.journal;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures, in one run and on one disk: a raw {@code fdatasync} of a preallocated file; one record appended, flushed and
 * awaited at level FSYNC; and records per second at level OS. Arguments: directory, record length.
 */
public final class JournalBenchmark {
    private static final int SYNC_COUNT = 5_000;
    private static final int WARM_UP_COUNT = 1_000;
    private static final int APPEND_COUNT = 5_000_000;
    private static final int CYCLE = 64;

    private JournalBenchmark() {}

    /** Prints a line a measurement. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(args[0]), "journal-benchmark");
        int length = Integer.parseInt(args[1]);
        try {
            for (int round = 0; round < 3; round++) {
                rawSync(directory.resolve("raw" + round), length);
                journalSync(directory.resolve("fsync" + round), length);
            }
            for (int round = 0; round < 3; round++) {
                throughput(directory.resolve("os" + round), length, APPEND_COUNT, DurabilityLevel.OS);
            }
            throughput(directory.resolve("fsync"), length, APPEND_COUNT, DurabilityLevel.FSYNC);
            throughput(directory.resolve("burst"), length, 80_000, DurabilityLevel.OS);
        } finally {
            delete(directory);
        }
    }

    private static void rawSync(Path file, int length) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(1024 * 1024);
            for (int i = 0; i < 64; i++) {
                channel.write(zeros.clear(), (long) i * zeros.capacity());
            }
            channel.force(true);
            ByteBuffer record = ByteBuffer.allocateDirect(length);
            Histogram histogram = new Histogram(3);
            for (int i = 0; i < SYNC_COUNT + WARM_UP_COUNT; i++) {
                long start = System.nanoTime();
                channel.write(record.clear(), (long) i * length);
                channel.force(false);
                record(histogram, i, start);
            }
            print("raw write + fdatasync", histogram);
        }
        Files.delete(file);
    }

    private static void record(Histogram histogram, int i, long start) {
        if (i >= WARM_UP_COUNT) {
            histogram.recordValue(System.nanoTime() - start);
        }
    }

    private static void journalSync(Path directory, int length) throws Exception {
        AtomicReference<Thread> waiter = new AtomicReference<>(Thread.currentThread());
        try (SegmentJournal journal = open(directory, DurabilityLevel.FSYNC, () -> LockSupport.unpark(waiter.get()))) {
            Histogram histogram = new Histogram(3);
            for (int i = 0; i < SYNC_COUNT + WARM_UP_COUNT; i++) {
                long start = System.nanoTime();
                long position = append(journal, length, i);
                journal.flush(DurabilityLevel.FSYNC);
                while (journal.durablePosition() <= position) {
                    LockSupport.park();
                }
                record(histogram, i, start);
            }
            print("journal append, flush, durable", histogram);
        }
        delete(directory);
    }

    private static void throughput(Path directory, int length, int count, DurabilityLevel level) throws Exception {
        try (SegmentJournal journal = open(directory, level, () -> {})) {
            append(journal, length, 0);
            long waitedNs = 0;
            long allocated = allocatedBytes();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                append(journal, length, i);
                if (i % CYCLE == 0) {
                    journal.flush(DurabilityLevel.FSYNC);
                    waitedNs += awaitUnsaturated(journal);
                }
            }
            long elapsed = System.nanoTime() - start;
            allocated = allocatedBytes() - allocated;
            journal.flush(DurabilityLevel.FSYNC);
            while (journal.durablePosition() < journal.appendPosition()) {
                LockSupport.parkNanos(10_000);
            }
            long total = System.nanoTime() - start;
            System.out.printf(
                    "level=%s length=%d count=%d appendedPerSecond=%,d durablePerSecond=%,d ownerNsPerRecord=%d"
                            + " allocatedPerRecord=%.3f%n",
                    level,
                    length,
                    count,
                    count * 1_000_000_000L / elapsed,
                    count * 1_000_000_000L / total,
                    (elapsed - waitedNs) / count,
                    (double) allocated / count);
        }
        delete(directory);
    }

    private static long awaitUnsaturated(SegmentJournal journal) {
        long start = System.nanoTime();
        while (journal.isSaturated()) {
            LockSupport.parkNanos(50_000);
        }
        return System.nanoTime() - start;
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static long append(SegmentJournal journal, int length, long value) {
        var buffer = journal.claim(1, 1, length);
        int offset = journal.claimOffset();
        buffer.setMemory(offset, length, (byte) value);
        return journal.commit(true);
    }

    private static SegmentJournal open(Path directory, DurabilityLevel level, Runnable onDurable) throws Exception {
        return SegmentJournal.open(
                JournalConfig.builder(directory).level(level).build(), view -> {}, new DurabilityListener() {
                    @Override
                    public void onDurable(long position) {
                        onDurable.run();
                    }

                    @Override
                    public void onFailed(Throwable cause) {
                        System.out.println("failed: " + cause);
                    }
                });
    }

    private static void print(String what, Histogram histogram) {
        System.out.printf(
                "%-32s p50=%dus p90=%dus p99=%dus p99.9=%dus max=%dus%n",
                what,
                us(histogram.getValueAtPercentile(50)),
                us(histogram.getValueAtPercentile(90)),
                us(histogram.getValueAtPercentile(99)),
                us(histogram.getValueAtPercentile(99.9)),
                us(histogram.getMaxValue()));
    }

    private static long us(long ns) {
        return TimeUnit.NANOSECONDS.toMicros(ns);
    }

    private static void delete(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
