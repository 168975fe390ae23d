package io.epona.protocol.scram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScramTest {
    private static final char[] PASSWORD = "pencil".toCharArray();
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    private final ScramVerifier verifier = ScramVerifier.of(PASSWORD, SALT, 4096);

    private static ScramClient.KeySource keys(String password) {
        return (salt, iterations) -> ScramKeys.derive(password.toCharArray(), salt, iterations);
    }

    /** The example of RFC 7677, section 3. */
    @Test
    void shouldSayWhatTheSpecificationSays() throws ScramException {
        ScramClient client = new ScramClient("user", "rOprNGfwEbeRWgbNEkqO");
        assertEquals("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", client.first());

        ScramServer server = ScramServer.begin(client.first(), "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        assertEquals("user", server.user());
        String challenge = server.challenge(verifier);
        assertEquals(
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", challenge);

        String proof = client.proof(challenge, keys("pencil"));
        assertEquals(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                proof);

        String signature = server.check(proof);
        assertEquals("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", signature);
        client.checkServer(signature);
    }

    @Test
    void shouldRefuseAWrongPassword() throws ScramException {
        ScramClient client = new ScramClient("user");
        ScramServer server = ScramServer.begin(client.first());

        assertNull(server.check(client.proof(server.challenge(verifier), keys("pencils"))));
    }

    @Test
    void shouldTakeAPasswordHoweverItsCharactersAreComposed() throws ScramException {
        ScramClient client = new ScramClient("user");
        ScramServer server = ScramServer.begin(client.first());
        ScramVerifier composed = ScramVerifier.of("caf\u00e9".toCharArray(), SALT, 4096);

        client.checkServer(server.check(client.proof(server.challenge(composed), keys("cafe\u0301"))));
    }

    @Test
    void shouldPassOnNamesWithCommasAndEqualsSigns() throws ScramException {
        assertEquals(
                "a=2C,b=", ScramServer.begin(new ScramClient("a=2C,b=").first()).user());
        assertThrows(ScramException.class, () -> ScramServer.begin("n,,n=a=b,r=x"));
    }

    @Test
    void shouldNotTakeAnImpostorForTheServer() throws ScramException {
        ScramClient client = new ScramClient("user");
        ScramServer server = ScramServer.begin(client.first());
        client.proof(server.challenge(verifier), keys("pencil"));

        assertThrows(
                ScramException.class,
                () -> client.checkServer("v=" + Base64.getEncoder().encodeToString(SALT)));
        assertThrows(ScramException.class, () -> client.checkServer("e=other-error"));
    }

    @Test
    void shouldNotTakeAnAnswerBeforeTheChallenge() {
        ScramClient client = new ScramClient("user");

        assertThrows(ScramException.class, () -> client.checkServer("v=AAAA"));
    }

    @Test
    void shouldRefuseChallengesThatAreTooWeakOrTooCostlyOrNotItsOwn() {
        ScramClient client = new ScramClient("user", "abc");
        String[] refused = {
            "r=abcd,s=AAAA,i=4095",
            "r=abcd,s=AAAA,i=1000001",
            "r=abcd,s=AAAA,i=many",
            "r=abc,s=AAAA,i=4096",
            "r=xabcd,s=AAAA,i=4096",
            "r=abcd,s=!,i=4096",
            "r=abcd",
            "",
        };
        for (String challenge : refused) {
            assertThrows(ScramException.class, () -> client.proof(challenge, keys("pencil")), challenge);
        }
    }

    @Test
    void shouldRefuseProofsOfAnotherAttempt() throws ScramException {
        ScramServer server = ScramServer.begin("n,,n=user,r=abc", "def");
        server.challenge(verifier);
        String[] refused = {
            "", "c=biws,r=abcdef", "c=biws,r=abcdeg,p=AAAA", "c=eSws,r=abcdef,p=AAAA", "c=biws,r=abcdef,p=AAAA"
        };
        for (String proof : refused) {
            assertThrows(ScramException.class, () -> server.check(proof), proof);
        }
    }

    @Test
    void shouldChallengeAnUnknownUserAlwaysInTheSameWay() throws ScramException {
        ScramDecoys decoys = new ScramDecoys(4096);
        assertEquals(decoys.of("nobody").text(), decoys.of("nobody").text());
        assertNotEquals(decoys.of("nobody").text(), decoys.of("somebody").text());
        ScramClient client = new ScramClient("nobody");
        ScramServer server = ScramServer.begin(client.first());

        assertNull(server.check(client.proof(server.challenge(decoys.of("nobody")), keys("pencil"))));
    }

    @Test
    void shouldKeepAVerifierAsText() {
        assertEquals(verifier.text(), ScramVerifier.parse(verifier.text()).text());
        assertEquals(4096, ScramVerifier.parse(verifier.text()).iterations());
        assertFalse(verifier.text().contains("pencil"));
        assertFalse(verifier.toString().contains(Base64.getEncoder().encodeToString(SALT)));
    }

    @Test
    void shouldRefuseTextThatIsNoVerifierWithoutRepeatingIt() {
        String[] refused = {"pencil", "SCRAM-SHA-256$4095:AAAA$AAAA:AAAA", "SCRAM-SHA-256$4096:AAAA$AAAA:AAAA"};
        for (String text : refused) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ScramVerifier.parse(text));
            assertFalse(e.getMessage().contains(text), e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> ScramVerifier.of(PASSWORD, 4095));
        assertThrows(IllegalArgumentException.class, () -> ScramVerifier.of(PASSWORD, 1_000_001));
    }
}
