package io.epona.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tools for distributed transactions. */
@Command(
        name = "tx",
        sortOptions = false,
        description = "Shows the distributed transactions of a broker, and decides those that are in doubt.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = EponaCli.VersionLine.class,
        subcommands = {TxListCommand.class, TxCommitCommand.class, TxRollbackCommand.class})
final class TxCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? one of list, commit, rollback");
    }
}
