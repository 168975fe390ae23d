package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class JournalConfigTest {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private static JournalConfig.Builder builder() {
        return JournalConfig.builder(Path.of("directory"));
    }

    @Test
    void shouldSyncBigSegmentsUnlessToldOtherwise() {
        JournalConfig config = builder().build();

        assertEquals(DurabilityLevel.FSYNC, config.level());
        assertEquals(64 * MIB, config.segmentLength());
    }

    @Test
    void shouldRefuseValuesOutOfTheirRange() {
        assertRange(
                "segmentLength", 64 * KIB, 1024 * MIB, 4096, value -> builder().segmentLength(value));
        assertRange(
                "writeBufferLength", 4 * KIB, 64 * MIB, 1, value -> builder().writeBufferLength(value));
        assertRange("hotTailLength", 0, 1024 * MIB, 1, value -> builder().hotTailLength(value));
        assertRange(
                "readCacheLength", 256 * KIB, 1024 * MIB, 1, value -> builder().readCacheLength(value));
        assertRange(
                "saturationLength", 64 * KIB, 1024 * MIB, 1, value -> builder().saturationLength(value));
        assertRange("spareSegments", 0, 64, 1, value -> builder().spareSegments(value));
    }

    private static void assertRange(
            String key, int minimum, int maximum, int step, IntFunction<JournalConfig.Builder> setter) {
        setter.apply(minimum).build();
        setter.apply(minimum + step).build();
        setter.apply(maximum).build();
        for (int value : new int[] {minimum - step, maximum + step, Integer.MIN_VALUE}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> setter.apply(value).build());
            assertEquals(
                    "value is out of range: key=" + key + " value=" + value + " range=" + minimum + ".." + maximum,
                    e.getMessage());
        }
    }

    @Test
    void shouldRefuseSegmentsThatAreNoMultipleOfAPage() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> builder().segmentLength(64 * KIB + 1).build());

        assertEquals("value is no multiple: key=segmentLength value=65537 multipleOf=4096", e.getMessage());
    }

    @Test
    void shouldRefuseNothingAtAll() {
        assertThrows(NullPointerException.class, () -> builder().level(null).build());
        assertThrows(NullPointerException.class, () -> builder().clock(null).build());
        assertThrows(
                NullPointerException.class, () -> JournalConfig.builder(null).build());
    }
}
