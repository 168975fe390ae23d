package io.epona.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread appends records of 256 bytes at level OS, as fast as the operating system takes them. With {@code -prof gc}
 * it tells what appending allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AppendJmh {
    private static final int LENGTH = 256;
    private static final int CYCLE = 64;
    private static final long PAUSE_NS = 50_000;

    private Path directory;
    private SegmentJournal journal;
    private int count;

    /** Opens a journal in the working directory. */
    @Setup(Level.Trial)
    public void open() throws Exception {
        directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "append-jmh");
        JournalConfig config =
                JournalConfig.builder(directory).level(DurabilityLevel.OS).build();
        journal = SegmentJournal.open(config, view -> {}, new DurabilityListener() {
            @Override
            public void onDurable(long position) {
                // The appending thread looks for itself.
            }

            @Override
            public void onFailed(Throwable cause) {
                throw new AssertionError(cause);
            }
        });
    }

    /** Appends one record. */
    @Benchmark
    public long append() {
        MutableDirectBuffer buffer = journal.claim(1, 1, LENGTH);
        buffer.setMemory(journal.claimOffset(), LENGTH, (byte) count);
        long position = journal.commit(true);
        if (++count % CYCLE == 0) {
            endCycle();
        }
        return position;
    }

    private void endCycle() {
        journal.flush(DurabilityLevel.OS);
        while (journal.isSaturated()) {
            LockSupport.parkNanos(PAUSE_NS);
        }
        if (journal.oldestEndPosition() != journal.oldestPosition()
                && journal.oldestEndPosition() <= journal.durablePosition()) {
            journal.dropBefore(journal.oldestEndPosition());
        }
    }

    /** Closes the journal and deletes it. */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        journal.close();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
