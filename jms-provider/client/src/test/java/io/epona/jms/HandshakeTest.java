package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.HelloDecoder;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a connection comes to be. */
class HandshakeTest {
    private final FakeBroker broker = new FakeBroker();

    @AfterEach
    void close() throws IOException {
        broker.close();
    }

    @Test
    void shouldIntroduceItselfOnFirstUse() throws JMSException {
        try (Connection connection = new EponaConnectionFactory(broker.uri()).createConnection()) {
            assertEquals(List.of(), broker.frames);

            connection.start();

            assertEquals(List.of("Hello resumed=0 clientId="), broker.frames);
        }
        broker.await("Disconnect code=0");
    }

    @Test
    void shouldTakeTheClientIdFromTheUri() throws JMSException {
        try (Connection connection = new EponaConnectionFactory(broker.uri("clientId=billing")).createConnection()) {
            assertEquals("billing", connection.getClientID());
            assertEquals(List.of("Hello resumed=0 clientId=billing"), broker.frames);
            assertThrows(IllegalStateException.class, () -> connection.setClientID("other"));
        }
    }

    @Test
    void shouldRefuseAClientIdAfterFirstUse() throws JMSException {
        try (Connection connection = new EponaConnectionFactory(broker.uri()).createConnection()) {
            connection.createSession();

            assertThrows(IllegalStateException.class, () -> connection.setClientID("late"));
        }
    }

    @Test
    void shouldLetTheApplicationTryAnotherClientIdWhenOneIsInUse() throws JMSException {
        try (Connection connection = new EponaConnectionFactory(broker.uri()).createConnection()) {
            broker.helloRefusal = ErrorCode.CLIENT_ID_IN_USE;
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID("taken"));
            broker.helloRefusal = null;

            connection.setClientID("free");

            assertEquals("free", connection.getClientID());
            broker.await("Hello resumed=0 clientId=free");
        }
    }

    @Test
    void shouldConnectAgainIfTheBrokerLostPatienceBeforeFirstUse() throws JMSException {
        try (Connection connection = new EponaConnectionFactory(broker.uri()).createConnection()) {
            broker.peer().cut();

            connection.start();

            broker.await("Hello resumed=0 clientId=");
        }
    }

    @Test
    void shouldTryTheNextHost() throws Exception {
        String uri = "epona://127.0.0.1:" + freePort() + "," + broker.uri().substring("epona://".length());
        try (Connection connection = new EponaConnectionFactory(uri).createConnection()) {
            connection.start();

            assertEquals(1, broker.starting("Hello").size());
        }
    }

    @Test
    void shouldNameEveryAddressTriedInVain() throws IOException {
        int first = freePort();
        int second = freePort();
        String uri = "epona://127.0.0.1:" + first + ",127.0.0.1:" + second;

        JMSException e = assertThrows(JMSException.class, () -> new EponaConnectionFactory(uri).createConnection());

        assertEquals("EPONA-1013", e.getErrorCode());
        assertTrue(e.getMessage().contains(":" + first) && e.getMessage().contains(":" + second), e.getMessage());
    }

    @Test
    void shouldFailWhenNoWelcomeComesInTime() throws JMSException {
        broker.ignore(HelloDecoder.TEMPLATE_ID);
        try (Connection connection =
                new EponaConnectionFactory(broker.uri("connectTimeoutMs=1000")).createConnection()) {
            JMSException e = assertThrows(JMSException.class, connection::start);

            assertEquals("EPONA-1013", e.getErrorCode());
        }
    }

    @Test
    void shouldRefuseAWrongUriAtOnce() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new EponaConnectionFactory("tcp://localhost"));

        assertTrue(e.getMessage().startsWith("EPONA-1014 "), e.getMessage());
    }

    @Test
    void shouldFailForAVmNameThatNobodyHas() {
        JMSException e =
                assertThrows(JMSException.class, () -> new EponaConnectionFactory("vm://nobody").createConnection());

        assertEquals("EPONA-1013", e.getErrorCode());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
