package io.epona.server.cli;

import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import io.epona.protocol.scram.ScramVerifier;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a user. */
@Command(
        name = "add",
        sortOptions = false,
        description = {
            "Adds a user to the file, which is made if it is not there; a user of the same name is replaced.",
            "Without --password-file the password is asked for or, without a terminal, read from standard input.",
            "A broker that runs knows the user after its next start."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the user is in the file", "1:failed", "2:command line not understood"})
final class UsersAddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The user's name, without spaces.")
    private String name;

    @Mixin
    private UsersFileOption file;

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "What the user may do beyond sending and receiving: admin administers the broker.")
    private Set<String> roles = Set.of();

    @Option(names = "--password-file", paramLabel = "FILE", description = "The file whose first line is the password.")
    private Path passwordFile;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "" + ScramVerifier.DEFAULT_ITERATIONS,
            description =
                    "How slow it is to try a password, for a client and for a guesser (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Override
    public Integer call() throws CommandException, IOException {
        try {
            User.checkName(name);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
        String password = password();
        file.guarded(() -> {
            UsersFile.add(file.path(), new User(name, ScramVerifier.of(password.toCharArray(), iterations), roles));
            return null;
        });
        return ExitCode.OK;
    }

    private String password() throws CommandException, IOException {
        Console console = System.console();
        if (passwordFile != null) {
            return Passwords.ofFile(passwordFile);
        } else if (console == null) {
            return Passwords.ofInput(System.in);
        }
        String password = Passwords.ofConsole(console, "Password of " + name);
        if (!password.equals(Passwords.ofConsole(console, "Again"))) {
            throw new CommandException(ExitCode.FAILED, "the passwords differ", null);
        }
        return password;
    }
}
