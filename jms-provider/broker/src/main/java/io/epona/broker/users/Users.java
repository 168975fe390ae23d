package io.epona.broker.users;

import io.epona.protocol.scram.ScramDecoys;
import io.epona.protocol.scram.ScramVerifier;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whom a broker serves. Immutable, for any thread.
 *
 * <p>A broker without users serves everybody. One with users serves them and, if it is told so, those without a user.
 */
public final class Users {
    private final Map<String, User> byName;
    private final boolean isConfigured;
    private final boolean isAnonymousAllowed;
    private final ScramDecoys decoys;

    private Users(Map<String, User> byName, boolean isConfigured, boolean isAnonymousAllowed) {
        this.byName = byName;
        this.isConfigured = isConfigured;
        this.isAnonymousAllowed = isAnonymousAllowed;
        // Those that most users have, so that a decoy does not stand out.
        int iterations = byName.values().stream()
                .collect(Collectors.groupingBy(user -> user.verifier().iterations(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(ScramVerifier.DEFAULT_ITERATIONS);
        decoys = new ScramDecoys(iterations);
    }

    /** No users: everybody is served, and may do everything. */
    public static Users none() {
        return new Users(Map.of(), false, true);
    }

    /** These users, and perhaps those without one. */
    public static Users of(Collection<User> users, boolean isAnonymousAllowed) {
        return new Users(
                users.stream().collect(Collectors.toUnmodifiableMap(User::name, Function.identity())),
                true,
                isAnonymousAllowed);
    }

    /** Whether there are users to be told apart. */
    public boolean isConfigured() {
        return isConfigured;
    }

    /** Whether those without a user are served. */
    public boolean isAnonymousAllowed() {
        return isAnonymousAllowed;
    }

    /** The user of this name, null if there is none. */
    public User user(String name) {
        return byName.get(name);
    }

    /** What checks the password of a user, or of one who does not exist: then nothing fits. */
    public ScramVerifier verifier(String name) {
        User user = byName.get(name);
        return user == null ? decoys.of(name) : user.verifier();
    }

    /** Whether somebody may administer the broker; null is somebody without a user. */
    public boolean mayAdminister(User user) {
        return !isConfigured || user != null && user.has(User.ADMIN);
    }
}
