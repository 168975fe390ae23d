package io.epona.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class KeyValueLayoutTest {
    private final KeyValueLayout layout = new KeyValueLayout();

    @Test
    void shouldWriteOneLineOfPairs() {
        assertEquals(
                "time=1970-01-01T00:00:01.500Z level=warn logger=Broker thread=main message=\"slow disk: waitedMs=7\""
                        + System.lineSeparator(),
                layout.doLayout(event("slow disk: waitedMs=7")));
    }

    @Test
    void shouldNotLetAMessageForgeALine() {
        String line = layout.doLayout(event("name=\"x\nlevel=error"));

        assertTrue(line.contains("message=\"name=\\\"x\\nlevel=error\""), line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void shouldAppendTheStackTrace() {
        LoggingEvent event = event("journal failed");
        event.setThrowableProxy(new ThrowableProxy(new IOException("Input/output error")));

        assertTrue(layout.doLayout(event).contains("java.io.IOException: Input/output error"));
    }

    private static LoggingEvent event(String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName("io.epona.broker.Broker");
        event.setThreadName("main");
        event.setLevel(Level.WARN);
        event.setMessage(message);
        event.setTimeStamp(1_500);
        return event;
    }
}
