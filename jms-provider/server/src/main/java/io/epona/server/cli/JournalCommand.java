package io.epona.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tools for journals. */
@Command(
        name = "journal",
        sortOptions = false,
        description = {
            "Works on the journal of a broker, or on a copy of it.",
            "All but import take no lock and write nothing into the directory, so that the broker may run."
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = EponaCli.VersionLine.class,
        subcommands = {
            JournalStatsCommand.class,
            JournalVerifyCommand.class,
            JournalDumpCommand.class,
            JournalRepairCommand.class,
            JournalExportCommand.class,
            JournalImportCommand.class
        })
final class JournalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? one of stats, verify, dump, repair, export, import");
    }
}
