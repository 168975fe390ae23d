package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.scram.ScramKeys;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Who a connection's user is, and the password that proves it. It is kept, since every socket needs a proof of its own; it is
 * never shown. Thread-safe.
 */
public final class Credentials {
    /** No user. */
    public static final Credentials ANONYMOUS = new Credentials("", new char[0]);

    private final String user;
    private final char[] password;
    private byte[] derivedSalt;
    private int derivedIterations;
    private ScramKeys derived;

    private Credentials(String user, char[] password) {
        this.user = user;
        this.password = password;
    }

    /**
     * Those of a user.
     *
     * @param user null or empty for none
     * @param password null for an empty one
     * @throws jakarta.jms.JMSSecurityException if no user can have such a name
     */
    public static Credentials of(String user, String password) throws JMSException {
        if (user == null || user.isEmpty()) {
            return ANONYMOUS;
        }
        int length = user.getBytes(StandardCharsets.UTF_8).length;
        if (length > Protocol.MAX_USER_LENGTH) {
            throw JmsErrors.of(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "user name too long: length=" + length + " limit=" + Protocol.MAX_USER_LENGTH);
        }
        return new Credentials(user, password == null ? new char[0] : password.toCharArray());
    }

    boolean isAnonymous() {
        return user.isEmpty();
    }

    String user() {
        return user;
    }

    /** Takes a while the first time, and no time when the same broker is connected to again. */
    synchronized ScramKeys keys(byte[] salt, int iterations) {
        if (derived == null || iterations != derivedIterations || !Arrays.equals(salt, derivedSalt)) {
            derived = ScramKeys.derive(password, salt, iterations);
            derivedSalt = salt.clone();
            derivedIterations = iterations;
        }
        return derived;
    }

    @Override
    public String toString() {
        return "Credentials{user=" + user + "}";
    }
}
