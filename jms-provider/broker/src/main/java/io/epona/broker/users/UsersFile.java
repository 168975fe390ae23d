package io.epona.broker.users;

import io.epona.protocol.scram.ScramVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A text file of users: one a line, with name, {@linkplain ScramVerifier#text verifier} and roles, with spaces between them;
 * the roles have commas between them, and {@code -} is none. Empty lines and those that begin with {@code #} say nothing.
 */
public final class UsersFile {
    private static final String NO_ROLES = "-";
    private static final int COLUMNS = 3;

    private UsersFile() {}

    /**
     * The users, in the order of the file.
     *
     * @throws IllegalArgumentException if a line is not understood, naming file and line and nothing that is secret
     */
    public static List<User> read(Path file) throws IOException {
        Map<String, User> users = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                User user = parse(line.strip());
                if (users.put(user.name(), user) != null) {
                    throw new IllegalArgumentException("user is there twice: name=" + user.name());
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "users file not understood: file=" + file + " line=" + number + " reason=" + e.getMessage(), e);
            }
        }
        return List.copyOf(users.values());
    }

    private static User parse(String line) {
        String[] columns = line.split("\\s+");
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(
                    "a line must be name, verifier and roles, with spaces between them: columns=" + columns.length);
        }
        Set<String> roles = columns[2].equals(NO_ROLES) ? Set.of() : new TreeSet<>(List.of(columns[2].split(",", -1)));
        return new User(columns[0], ScramVerifier.parse(columns[1]), roles);
    }

    /** Adds a user, or replaces the one of this name; the file is made if it is not there. */
    public static void add(Path file, User user) throws IOException {
        Map<String, User> users = byName(Files.exists(file) ? read(file) : List.of());
        users.put(user.name(), user);
        write(file, users.values());
    }

    /** Removes a user; whether there was one. */
    public static boolean remove(Path file, String name) throws IOException {
        Map<String, User> users = byName(read(file));
        boolean wasThere = users.remove(name) != null;
        if (wasThere) {
            write(file, users.values());
        }
        return wasThere;
    }

    private static Map<String, User> byName(List<User> users) {
        return users.stream().collect(Collectors.toMap(User::name, user -> user, (a, b) -> b, LinkedHashMap::new));
    }

    /** A crash leaves the old file or the new one. What can be guessed from it is the owner's business alone. */
    private static void write(Path file, Collection<User> users) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Users of an Epona broker, which reads them at its start: name, verifier, roles");
        for (User user : users) {
            String roles = user.roles().isEmpty() ? NO_ROLES : String.join(",", user.roles());
            lines.add(user.name() + " " + user.verifier().text() + " " + roles);
        }
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(draft);
        if (isPosix(target)) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(draft, lines, StandardCharsets.UTF_8);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether others than the owner may read the file, as far as that can be known. */
    public static boolean isReadableByOthers(Path file) throws IOException {
        return isPosix(file) && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
