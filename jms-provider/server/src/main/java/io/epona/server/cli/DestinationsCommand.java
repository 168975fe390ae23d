package io.epona.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Administers queues and topics. */
@Command(
        name = "destinations",
        sortOptions = false,
        description = "Lists, creates, changes and deletes the queues and topics of a broker that runs.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = EponaCli.VersionLine.class,
        subcommands = {
            DestinationsListCommand.class,
            DestinationsCreateCommand.class,
            DestinationsSetCommand.class,
            DestinationsDeleteCommand.class,
            DestinationsStatsCommand.class
        })
final class DestinationsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? one of list, create, set, delete, stats");
    }
}
