package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SendResultTest {
    private final SendResult result = new SendResult(new Progress(new PrintWriter(new StringWriter()), "sent"));

    @Test
    void shouldBeContentWhenEverythingWasConfirmed() throws CommandException {
        result.confirmed(3);

        assertFalse(result.hasFailed());
        result.check();
    }

    @Test
    void shouldNameTheLinesThatWereNotConfirmedInOrder() {
        result.confirmed(4);
        result.notConfirmed(9, 9, new IOException("first cause"));
        result.notConfirmed(6, 7, new IOException("second cause"));

        assertTrue(result.hasFailed());
        CommandException e = assertThrows(CommandException.class, result::check);
        assertEquals("not confirmed: lines=6..7,9 confirmed=4 notSentAfterLine=9 cause=first cause", e.getMessage());
    }

    @Test
    void shouldNotNameMoreRangesThanALineHolds() {
        for (long line = 1; line <= 21; line += 2) {
            result.notConfirmed(line, line, new IOException("refused"));
        }

        CommandException e = assertThrows(CommandException.class, result::check);
        assertTrue(e.getMessage().contains("lines=1,3,5,7,9,11,13,15,17,19,… "), e.getMessage());
    }
}
