package io.epona.protocol.scram;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The client's side of one attempt: {@link #first}, then {@link #proof}, then {@link #checkServer}. */
public final class ScramClient {
    private final String firstBare;
    private final String nonce;
    private String authMessage;
    private byte[] serverKey;

    /** An attempt for a user. */
    public ScramClient(String user) {
        this(user, ScramFields.newNonce());
    }

    ScramClient(String user, String nonce) {
        this.nonce = nonce;
        firstBare = "n=" + ScramFields.escaped(user) + ",r=" + nonce;
    }

    /** The first message to the server. */
    public String first() {
        return ScramFields.GS2_HEADER + firstBare;
    }

    /** Derives the keys of the user's password from a salt and a number of iterations; it may remember them. */
    @FunctionalInterface
    public interface KeySource {
        /** The keys. */
        ScramKeys keys(byte[] salt, int iterations);
    }

    /**
     * Answers the server's challenge. As slow as the keys are.
     *
     * @throws ScramException if the challenge is not one; or if it asks for so few iterations that an impostor could guess
     *     the password from the answer, or for so many that it would keep this machine busy
     */
    public String proof(String challenge, KeySource source) throws ScramException {
        String fullNonce = ScramFields.value(challenge, 0, 'r');
        byte[] salt = ScramFields.bytes(ScramFields.value(challenge, 1, 's'), 's');
        int iterations = iterations(ScramFields.value(challenge, 2, 'i'));
        if (!fullNonce.startsWith(nonce) || fullNonce.length() == nonce.length()) {
            throw new ScramException("challenge belongs to another attempt");
        }
        String withoutProof = "c=" + ScramFields.base64(ScramFields.GS2_HEADER.getBytes(StandardCharsets.US_ASCII))
                + ",r=" + fullNonce;
        authMessage = firstBare + "," + challenge + "," + withoutProof;
        ScramKeys keys = source.keys(salt, iterations);
        serverKey = keys.serverKey();
        byte[] signature = Hashing.hmac(Hashing.hash(keys.clientKey()), authMessage);
        return withoutProof + ",p=" + ScramFields.base64(Hashing.xor(keys.clientKey(), signature));
    }

    private static int iterations(String text) throws ScramException {
        int iterations = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (iterations < ScramVerifier.MIN_ITERATIONS || iterations > ScramVerifier.MAX_ITERATIONS) {
            throw new ScramException("iterations out of range: iterations=" + iterations + " allowed="
                    + ScramVerifier.MIN_ITERATIONS + ".." + ScramVerifier.MAX_ITERATIONS);
        }
        return iterations;
    }

    /** @throws ScramException if the server does not know the password either: it is not the one it seems to be */
    public void checkServer(String serverFinal) throws ScramException {
        byte[] signature = ScramFields.bytes(ScramFields.value(serverFinal, 0, 'v'), 'v');
        if (serverKey == null || !MessageDigest.isEqual(signature, Hashing.hmac(serverKey, authMessage))) {
            throw new ScramException("server could not prove that it knows the user");
        }
    }
}
