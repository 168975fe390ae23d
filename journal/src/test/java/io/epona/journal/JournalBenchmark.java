package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures the journal and, in the same run and on the same disk, what the disk does by itself. Arguments: directory,
 * rounds. Each round measures everything once, so that what changes on the machine meanwhile changes all figures alike;
 * the first round is thrown away.
 */
public final class JournalBenchmark {
    private static final int MIB = 1024 * 1024;
    private static final int SYNC_COUNT = 4_000;
    private static final int STREAM_LENGTH = 512 * MIB;
    private static final int RECORD_LENGTH = 1024 - RecordFormat.HEADER_LENGTH;
    private static final int APPENDERS = 64;
    private static final int SMALL_LENGTH = 256;
    private static final int SMALL_COUNT = 4_000_000;
    private static final int BURST_COUNT = 1_000_000;
    private static final int CYCLE = 64;
    private static final int CHECKPOINT_LENGTH = 100 * MIB;

    private final Path directory;
    private final int roundCount;
    private BenchmarkFigures figures;

    private JournalBenchmark(Path directory, int roundCount) {
        this.directory = directory;
        this.roundCount = roundCount;
    }

    /** Prints a line a figure, and how they relate. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(args[0]), "journal-benchmark");
        try {
            new JournalBenchmark(directory, Integer.parseInt(args[1])).run();
        } finally {
            delete(directory);
        }
    }

    private void run() throws Exception {
        System.out.printf(
                "jdk=%s processors=%d directory=%s%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), directory);
        figures = new BenchmarkFigures();
        round();
        figures = new BenchmarkFigures();
        for (int i = 0; i < roundCount; i++) {
            round();
        }
        figures.print();
        figures.printRatio("journal append, flushHere, p50 us", "raw write+fdatasync 1 KiB, preallocated, p50 us");
        figures.printRatio("journal append, flush, await, p50 us", "raw write+fdatasync 1 KiB, preallocated, p50 us");
        for (String segments : new String[] {"recycled", "fresh"}) {
            for (int window : new int[] {1, 64}) {
                figures.printRatio(streamName(segments, window), "raw 1 MiB write+fdatasync, preallocated, MB/s");
            }
        }
    }

    private void round() throws Exception {
        RawDiskBenchmark raw = new RawDiskBenchmark(directory, figures);
        raw.smallSyncs(1024, SYNC_COUNT);
        single(true);
        single(false);
        raw.sequential(true, STREAM_LENGTH);
        raw.sequential(false, STREAM_LENGTH);
        for (int window : new int[] {1, 64}) {
            stream("recycled", 2, window);
            stream("fresh", 0, window);
        }
        throughput(false);
        throughput(true);
        checkpoint();
    }

    private void single(boolean isHere) throws Exception {
        Thread waiter = Thread.currentThread();
        try (SegmentJournal journal = open(DurabilityLevel.FSYNC, 2, () -> LockSupport.unpark(waiter))) {
            Await.await(() -> journal.spareCount() == SegmentReserve.COUNT, "spare segments");
            Histogram histogram = new Histogram(3);
            for (int i = 0; i < SYNC_COUNT; i++) {
                long startNs = System.nanoTime();
                long position = append(journal, RECORD_LENGTH, i);
                boolean isDurable = isHere && journal.flushHere(DurabilityLevel.FSYNC);
                if (!isHere) {
                    journal.flush(DurabilityLevel.FSYNC);
                }
                while (!isDurable && journal.durablePosition() <= position) {
                    LockSupport.park();
                }
                histogram.recordValue(System.nanoTime() - startNs);
            }
            String name = isHere ? "journal append, flushHere" : "journal append, flush, await";
            figures.add(name + ", p50 us", histogram.getValueAtPercentile(50) / 1e3);
            figures.add(name + ", p99 us", histogram.getValueAtPercentile(99) / 1e3);
            figures.add(name + ", p99.9 us", histogram.getValueAtPercentile(99.9) / 1e3);
        }
        delete(directory.resolve("journal"));
    }

    private static String streamName(String segments, int window) {
        return APPENDERS + " appenders, window " + window + ", " + segments + " segments, MB/s";
    }

    private void stream(String segments, int spareSegments, int window) throws Exception {
        AtomicReference<Runnable> onDurable = new AtomicReference<>(() -> {});
        try (SegmentJournal journal =
                open(DurabilityLevel.FSYNC, spareSegments, () -> onDurable.get().run())) {
            if (spareSegments > 0) {
                // Three segments' worth, so that what is measured goes over old ones only.
                AppenderBenchmark before = new AppenderBenchmark(journal, RECORD_LENGTH, APPENDERS, 64);
                onDurable.set(before::onDurable);
                before.run(4L * journal.segmentLength() / 1024);
            }
            AppenderBenchmark benchmark = new AppenderBenchmark(journal, RECORD_LENGTH, APPENDERS, window);
            onDurable.set(benchmark::onDurable);
            double perSecond = benchmark.run((window == 1 ? STREAM_LENGTH / 2 : STREAM_LENGTH) / 1024);
            figures.add(streamName(segments, window), perSecond * 1024 / 1e6);
        }
        delete(directory.resolve("journal"));
    }

    /** So much that the operating system takes it at once: what the journal does by itself, without the disk. */
    private void burst(SegmentJournal journal) {
        journal.flush(DurabilityLevel.FSYNC);
        Await.await(() -> journal.syncedPosition() == journal.appendPosition(), "sync");
        long startNs = System.nanoTime();
        appendSmall(journal, BURST_COUNT, false);
        Await.await(() -> journal.durablePosition() == journal.appendPosition(), "last record");
        double seconds = (System.nanoTime() - startNs) / 1e9;
        figures.add("level OS, 256 B, a burst of a million, million records/s", BURST_COUNT / 1e6 / seconds);
    }

