package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.broker.BrokerBuilder;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** The same with a broker that keeps everything in memory. */
class VolatileDeadLetterTest extends DeadLetterTest {
    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return builder.inMemory().destinations(settings());
    }

    @Test
    @Override
    void shouldMoveManyOnceAndKeepThemOverARestart() throws Exception {
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            assertNull(session.createConsumer(session.createQueue("DEAD.many")).receiveNoWait());
        }
    }
}
