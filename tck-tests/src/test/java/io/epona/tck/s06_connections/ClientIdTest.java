package io.epona.tck.s06_connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;

/** Section 6.1.2, client identifiers. */
class ClientIdTest extends ConformanceTest {
    @Test
    void shouldHaveNoneUnlessOneIsSet() throws Exception {
        assertNull(stoppedConnection().getClientID());
        assertNull(context().getClientID());
    }

    @Test
    void shouldBeSetByTheApplication() throws Exception {
        Connection connection = stoppedConnection();
        String id = uniqueName("client");

        connection.setClientID(id);

        assertEquals(id, connection.getClientID());
    }

    @Test
    void shouldBeSetByTheFactory() throws Exception {
        String id = uniqueName("client");
        Connection connection =
                closing(provider().connectionFactoryWithClientId(id).createConnection());

        assertEquals(id, connection.getClientID());
        assertThrows(IllegalStateException.class, () -> connection.setClientID(uniqueName("other")));
        assertEquals(id, connection.getClientID());
    }

    @Test
    void shouldNotBeSetTwice() throws Exception {
        Connection connection = stoppedConnection();
        connection.setClientID(uniqueName("client"));

        assertThrows(IllegalStateException.class, () -> connection.setClientID(uniqueName("client")));
    }

    @Test
    void shouldNotBeSetAfterAnotherUse() throws Exception {
        Connection afterSession = stoppedConnection();
        afterSession.createSession();
        assertThrows(IllegalStateException.class, () -> afterSession.setClientID(uniqueName("client")));
        Connection afterStart = stoppedConnection();
        afterStart.start();
        assertThrows(IllegalStateException.class, () -> afterStart.setClientID(uniqueName("client")));
        Connection afterStop = stoppedConnection();
        afterStop.stop();
        assertThrows(IllegalStateException.class, () -> afterStop.setClientID(uniqueName("client")));
    }

    @Test
    void shouldBelongToOneConnectionAtATime() throws Exception {
        String id = uniqueName("client");
        Connection first = stoppedConnection();
        first.setClientID(id);

        assertThrows(InvalidClientIDException.class, () -> stoppedConnection().setClientID(id));
        assertThrows(
                JMSException.class,
                () -> closing(provider().connectionFactoryWithClientId(id).createConnection()));
        first.close();
        Connection later = stoppedConnection();
        later.setClientID(id);
        assertEquals(id, later.getClientID());
    }

    @Test
    void shouldLetAnotherBeTriedAfterOneWasRefused() throws Exception {
        String id = uniqueName("client");
        connection(id);
        Connection second = stoppedConnection();
        assertThrows(InvalidClientIDException.class, () -> second.setClientID(id));

        String other = uniqueName("client");
        second.setClientID(other);

        assertEquals(other, second.getClientID());
    }

    @Test
    void shouldFollowTheSameRulesInContexts() {
        String id = uniqueName("client");
        JMSContext first = context();
        first.setClientID(id);
        assertEquals(id, first.getClientID());

        assertThrows(IllegalStateRuntimeException.class, () -> first.setClientID(uniqueName("client")));
        assertThrows(InvalidClientIDRuntimeException.class, () -> context().setClientID(id));
        JMSContext used = context();
        used.createTextMessage();
        used.createConsumer(used.createQueue(uniqueName("queue")));
        assertThrows(IllegalStateRuntimeException.class, () -> used.setClientID(uniqueName("client")));
    }
}