    private void throughput(boolean isReclaiming) throws Exception {
        try (SegmentJournal journal = open(DurabilityLevel.OS, 2, () -> {})) {
            appendSmall(journal, SMALL_COUNT / 4, isReclaiming);
            if (!isReclaiming) {
                burst(journal);
            }
            long allocated = allocatedBytes();
            long startNs = System.nanoTime();
            appendSmall(journal, SMALL_COUNT, isReclaiming);
            double seconds = (System.nanoTime() - startNs) / 1e9;
            double perRecord = (allocatedBytes() - allocated) / (double) SMALL_COUNT;
            String name = "level OS, 256 B, " + (isReclaiming ? "recycled" : "fresh") + " segments, ";
            figures.add(name + "million records/s", SMALL_COUNT / 1e6 / seconds);
            figures.add(name + "owner's bytes per record", perRecord);
        }
        if (!isReclaiming) {
            scan();
        }
        delete(directory.resolve("journal"));
    }

    private void scan() throws Exception {
        long[] records = new long[1];
        long startNs = System.nanoTime();
        SegmentJournal journal = open(DurabilityLevel.OS, 2, () -> {}, view -> records[0] += view.recordLength());
        figures.add("recovery scan, MB/s", records[0] / 1e6 / seconds(startNs));
        journal.close();
    }

    private static void appendSmall(SegmentJournal journal, int count, boolean isReclaiming) {
        for (int i = 0; i < count; i++) {
            append(journal, SMALL_LENGTH, i);
            if (i % CYCLE == 0) {
                journal.flush(DurabilityLevel.OS);
                if (isReclaiming && journal.logLength() > 4L * journal.segmentLength()) {
                    journal.dropBefore(journal.oldestEndPosition());
                }
                while (journal.isSaturated()) {
                    LockSupport.parkNanos(50_000);
                }
            }
        }
        journal.flush(DurabilityLevel.OS);
        while (journal.durablePosition() < journal.appendPosition()) {
            LockSupport.parkNanos(10_000);
        }
    }

    private void checkpoint() throws Exception {
        NioBuffer block = NioBuffer.allocate(64 * 1024);
        block.setMemory(0, block.capacity(), (byte) 7);
        try (SegmentJournal journal = open(DurabilityLevel.FSYNC, 2, () -> {})) {
            append(journal, 100, 1);
            long startNs = System.nanoTime();
            CheckpointWriter writer = journal.beginCheckpoint();
            for (int written = 0; written < CHECKPOINT_LENGTH; written += block.capacity()) {
                writer.write(block, 0, block.capacity());
                while (writer.isSaturated()) {
                    LockSupport.parkNanos(50_000);
                }
            }
            writer.commit();
            journal.flush(DurabilityLevel.FSYNC);
            Await.await(writer::isDone, "checkpoint");
            figures.add("checkpoint write, MB/s", CHECKPOINT_LENGTH / 1e6 / ((System.nanoTime() - startNs) / 1e9));
        }
        long startNs = System.nanoTime();
        long[] length = new long[1];
        SegmentJournal journal = open(DurabilityLevel.FSYNC, 2, () -> {}, new RecoveryHandler() {
            @Override
            public boolean onCheckpoint(CheckpointReader reader) {
                CheckpointBlock read = new CheckpointBlock();
                while (reader.next(read)) {
                    length[0] += read.length();
                }
                figures.add("checkpoint verify and load, MB/s", length[0] / 1e6 / seconds(startNs));
                return true;
            }

            @Override
            public void onRecord(RecordView view) {
                // There is none behind the checkpoint.
            }
        });
        figures.add("open from a checkpoint of 100 MiB, ms", seconds(startNs) * 1e3);
        journal.close();
        delete(directory.resolve("journal"));
    }

    private static double seconds(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static long append(SegmentJournal journal, int length, long value) {
        var buffer = journal.claim(1, 1, length);
        buffer.setMemory(journal.claimOffset(), length, (byte) value);
        return journal.commit(true);
    }

    private SegmentJournal open(DurabilityLevel level, int spareSegments, Runnable onDurable) throws Exception {
        return open(level, spareSegments, onDurable, view -> {});
    }

    private SegmentJournal open(
            DurabilityLevel level, int spareSegments, Runnable onDurable, RecoveryHandler onRecovered)
            throws Exception {
        JournalConfig config = JournalConfig.builder(directory.resolve("journal"))
                .level(level)
                .spareSegments(spareSegments)
                .build();
        return SegmentJournal.open(config, onRecovered, new DurabilityListener() {
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

    private static void delete(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
