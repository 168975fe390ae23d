package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.scram.ScramClient;
import io.epona.protocol.scram.ScramKeys;
import io.epona.protocol.scram.ScramVerifier;
import io.epona.protocol.wire.AuthenticatedDecoder;
import io.epona.protocol.wire.ChallengeDecoder;
import io.epona.protocol.wire.DisconnectDecoder;
import io.epona.protocol.wire.WelcomeDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker with users answers, frame by frame, to those who have not proved who they are. */
class WireAuthenticationTest {
    private static final long CONNECTION = 4711;

    @TempDir
    Path directory;

    private EponaBroker broker;

    @BeforeEach
    void start() throws Exception {
        Path users = directory.resolve("users.txt");
        add(users, "alice");
        add(users, "bob");
        broker = EponaBroker.builder().inMemory().port(0).users(users).start();
    }

    private static void add(Path users, String name) throws IOException {
        ScramVerifier verifier = ScramVerifier.of("secret".toCharArray(), ScramVerifier.MIN_ITERATIONS);
        UsersFile.add(users, new User(name, verifier, Set.of()));
    }

    @AfterEach
    void stop() {
        broker.close();
        assertTrue(broker.failure().isEmpty());
    }

    private WireClient connect() throws IOException {
        return new WireClient(broker.port());
    }

    /** Goes as far as the broker's proof, or null if it disconnects. */
    private static String authenticate(WireClient client, String user, String password) throws Exception {
        ScramClient scram = new ScramClient(user);
        WireClient.Frame challenge =
                client.authenticate(Protocol.VERSION, scram.first()).read(ChallengeDecoder.TEMPLATE_ID);
        String proof = scram.proof(
                new ChallengeDecoder()
                        .wrap(challenge.buffer(), challenge.body(), challenge.blockLength(), challenge.version())
                        .serverFirst(),
                (salt, iterations) -> ScramKeys.derive(password.toCharArray(), salt, iterations));
        WireClient.Frame answer = client.prove(proof).read();
        if (answer.template() != AuthenticatedDecoder.TEMPLATE_ID) {
            assertEquals(ErrorCode.AUTHENTICATION_FAILED, code(answer));
            return null;
        }
        String signature = new AuthenticatedDecoder()
                .wrap(answer.buffer(), answer.body(), answer.blockLength(), answer.version())
                .serverFinal();
        scram.checkServer(signature);
        return signature;
    }

    private static ErrorCode code(WireClient.Frame frame) {
        assertEquals(DisconnectDecoder.TEMPLATE_ID, frame.template());
        return ErrorCode.of(new DisconnectDecoder()
                .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version())
                .code());
    }

    private static void assertEnded(ErrorCode expected, WireClient client) throws IOException {
        assertEquals(expected, code(client.read()));
        assertNull(client.read());
    }

    @Test
    void shouldWelcomeAfterTheProofAndNotBefore() throws Exception {
        try (WireClient client = connect()) {
            assertNotNull(authenticate(client, "alice", "secret"));
            client.hello(CONNECTION, false, "").read(WelcomeDecoder.TEMPLATE_ID);
        }
        try (WireClient client = connect()) {
            client.authenticate(Protocol.VERSION, "n,,n=alice,r=abc").read(ChallengeDecoder.TEMPLATE_ID);
            assertEnded(ErrorCode.PROTOCOL_VIOLATION, client.hello(CONNECTION, false, ""));
        }
        try (WireClient client = connect()) {
            assertEnded(ErrorCode.AUTHENTICATION_REQUIRED, client.hello(CONNECTION, false, ""));
        }
    }

    @Test
    void shouldAnswerNothingElseBeforeTheProof() throws Exception {
        try (WireClient client = connect()) {
            assertEnded(ErrorCode.PROTOCOL_VIOLATION, client.openSession(1, 1));
        }
        try (WireClient client = connect()) {
            assertEnded(ErrorCode.PROTOCOL_VIOLATION, client.prove("c=biws,r=abc,p=AAAA"));
        }
        try (WireClient client = connect()) {
            client.authenticate(Protocol.VERSION, "n,,n=alice,r=abc").read(ChallengeDecoder.TEMPLATE_ID);
            assertEnded(ErrorCode.PROTOCOL_VIOLATION, client.authenticate(Protocol.VERSION, "n,,n=bob,r=abc"));
        }
        try (WireClient client = connect()) {
            authenticate(client, "alice", "secret");
            assertEnded(ErrorCode.MALFORMED_FRAME, client.writeFrame(5_000, new byte[10]));
        }
    }

    @Test
    void shouldRefuseWhatIsNotScram() throws Exception {
        for (String first : new String[] {"", "y,,n=a,r=b", "n,,n=a", "n,,n=a=b,r=c", "p=tls-unique,,n=a,r=b"}) {
            try (WireClient client = connect()) {
                assertEnded(ErrorCode.MALFORMED_FRAME, client.authenticate(Protocol.VERSION, first));
            }
        }
        try (WireClient client = connect()) {
            client.authenticate(Protocol.VERSION, "n,,n=alice,r=abc").read(ChallengeDecoder.TEMPLATE_ID);
            assertEnded(ErrorCode.MALFORMED_FRAME, client.prove("c=biws,r=abc,p=AAAA"));
        }
        try (WireClient client = connect()) {
            assertEnded(ErrorCode.UNSUPPORTED_VERSION, client.authenticate(0, "n,,n=alice,r=abc"));
        }
    }

    @Test
    void shouldNotLetOneUserResumeTheConnectionOfAnother() throws Exception {
        try (WireClient alice = connect()) {
            authenticate(alice, "alice", "secret");
            alice.hello(CONNECTION, false, "").read(WelcomeDecoder.TEMPLATE_ID);
            try (WireClient bob = connect()) {
                authenticate(bob, "bob", "secret");
                assertEnded(ErrorCode.AUTHENTICATION_FAILED, bob.hello(CONNECTION, true, ""));
            }
            try (WireClient again = connect()) {
                authenticate(again, "alice", "secret");
                again.hello(CONNECTION, true, "").read(WelcomeDecoder.TEMPLATE_ID);
            }
        }
    }

    @Test
    void shouldSlowDownWhoGuesses() throws Exception {
        long[] waitedMs = new long[4];
        for (int i = 0; i < waitedMs.length; i++) {
            long startNs = System.nanoTime();
            try (WireClient client = connect()) {
                assertNull(authenticate(client, "alice", "guess " + i));
            }
            waitedMs[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        }
        assertTrue(waitedMs[3] >= 400, () -> "waitedMs=" + waitedMs[3]);
        try (WireClient client = connect()) {
            assertNotNull(authenticate(client, "alice", "secret"), "the right password still opens");
        }
    }
}
