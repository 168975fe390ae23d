package io.epona.broker.users;

import io.epona.protocol.Protocol;
import io.epona.protocol.scram.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A user.
 *
 * @param verifier checks the password
 * @param roles what the user may do beyond sending and receiving
 */
public record User(String name, ScramVerifier verifier, Set<String> roles) {
    /** The role that administration needs. */
    public static final String ADMIN = "admin";

    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** @throws IllegalArgumentException if the name or a role is not allowed */
    public User {
        checkName(name);
        for (String role : roles) {
            if (!ROLE.matcher(role).matches()) {
                throw new IllegalArgumentException("role must be 1 to 64 letters, digits, _ . or -: role=" + role);
            }
        }
        roles = new TreeSet<>(roles);
    }

    /** @throws IllegalArgumentException if no user can have this name */
    public static void checkName(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > Protocol.MAX_USER_LENGTH) {
            throw new IllegalArgumentException(
                    "user name must have 1 to " + Protocol.MAX_USER_LENGTH + " bytes: length=" + length);
        }
        boolean isPlain =
                name.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || c == '\u00a0');
        if (!isPlain || name.startsWith("#")) {
            throw new IllegalArgumentException(
                    "user name must not begin with # nor contain spaces or control characters: name=" + name);
        }
    }

    /** Whether the user has a role. */
    public boolean has(String role) {
        return roles.contains(role);
    }
}
