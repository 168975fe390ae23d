package io.epona.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    private static final Pattern ROW = Pattern.compile("\\| `(EPONA-\\d+)` \\| (\\w+) \\| .+ \\|");

    @Test
    void shouldListTheSameCodesAsTheManual() throws IOException {
        List<String> documented = ROW.matcher(Files.readString(Path.of("../../docs/errors.md")))
                .results()
                .map(ErrorCodeTest::describe)
                .toList();

        assertEquals(
                Arrays.stream(ErrorCode.values())
                        .map(code -> code.label() + " " + code.name())
                        .toList(),
                documented);
    }

    private static String describe(MatchResult row) {
        return row.group(1) + " " + row.group(2);
    }

    @Test
    void shouldFindEachCodeByItsNumber() {
        for (ErrorCode code : ErrorCode.values()) {
            assertEquals(code, ErrorCode.of(code.number()));
        }
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, ErrorCode.of(9999), "one that a newer peer knows");
    }
}
