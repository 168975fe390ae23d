package io.epona.server.jms;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker on a directory of its own, over TCP and within this JVM, which a test can restart. */
abstract class JmsTest {
    static final long TIMEOUT_MS = 10_000;

    private static final AtomicInteger BROKERS = new AtomicInteger();

    @TempDir
    Path directory;

    private final String vmName = "jms-test-" + BROKERS.incrementAndGet();
    private EponaBroker broker;
    private int port;

    @BeforeEach
    void startBroker() throws Exception {
        broker = store(EponaBroker.builder()).port(port).vmName(vmName).start();
        port = broker.port();
    }

    /** Where the broker keeps its messages. */
    BrokerBuilder store(BrokerBuilder builder) {
        return builder.dataDirectory(directory);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
        broker.failure().ifPresent(failure -> {
            throw new AssertionError("broker failed", failure);
        });
    }

    /** Stops the broker and starts it again on the same port and directory. */
    void restartBroker() throws Exception {
        stopBroker();
        startBroker();
    }

    String uri() {
        return broker.uri();
    }

    String vmUri() {
        return broker.vmUri();
    }

    /** A started connection. */
    Connection connect() throws Exception {
        Connection connection = new EponaConnectionFactory(uri()).createConnection();
        connection.start();
        return connection;
    }

    /** A started connection with a client id. */
    Connection connect(String clientId) throws Exception {
        Connection connection = new EponaConnectionFactory(uri()).createConnection();
        connection.setClientID(clientId);
        connection.start();
        return connection;
    }
}
