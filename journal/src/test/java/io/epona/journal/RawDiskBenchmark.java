package io.epona.journal;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the disk does by itself: the limits that the journal is measured against. */
final class RawDiskBenchmark {
    private static final int MIB = 1024 * 1024;
    private static final int FILE_LENGTH = 64 * MIB;

    private final Path file;
    private final BenchmarkFigures figures;

    RawDiskBenchmark(Path directory, BenchmarkFigures figures) {
        file = directory.resolve("raw");
        this.figures = figures;
    }

    /** Small writes over a file that is there, each synced: the least that a single append can take. */
    void smallSyncs(int length, int count) throws Exception {
        try (FileChannel channel = open(true)) {
            Histogram histogram = new Histogram(3);
            ByteBuffer bytes = ByteBuffer.allocateDirect(length);
            for (int i = 0; i < count; i++) {
                long startNs = System.nanoTime();
                channel.write(bytes.clear(), (long) i * length % (FILE_LENGTH - length));
                channel.force(false);
                histogram.recordValue(System.nanoTime() - startNs);
            }
            add("raw write+fdatasync 1 KiB, preallocated", histogram);
        }
        Files.delete(file);
    }

    private void add(String name, Histogram histogram) {
        figures.add(name + ", p50 us", histogram.getValueAtPercentile(50) / 1e3);
        figures.add(name + ", p99 us", histogram.getValueAtPercentile(99) / 1e3);
    }

    /** 1 MiB at a time, each synced. */
    void sequential(boolean isPreallocated, int totalLength) throws Exception {
        try (FileChannel channel = open(isPreallocated)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(MIB);
            fill(bytes);
            long startNs = System.nanoTime();
            for (long offset = 0; offset < totalLength; offset += MIB) {
                long at = isPreallocated ? offset % FILE_LENGTH : offset;
                bytes.clear();
                while (bytes.hasRemaining()) {
                    channel.write(bytes, at + bytes.position());
                }
                channel.force(false);
            }
            double seconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
            String how = isPreallocated ? "preallocated" : "appending";
            figures.add("raw 1 MiB write+fdatasync, " + how + ", MB/s", totalLength / 1e6 / seconds);
        }
        Files.delete(file);
    }

    private static void fill(ByteBuffer bytes) {
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) (i * 31));
        }
    }

    private FileChannel open(boolean isPreallocated) throws Exception {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isPreallocated) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(MIB);
            for (int offset = 0; offset < FILE_LENGTH; offset += MIB) {
                channel.write(zeros.clear(), offset);
            }
            channel.force(true);
        }
        return channel;
    }
}
