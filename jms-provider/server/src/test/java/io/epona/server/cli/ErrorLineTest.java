package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ErrorLineTest {
    @Test
    void shouldPutAMessageOfSeveralLinesIntoOne() {
        assertEquals("write failed: disk full", ErrorLine.cause(new IOException("write failed:\n  disk full")));
    }

    @Test
    void shouldSayWhatIsWrongWithAFileWhoseExceptionOnlyNamesIt() {
        assertEquals("NoSuchFileException: orders.txt", ErrorLine.cause(new NoSuchFileException("orders.txt")));
    }

    @Test
    void shouldNameTheExceptionIfItSaysNothing() {
        assertEquals("IOException", ErrorLine.cause(new IOException()));
    }

    @Test
    void shouldGoDownToTheRoot() {
        IOException failure = new IOException("sync failed", new IOException("x", new IOException("disk gone")));

        assertEquals("sync failed cause=disk gone", ErrorLine.rootCause(failure));
        assertEquals("disk gone", ErrorLine.rootCause(new IOException("disk gone")));
    }

    @Test
    void shouldSayWhyASegmentMayHaveGone() {
        assertEquals(
                "segment has gone since the tool listed the directory, run the tool again: file=/data/0000000000000000.epj",
                ErrorLine.cause(new NoSuchFileException("/data/0000000000000000.epj")));
    }
}
