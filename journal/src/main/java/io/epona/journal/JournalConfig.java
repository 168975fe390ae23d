package io.epona.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What a {@link SegmentJournal} is told when it is opened. Immutable; a value out of its range is refused with its key,
 * the value and the range. Lengths are in bytes.
 *
 * @param directory where the segments are; created if it is missing
 * @param level what most records are flushed with: what the journal prepares its files for and warns about
 * @param segmentLength of the segments made from now on, a multiple of 4096; older ones keep theirs
 * @param writeBufferLength of the buffers that records are appended to; a longer record gets one of its own
 * @param hotTailLength how much of what was appended last stays in memory to be read without a system call
 * @param readCacheLength how much of what was read from files stays in memory
 * @param saturationLength how much may wait for the disk before {@link Journal#isSaturated()} says so
 * @param spareSegments how many dropped segments are kept to be written over, which is quicker than to write new files
 * @param clock gives records their timestamps
 */
public record JournalConfig(
        Path directory,
        DurabilityLevel level,
        int segmentLength,
        int writeBufferLength,
        int hotTailLength,
        int readCacheLength,
        int saturationLength,
        int spareSegments,
        InstantSource clock) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int GIB = 1024 * MIB;
    private static final int SEGMENT_UNIT = 4096;

    /** Validates the whole. */
    public JournalConfig {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(clock, "clock");
        checkRange("segmentLength", segmentLength, 64 * KIB, GIB);
        checkRange("writeBufferLength", writeBufferLength, 4 * KIB, 64 * MIB);
        checkRange("hotTailLength", hotTailLength, 0, GIB);
        checkRange("readCacheLength", readCacheLength, 256 * KIB, GIB);
        checkRange("saturationLength", saturationLength, 64 * KIB, GIB);
        checkRange("spareSegments", spareSegments, 0, 64);
        if (segmentLength % SEGMENT_UNIT != 0) {
            throw new IllegalArgumentException(
                    "value is no multiple: key=segmentLength value=" + segmentLength + " multipleOf=" + SEGMENT_UNIT);
        }
    }

    private static void checkRange(String key, int value, int minimum, int maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(
                    "value is out of range: key=" + key + " value=" + value + " range=" + minimum + ".." + maximum);
        }
    }

    /** Starts from the defaults: level FSYNC, segments of 64 MiB. */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /** Collects the values that differ from the defaults. Not thread-safe. */
    public static final class Builder {
        private final Path directory;
        private DurabilityLevel level = DurabilityLevel.FSYNC;
        private int segmentLength = 64 * MIB;
        private int writeBufferLength = MIB;
        private int hotTailLength = 8 * MIB;
        private int readCacheLength = MIB;
        private int saturationLength = 32 * MIB;
        private int spareSegments = 2;
        private InstantSource clock = Clock.systemUTC();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** See {@link JournalConfig#level()}. */
        public Builder level(DurabilityLevel value) {
            level = value;
            return this;
        }

        /** See {@link JournalConfig#segmentLength()}. */
        public Builder segmentLength(int value) {
            segmentLength = value;
            return this;
        }

        /** See {@link JournalConfig#writeBufferLength()}. */
        public Builder writeBufferLength(int value) {
            writeBufferLength = value;
            return this;
        }

        /** See {@link JournalConfig#hotTailLength()}. */
        public Builder hotTailLength(int value) {
            hotTailLength = value;
            return this;
        }

        /** See {@link JournalConfig#readCacheLength()}. */
        public Builder readCacheLength(int value) {
            readCacheLength = value;
            return this;
        }

        /** See {@link JournalConfig#saturationLength()}. */
        public Builder saturationLength(int value) {
            saturationLength = value;
            return this;
        }

        /** See {@link JournalConfig#spareSegments()}. */
        public Builder spareSegments(int value) {
            spareSegments = value;
            return this;
        }

        /** See {@link JournalConfig#clock()}. */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** @throws IllegalArgumentException if a value is out of its range */
        public JournalConfig build() {
            return new JournalConfig(
                    directory,
                    level,
                    segmentLength,
                    writeBufferLength,
                    hotTailLength,
                    readCacheLength,
                    saturationLength,
                    spareSegments,
                    clock);
        }
    }
}
