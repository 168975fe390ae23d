package io.epona.protocol.scram;

import java.security.SecureRandom;
import java.util.Base64;

/** The text of the messages: attributes with a letter each, with commas between them. */
final class ScramFields {
    /** No channel binding, no other identity than the user's. */
    static final String GS2_HEADER = "n,,";

    private static final int NONCE_LENGTH = 18;

    private ScramFields() {}

    static String newNonce() {
        byte[] random = new byte[NONCE_LENGTH];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** The value of an attribute that must stand at this place. */
    static String value(String message, int place, char attribute) throws ScramException {
        String[] fields = message.split(",", -1);
        if (place >= fields.length || !fields[place].startsWith(attribute + "=") || fields[place].length() == 2) {
            throw new ScramException("attribute missing: attribute=" + attribute + " place=" + (place + 1));
        }
        return fields[place].substring(2);
    }

    static byte[] bytes(String base64, char attribute) throws ScramException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw (ScramException) new ScramException("attribute is not Base64: attribute=" + attribute).initCause(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String escaped(String user) {
        return user.replace("=", "=3D").replace(",", "=2C");
    }

    static String unescaped(String user) throws ScramException {
        if (user.replace("=3D", "").replace("=2C", "").indexOf('=') >= 0) {
            throw new ScramException("user name is not escaped as it must be");
        }
        return user.replace("=2C", ",").replace("=3D", "=");
    }
}
