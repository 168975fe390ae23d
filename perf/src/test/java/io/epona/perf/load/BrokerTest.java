package io.epona.perf.load;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.perf.provider.Connector;
import io.epona.perf.workload.Workload;
import io.epona.protocol.Durability;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One broker for all tests of a class: each run has destinations of its own. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BrokerTest {
    private final AtomicInteger runs = new AtomicInteger();

    private EponaBroker broker;

    @BeforeAll
    void startBroker(@TempDir Path directory) throws Exception {
        broker = EponaBroker.builder()
                .dataDirectory(directory)
                .durability(Durability.OS)
                .port(0)
                .start();
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    ConnectionFactory factory() {
        return new EponaConnectionFactory(broker.uri());
    }

    LoadOutcome run(ConnectionFactory factory, Workload workload) throws Exception {
        return run(factory::createConnection, workload);
    }

    LoadOutcome run(Workload workload) throws Exception {
        return run(
                workload.isXa()
                        ? new EponaXAConnectionFactory(broker.uri())::createXAConnection
                        : factory()::createConnection,
                workload);
    }

    private LoadOutcome run(Connector connector, Workload workload) throws Exception {
        return new LoadRun(connector, workload, runs.incrementAndGet(), tick -> {}).run();
    }
}
