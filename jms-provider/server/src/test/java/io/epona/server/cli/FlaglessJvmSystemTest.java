package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.broker.BrokerStartException;
import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker and client need no JVM flag: a JVM without any runs both, and warns of nothing. */
class FlaglessJvmSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRunBrokerAndClientWithoutAFlagOrAWarning() throws IOException, InterruptedException {
        try (CliProcess process = CliProcess.startClass(Program.class.getName(), directory.toString())) {
            assertEquals(0, process.exitCode(), process.err()::toString);
            assertEquals(List.of(), process.err());
            assertEquals(List.of("received over vm", "received over epona"), process.out());
        }
    }

    /** What the other JVM runs. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws BrokerStartException, JMSException {
            Path directory = Path.of(arguments[0]);
            try (EponaBroker broker = EponaBroker.builder()
                    .dataDirectory(directory)
                    .vmName("flagless")
                    .port(0)
                    .start()) {
                for (String uri : List.of(broker.vmUri(), broker.uri())) {
                    exchange(uri);
                }
            }
        }

        private static void exchange(String uri) throws JMSException {
            try (Connection connection = new EponaConnectionFactory(uri).createConnection()) {
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                Queue queue = session.createQueue("orders");
                session.createProducer(queue).send(session.createTextMessage(uri.substring(0, uri.indexOf(':'))));
                session.commit();
                connection.start();
                String scheme = session.createConsumer(queue).receive(10_000).getBody(String.class);
                session.commit();
                System.out.println("received over " + scheme);
            }
        }
    }
}
