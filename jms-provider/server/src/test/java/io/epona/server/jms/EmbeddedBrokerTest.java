package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.BrokerStartException;
import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers within the application's own JVM. */
class EmbeddedBrokerTest {
    private static final long TIMEOUT_MS = 10_000;

    @TempDir
    Path directory;

    private static void send(String uri, String text) {
        try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
            context.createProducer().send(context.createQueue("q"), text);
        }
    }

    private static String receive(String uri, long timeoutMs) {
        try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
            return context.createConsumer(context.createQueue("q")).receiveBody(String.class, timeoutMs);
        }
    }

    @Test
    void shouldRunSeveralInOneJvmThatKnowNothingOfEachOther() throws Exception {
        try (EponaBroker first = EponaBroker.builder()
                        .dataDirectory(directory.resolve("first"))
                        .port(0)
                        .start();
                EponaBroker second = EponaBroker.builder()
                        .dataDirectory(directory.resolve("second"))
                        .withoutTcp()
                        .vmName("second")
                        .start();
                EponaBroker third =
                        EponaBroker.builder().inMemory().port(0).vmName("third").start()) {
            send(first.uri(), "1");
            send(second.uri(), "2");
            send(third.vmUri(), "3");
            assertEquals("1", receive(first.uri(), TIMEOUT_MS));
            assertEquals("2", receive("vm://second", TIMEOUT_MS));
            assertEquals("3", receive(third.uri(), TIMEOUT_MS));
        }
    }

    @Test
    void shouldKeepNothingOnDiskInMemory() throws Exception {
        try (EponaBroker broker = EponaBroker.builder().inMemory().port(0).start()) {
            assertTrue(broker.dataDirectory().isEmpty());
            send(broker.uri(), "gone with the broker");
            try (JMSContext context =
                    new EponaConnectionFactory(broker.uri()).createContext(JMSContext.SESSION_TRANSACTED)) {
                context.createProducer().send(context.createQueue("tx"), "a").send(context.createQueue("tx"), "b");
                context.commit();
                var consumer = context.createConsumer(context.createQueue("tx"));
                assertEquals("a", consumer.receiveBody(String.class, TIMEOUT_MS));
                context.rollback();
                assertEquals("a", consumer.receiveBody(String.class, TIMEOUT_MS));
                assertEquals("b", consumer.receiveBody(String.class, TIMEOUT_MS));
                context.commit();
            }
        }
        try (EponaBroker broker = EponaBroker.builder().inMemory().port(0).start()) {
            assertNull(receive(broker.uri(), 1));
        }
    }

    private EponaBroker startRestartable() throws BrokerStartException {
        return EponaBroker.builder()
                .dataDirectory(directory.resolve("restartable"))
                .withoutTcp()
                .vmName("restartable")
                .start();
    }

    @Test
    void shouldResumeAConnectionHoweverOftenThatIsTriedInVain() throws Exception {
        EponaBroker broker = startRestartable();
        try (JMSContext context = new EponaConnectionFactory(broker.vmUri()).createContext()) {
            context.createProducer().send(context.createQueue("q"), "before");
            broker.close();
            try (EponaBroker other = EponaBroker.builder().inMemory().port(0).start()) {
                assertNull(receive(other.uri(), 300), "time passes");
            }
            broker = startRestartable();
            var consumer = context.createConsumer(context.createQueue("q"));
            assertEquals("before", consumer.receiveBody(String.class, TIMEOUT_MS));
        } finally {
            broker.close();
        }
    }

    private static BrokerStartException.Reason refusal(BrokerBuilder builder, String... named) {
        BrokerStartException e = assertThrows(BrokerStartException.class, builder::start);
        Arrays.stream(named).forEach(part -> assertTrue(e.getMessage().contains(part), e.getMessage()));
        return e.reason();
    }

    @Test
    void shouldSayWhyItDoesNotStart() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertEquals(
                BrokerStartException.Reason.DIRECTORY_NOT_USABLE,
                refusal(EponaBroker.builder().dataDirectory(file).port(0), file.toString()));
        assertEquals(
                BrokerStartException.Reason.INVALID_SETTING,
                refusal(EponaBroker.builder().inMemory().port(65_536), "port=65536", "0..65535"));
        assertEquals(BrokerStartException.Reason.INVALID_SETTING, refusal(EponaBroker.builder(), "dataDirectory"));
        try (EponaBroker broker = EponaBroker.builder()
                .dataDirectory(directory.resolve("data"))
                .port(0)
                .vmName("taken")
                .start()) {
            assertEquals(
                    BrokerStartException.Reason.DIRECTORY_IN_USE,
                    refusal(
                            EponaBroker.builder()
                                    .dataDirectory(directory.resolve("data"))
                                    .port(0),
                            "pid=" + ProcessHandle.current().pid()));
            assertEquals(
                    BrokerStartException.Reason.ADDRESS_NOT_AVAILABLE,
                    refusal(EponaBroker.builder().inMemory().port(broker.port()), "port=" + broker.port()));
            assertEquals(
                    BrokerStartException.Reason.ADDRESS_NOT_AVAILABLE,
                    refusal(EponaBroker.builder().inMemory().withoutTcp().vmName("taken"), "taken"));
        }
    }

    @Test
    void shouldRefuseToConnectToNobody() {
        JMSRuntimeException e = assertThrows(
                JMSRuntimeException.class,
                () -> new EponaConnectionFactory("vm://nobody").createContext().close());
        assertEquals("EPONA-1013", e.getErrorCode());
        assertTrue(e.getMessage().contains("vm://nobody"), e.getMessage());
    }
}
