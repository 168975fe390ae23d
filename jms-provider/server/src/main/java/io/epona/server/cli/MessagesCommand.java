package io.epona.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Administers the messages of queues. */
@Command(
        name = "messages",
        sortOptions = false,
        description = "Shows, removes and moves messages in the queues of a broker that runs.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = EponaCli.VersionLine.class,
        subcommands = {MessagesBrowseCommand.class, MessagesPurgeCommand.class, MessagesMoveCommand.class})
final class MessagesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? one of browse, purge, move");
    }
}
