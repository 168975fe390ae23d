package io.epona.server.cli;

import io.epona.protocol.EponaUri;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which broker a command works with, and as whom. */
final class BrokerAddress {
    /** The environment variable for the password. */
    static final String PASSWORD_VARIABLE = "EPONA_PASSWORD";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = EponaUri.DEFAULT,
            description = "The broker (default: ${DEFAULT-VALUE}).")
    private String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = {
                "The user. The password comes from --password-file, else from the environment variable EPONA_PASSWORD,",
                "else it is asked for."
            })
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the user's password.")
    private Path passwordFile;

    String url() {
        return url;
    }

    /** Null for none. */
    String user() {
        return user;
    }

    /** Null without a user. */
    String password() throws CommandException, IOException {
        if (user == null) {
            return null;
        }
        String variable = System.getenv(PASSWORD_VARIABLE);
        Console console = System.console();
        if (passwordFile != null) {
            return Passwords.ofFile(passwordFile);
        } else if (variable != null) {
            return variable;
        } else if (console != null) {
            return Passwords.ofConsole(console, "Password of " + user);
        }
        throw new CommandException(
                ExitCode.USAGE, "a user needs a password: give --password-file or set " + PASSWORD_VARIABLE, null);
    }
}
