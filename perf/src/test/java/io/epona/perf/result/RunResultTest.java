package io.epona.perf.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunResultTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadWhatItWrote() throws Exception {
        RunResult result = Results.of("a \"quoted\" label, µs", 1234.5, 100_000, 2_000_000);
        Path file = directory.resolve("new/result.json");

        result.writeTo(file);

        assertEquals(result, RunResult.read(file));
        assertEquals(2, RunResult.read(file).sends().histogram().getTotalCount());
    }

    @Test
    void shouldRefuseOtherFiles() {
        assertThrows(
                IllegalArgumentException.class, () -> RunResult.of(new Fields("x.json", Map.of("format", "other/1"))));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> RunResult.of(new Fields("x.json", Map.of("format", "epona-perf-run/1"))));
        assertTrue(e.getMessage().contains("x.json.label"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Json.readObject("x.json", "{\"a\":"));
        assertThrows(IllegalArgumentException.class, () -> Json.readObject("x.json", "[1]"));
        assertThrows(IllegalArgumentException.class, () -> Json.readObject("x.json", ""));
    }

    @Test
    void shouldMissARateByMoreThanAHundredth() {
        assertFalse(new Rates(1000, 990, 0, 0, 1).isMissed());
        assertTrue(new Rates(1000, 989, 0, 0, 1).isMissed());
        assertFalse(new Rates(0, 1, 0, 0, 1).isMissed());
    }

    @Test
    void shouldNotQuoteWhatWasMissedOrNotVerified() {
        RunResult missed = Results.of("missed", new Rates(1000, 10, 10, 0, 1), 1);

        assertFalse(missed.isQuotable());
        assertEquals("MISSED RATE", missed.mark());
        assertTrue(Results.of("good", 10, 1).isQuotable());
    }

    @Test
    void shouldSayWhatIsWrong() {
        Verification bad =
                new Verification(10, 0, 9, 1, 0, 0, 0, 0, 0, 0, List.of("lost: producer=0 sequence=3"), List.of("x"));

        assertFalse(bad.isGood());
        assertTrue(bad.text().contains("lost=1"), bad.text());
        assertTrue(bad.text().contains("sequence=3; x"), bad.text());
    }
}
