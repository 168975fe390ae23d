package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.BrokerStartException;
import io.epona.broker.EponaBroker;
import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import io.epona.jms.EponaConnectionFactory;
import io.epona.protocol.scram.ScramVerifier;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Users with passwords, and the lack of them. */
class AuthenticationTest extends JmsTest {
    private static final String PASSWORD = "correct horse";

    private Boolean isAnonymousAllowed;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        try {
            if (!Files.exists(file())) {
                add("alice", PASSWORD);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        BrokerBuilder withUsers = super.store(builder).users(file());
        return isAnonymousAllowed == null ? withUsers : withUsers.anonymous(isAnonymousAllowed);
    }

    private Path file() {
        return directory.resolve("users.txt");
    }

    private void add(String user, String password) throws IOException {
        ScramVerifier verifier = ScramVerifier.of(password.toCharArray(), ScramVerifier.MIN_ITERATIONS);
        UsersFile.add(file(), new User(user, verifier, Set.of()));
    }

    private EponaConnectionFactory factory() {
        return new EponaConnectionFactory(uri());
    }

    private static void assertSendsAndReceives(JMSContext context) {
        context.createProducer().send(context.createQueue("q"), "text");
        try (JMSConsumer consumer = context.createConsumer(context.createQueue("q"))) {
            assertEquals("text", consumer.receiveBody(String.class, TIMEOUT_MS));
        }
    }

    @Test
    void shouldServeAUserWhoKnowsThePassword() {
        try (JMSContext context = factory().createContext("alice", PASSWORD)) {
            assertSendsAndReceives(context);
        }
        try (JMSContext context = new EponaConnectionFactory(vmUri(), "alice", PASSWORD).createContext()) {
            assertSendsAndReceives(context);
        }
    }

    @Test
    void shouldTakeAClientIdAfterTheUserWasRecognised() throws Exception {
        try (Connection connection = factory().createConnection("alice", PASSWORD)) {
            connection.setClientID("billing");
            assertEquals("billing", connection.getClientID());
        }
    }

    @Test
    void shouldNotTellAWrongPasswordFromAnUnknownUser() {
        JMSException wrong =
                assertThrows(JMSSecurityException.class, () -> factory().createConnection("alice", "wrong"));
        JMSException unknown =
                assertThrows(JMSSecurityException.class, () -> factory().createConnection("nobody", "wrong"));
        JMSException none =
                assertThrows(JMSSecurityException.class, () -> factory().createConnection("alice", null));

        assertEquals("EPONA-6001", wrong.getErrorCode());
        assertEquals(wrong.getMessage(), unknown.getMessage().replace("nobody", "alice"));
        assertEquals(wrong.getMessage(), none.getMessage());
    }

    @Test
    void shouldRefuseWrongPasswordsInEveryKindOfConnection() {
        assertThrows(JMSSecurityException.class, () -> factory().createQueueConnection("alice", "x"));
        assertThrows(JMSSecurityException.class, () -> factory().createTopicConnection("alice", "x"));
        assertThrows(JMSSecurityRuntimeException.class, () -> factory().createContext("alice", "x"));
        assertThrows(
                JMSSecurityRuntimeException.class,
                () -> factory().createContext("alice", "x", JMSContext.SESSION_TRANSACTED));
        assertThrows(
                JMSSecurityException.class, () -> new EponaConnectionFactory(uri(), "alice", "x").createConnection());
        assertThrows(JMSSecurityException.class, () -> factory().createConnection("a".repeat(256), "x"));
        assertThrows(JMSSecurityException.class, () -> factory().createConnection("a\nb", "x"));
    }

    @Test
    void shouldWantAUserIfThereAreAny() throws Exception {
        for (String nobody : new String[] {null, ""}) {
            try (Connection connection = factory().createConnection(nobody, "x")) {
                JMSException e = assertThrows(JMSSecurityException.class, connection::start);
                assertEquals("EPONA-6002", e.getErrorCode());
            }
        }
        try (JMSContext context = factory().createContext()) {
            assertThrows(JMSSecurityRuntimeException.class, context::createProducer);
        }
    }

    @Test
    void shouldServeUsersAndOthersIfToldSo() throws Exception {
        isAnonymousAllowed = true;
        restartBroker();

        try (JMSContext context = factory().createContext()) {
            assertSendsAndReceives(context);
        }
        try (JMSContext context = factory().createContext("alice", PASSWORD)) {
            assertSendsAndReceives(context);
        }
        assertThrows(JMSSecurityRuntimeException.class, () -> factory().createContext("alice", "x"));
    }

    @Test
    void shouldResumeAsTheSameUser() throws Exception {
        try (JMSContext context = factory().createContext("alice", PASSWORD)) {
            assertSendsAndReceives(context);
            restartBroker();
            assertSendsAndReceives(context);
        }
    }

    @Test
    void shouldGiveUpForGoodWhenThePasswordIsNotRightAnyMore() throws Exception {
        BlockingQueue<JMSException> failures = new LinkedBlockingQueue<>();
        try (Connection connection = factory().createConnection("alice", PASSWORD)) {
            connection.setExceptionListener(failures::add);
            connection.start();
            add("alice", "changed");
            restartBroker();

            JMSException failure = failures.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);

            assertInstanceOf(JMSSecurityException.class, failure);
            assertThrows(JMSSecurityException.class, connection::createSession);
        }
    }

