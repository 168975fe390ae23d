package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import io.epona.protocol.Durability;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has been confirmed at which level is there after the broker's process was killed. */
class DurabilitySystemTest {
    private static final int COUNT = 200;
    private static final long TIMEOUT_MS = 10_000;

    @TempDir
    private Path directory;

    private CliProcess start(String level) throws Exception {
        return CliProcess.start("run", "--data", directory.toString(), "--port", "0", "--durability", level);
    }

    private static void send(String uri, String level, int count) {
        try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
            JMSProducer producer = context.createProducer();
            if (level != null) {
                producer.setProperty(Durability.PROPERTY, level);
            }
            for (int i = 0; i < count; i++) {
                producer.send(context.createQueue("q"), "" + i);
            }
        }
    }

    private static void assertReceived(String uri, int count) {
        try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("q"));
            for (int i = 0; i < count; i++) {
                assertEquals("" + i, consumer.receiveBody(String.class, TIMEOUT_MS));
            }
            assertNull(consumer.receive(50));
        }
    }

    /** Memory promises nothing, so all that is asked of it is that it gets the message to consumers. */
    @ParameterizedTest
    @CsvSource({"fsync,", "fsync,os", "os,", "os,fsync", "os,os", "memory,os", "memory,fsync"})
    void shouldKeepWhatWasConfirmedThroughTheEndOfTheProcess(String level, String messageLevel) throws Exception {
        try (CliProcess broker = start(level)) {
            send(broker.awaitReady(), messageLevel, COUNT);
        }

        try (CliProcess broker = start(level)) {
            assertReceived(broker.awaitReady(), COUNT);
        }
    }

    @ParameterizedTest
    @CsvSource({"fsync,memory", "os,memory", "memory,"})
    void shouldDeliverWhatNeedNotBeKept(String level, String messageLevel) throws Exception {
        try (CliProcess broker = start(level)) {
            String uri = broker.awaitReady();
            send(uri, messageLevel, COUNT);

            assertReceived(uri, COUNT);

            send(uri, messageLevel, COUNT);
            assertEquals(ExitCode.OK, broker.terminate());
        }
        try (CliProcess broker = start(level)) {
            assertReceived(broker.awaitReady(), COUNT);
        }
    }

    @Test
    void shouldRefuseALevelThatDoesNotExist() throws Exception {
        CliProcess refused = CliProcess.run("", "run", "--data", directory.toString(), "--durability", "majority");

        assertEquals(ExitCode.USAGE, refused.exitCode());
        try (CliProcess broker = start("fsync")) {
            String uri = broker.awaitReady();
            JMSRuntimeException e = assertThrows(JMSRuntimeException.class, () -> send(uri, "disk", 1));
            assertTrue(e.getMessage().endsWith("value=disk allowed=memory, os, fsync"), e.getMessage());
        }
    }
}
