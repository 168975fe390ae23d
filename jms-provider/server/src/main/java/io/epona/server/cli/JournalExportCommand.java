package io.epona.server.cli;

import io.epona.journal.JournalOpenException;
import io.epona.server.LogConfigurator.LogLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the messages that are in queues and durable subscriptions. */
@Command(
        name = "export",
        sortOptions = false,
        description = {
            "Prints the persistent messages that are in queues and durable subscriptions, as JSON, one a line.",
            "epona journal import reads them again."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all messages were printed",
            "1:failed, or something is damaged or not understood; what could be read was printed",
            "2:command line not understood"
        })
final class JournalExportCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalDirectory directory;

    @Mixin
    private ExportSelection selection;

    @Mixin
    private LogOptions log;

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, IOException, JournalOpenException {
        log.apply(LogLevel.WARN);
        PrintWriter err = spec.commandLine().getErr();
        try (PrintWriter out = JournalDirectory.output()) {
            boolean isComplete = new JournalExport(directory.path(), selection, out, err).run();
            return isComplete && !out.checkError() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
