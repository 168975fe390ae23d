package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.admin.EponaAdmin;
import io.epona.jms.admin.MessagesHandled;
import io.epona.protocol.Protocol;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator whose broker is older. */
class OlderBrokerTest {
    private FakeBroker broker;

    @BeforeEach
    void open() throws IOException {
        broker = new FakeBroker();
        broker.protocolVersion = Protocol.PROPERTIES_VERSION - 1;
    }

    @AfterEach
    void close() throws IOException {
        broker.close();
    }

    @Test
    void shouldPurgeWhereNobodyCountsWhatIsLeft() throws JMSException {
        try (EponaAdmin admin = EponaAdmin.connect(broker.uri())) {
            assertEquals(
                    new MessagesHandled(FakeBroker.PURGED_COUNT, 0),
                    admin.purge("orders", "", EponaAdmin.NO_LIMIT, count -> {}));
        }
    }

    @Test
    void shouldSayThatItHasNoPropertiesOfDestinations() throws JMSException {
        try (EponaAdmin admin = EponaAdmin.connect(broker.uri())) {
            JMSException e = assertThrows(
                    JMSException.class, () -> admin.setQueueProperties("orders", false, Map.of("maxDeliveries", "1")));

            assertEquals("EPONA-5001", e.getErrorCode());
        }
    }
}
