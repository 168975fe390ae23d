package io.epona.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Changes the file of a broker's users. */
@Command(
        name = "users",
        sortOptions = false,
        description = {
            "Changes the file of a broker's users, which epona run --users reads when it starts.",
            "It holds what checks passwords, not the passwords."
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = EponaCli.VersionLine.class,
        subcommands = {UsersAddCommand.class, UsersRemoveCommand.class, UsersListCommand.class})
final class UsersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? one of add, remove, list");
    }
}
