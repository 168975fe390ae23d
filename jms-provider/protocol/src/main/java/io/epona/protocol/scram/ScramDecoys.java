package io.epona.protocol.scram;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Verifiers for users that do not exist. A user always has the same one, so that asking twice does not tell; no password
 * fits. Thread-safe.
 */
public final class ScramDecoys {
    private final byte[] secret = new byte[Hashing.LENGTH];
    private final int iterations;

    /** @param iterations those that real users have */
    public ScramDecoys(int iterations) {
        new SecureRandom().nextBytes(secret);
        this.iterations = iterations;
    }

    /** The verifier of an unknown user. */
    public ScramVerifier of(String user) {
        byte[] salt = Arrays.copyOf(Hashing.hmac(secret, "salt " + user), ScramVerifier.SALT_LENGTH);
        // The key whose hash this is, is not known to anybody.
        return new ScramVerifier(iterations, salt, Hashing.hmac(secret, "stored " + user), new byte[Hashing.LENGTH]);
    }
}