    @Test
    void shouldNotServeAUserWhoseBrokerHasNone() throws Exception {
        try (EponaBroker open = EponaBroker.builder().inMemory().port(0).start()) {
            JMSException e = assertThrows(
                    JMSSecurityException.class,
                    () -> new EponaConnectionFactory(open.uri()).createConnection("alice", PASSWORD));
            assertTrue(e.getMessage().contains("broker has no users"), e.getMessage());
        }
    }

    @Test
    void shouldLoseTheUserWhenTheFactoryIsStored() throws Exception {
        EponaConnectionFactory factory = new EponaConnectionFactory(uri(), "alice", PASSWORD);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        assertFalse(bytes.toString().contains(PASSWORD));
        assertFalse(factory.toString().contains(PASSWORD));
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
                Connection connection = ((EponaConnectionFactory) in.readObject()).createConnection()) {
            assertThrows(JMSSecurityException.class, connection::start);
        }
        try (Connection connection = factory.createConnection()) {
            connection.start();
        }
    }

    @Test
    void shouldNotStartWithAUsersFileThatItDoesNotUnderstand() throws Exception {
        String verifier = ScramVerifier.of("x".toCharArray(), ScramVerifier.MIN_ITERATIONS)
                .text();
        List<String> wrong = List.of(
                "alice secret -",
                "alice " + verifier,
                "alice " + verifier + " ad;min",
                "alice " + verifier + " -\nalice " + verifier + " -");
        for (String lines : wrong) {
            Path bad = Files.writeString(directory.resolve("bad.txt"), "# comment\n" + lines);

            BrokerStartException e = assertThrows(BrokerStartException.class, () -> start(bad));

            assertEquals(BrokerStartException.Reason.INVALID_SETTING, e.reason());
            int line = lines.contains("\n") ? 3 : 2;
            assertTrue(e.getMessage().contains("file=" + bad + " line=" + line), e.getMessage());
            assertFalse(e.getMessage().contains("secret") || e.getMessage().contains(verifier), e.getMessage());
        }
        assertThrows(BrokerStartException.class, () -> start(directory.resolve("missing.txt")));
        assertThrows(
                BrokerStartException.class,
                () -> EponaBroker.builder().inMemory().port(0).anonymous(false).start());
    }

    private static void start(Path users) throws BrokerStartException {
        try (EponaBroker broker =
                EponaBroker.builder().inMemory().port(0).users(users).start()) {
            assertNotNull(broker);
        }
    }
}
