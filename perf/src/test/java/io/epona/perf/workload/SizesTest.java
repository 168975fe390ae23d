package io.epona.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    private final Random random = new Random(1);

    @Test
    void shouldAlwaysTakeTheOneLength() {
        Sizes sizes = Sizes.parse("1024");

        assertTrue(IntStream.range(0, 100).allMatch(i -> sizes.next(random) == 1024));
        assertEquals(1024, sizes.largest());
    }

    @Test
    void shouldReachBothEndsOfARange() {
        Sizes sizes = Sizes.parse("100-102");

        Map<Integer, Long> counts = counts(sizes, 3_000);

        assertEquals(3, counts.size(), counts.toString());
        assertTrue(counts.values().stream().allMatch(count -> count > 800), counts.toString());
    }

    @Test
    void shouldWeighLengths() {
        Map<Integer, Long> counts = counts(Sizes.parse("200:90,64k:10"), 10_000);

        assertEquals(10_000, counts.get(200) + counts.get(65_536));
        assertEquals(1_000, counts.get(65_536), 150, counts.toString());
    }

    @Test
    void shouldWeighAlikeWhatHasNoWeight() {
        Map<Integer, Long> counts = counts(Sizes.parse("100,200"), 10_000);

        assertEquals(5_000, counts.get(100), 300, counts.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "39", "200-100", "100:0", "100:", "1073741825", "-5", "100,,200", "9999999k"})
    void shouldRefuseWhatIsNoDistribution(String text) {
        assertThrows(RuntimeException.class, () -> Sizes.parse(text));
    }

    @Test
    void shouldTakeTheShortestBodyThatCanBeVerified() {
        assertEquals(40, Sizes.parse("40").next(random));
    }

    private Map<Integer, Long> counts(Sizes sizes, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sizes.next(random))
                .collect(Collectors.groupingBy(length -> length, Collectors.counting()));
    }
}
