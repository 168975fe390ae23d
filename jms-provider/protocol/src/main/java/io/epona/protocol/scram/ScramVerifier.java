package io.epona.protocol.scram;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps of a password: enough to check a proof, not enough to make one. Immutable, for any thread.
 *
 * <p>As text it is {@code SCRAM-SHA-256$iterations:salt$storedKey:serverKey}, the last three in Base64.
 */
public final class ScramVerifier {
    /** RFC 7677 asks for no fewer. */
    public static final int MIN_ITERATIONS = 4_096;

    /** More would keep an honest client busy for too long. */
    public static final int MAX_ITERATIONS = 1_000_000;

    /** A compromise: some milliseconds for a client, some weeks for a guesser with a list of words. */
    public static final int DEFAULT_ITERATIONS = 20_000;

    static final int SALT_LENGTH = 16;

    private static final Pattern FORM =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,7}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /** Makes one for a password, with a random salt. */
    public static ScramVerifier of(char[] password, int iterations) {
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("iterations out of range: iterations=" + iterations + " allowed="
                    + MIN_ITERATIONS + ".." + MAX_ITERATIONS);
        }
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        return of(password, salt, iterations);
    }

    static ScramVerifier of(char[] password, byte[] salt, int iterations) {
        ScramKeys keys = ScramKeys.derive(password, salt, iterations);
        return new ScramVerifier(iterations, salt, Hashing.hash(keys.clientKey()), keys.serverKey());
    }

    /**
     * Reads one from its text.
     *
     * @throws IllegalArgumentException if it has not that form; its message does not contain the text
     */
    public static ScramVerifier parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not of the form SCRAM-SHA-256$iterations:salt$storedKey:serverKey: length=" + text.length());
        }
        int iterations = Integer.parseInt(matcher.group(1));
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("iterations out of range: iterations=" + iterations + " allowed="
                    + MIN_ITERATIONS + ".." + MAX_ITERATIONS);
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] storedKey = base64.decode(matcher.group(3));
        byte[] serverKey = base64.decode(matcher.group(4));
        if (storedKey.length != Hashing.LENGTH || serverKey.length != Hashing.LENGTH) {
            throw new IllegalArgumentException("keys must have " + Hashing.LENGTH + " bytes: storedKey="
                    + storedKey.length + " serverKey=" + serverKey.length);
        }
        return new ScramVerifier(iterations, base64.decode(matcher.group(2)), storedKey, serverKey);
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    /** How slow it is to try a password. */
    public int iterations() {
        return iterations;
    }

    byte[] salt() {
        return salt;
    }

    byte[] storedKey() {
        return storedKey;
    }

    byte[] serverKey() {
        return serverKey;
    }

    @Override
    public String toString() {
        return "ScramVerifier{iterations=" + iterations + "}";
    }
}
