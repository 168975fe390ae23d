package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageSourceTest {
    @Test
    void shouldGiveEachLineAndTheLastOneWithoutALineBreakToo() throws IOException {
        try (MessageSource source = lines("a\n\nä".getBytes(StandardCharsets.UTF_8))) {
            assertEquals("a", source.next());
            assertEquals("", source.next());
            assertEquals("ä", source.next());
            assertNull(source.next());
        }
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() throws IOException {
        try (MessageSource source = lines(new byte[] {'a', (byte) 0xFF, '\n'})) {
            assertThrows(IOException.class, source::next);
        }
    }

    @Test
    void shouldMakeAsManyBodiesOfTheLengthAskedFor() throws IOException {
        try (MessageSource source = MessageSource.generated(2, 4)) {
            assertEquals("1 xx", source.next());
            assertEquals("2 xx", source.next());
            assertNull(source.next());
        }
    }

    @Test
    void shouldCutTheNumberWhereTheBodyIsShorter() throws IOException {
        try (MessageSource source = MessageSource.generated(1, 0)) {
            assertEquals("", source.next());
            assertNull(source.next());
        }
    }

    private static MessageSource lines(byte[] input) {
        return MessageSource.lines(new ByteArrayInputStream(input));
    }
}
