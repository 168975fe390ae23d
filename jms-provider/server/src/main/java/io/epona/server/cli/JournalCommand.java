package io.epona.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tools that look into a journal. */
@Command(
        name = "journal",
        sortOptions = false,
        description = {
            "Looks into the journal of a broker, be it running or not, or into a copy of it.",
            "Takes no lock and writes nothing into the directory."
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = EponaCli.VersionLine.class,
        subcommands = {JournalStatsCommand.class, JournalVerifyCommand.class, JournalDumpCommand.class})
final class JournalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? one of stats, verify, dump");
    }
}
