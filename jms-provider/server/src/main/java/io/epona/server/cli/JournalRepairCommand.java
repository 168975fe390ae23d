package io.epona.server.cli;

import io.epona.journal.JournalOpenException;
import io.epona.server.LogConfigurator.LogLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a journal that opens out of one that does not. */
@Command(
        name = "repair",
        sortOptions = false,
        description = {
            "Copies what is sound in a damaged journal to a new one, and says what is left out.",
            "The original is only read. The broker should not run meanwhile."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:copied, and nothing was damaged, a torn tail apart",
            "1:failed, there is no copy",
            "2:command line not understood",
            "4:copied, but something was left out"
        })
final class JournalRepairCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalSource source;

    @Option(
            names = "--to",
            paramLabel = "COPY",
            required = true,
            description = "The data directory to make: missing or empty, and not within DIR.")
    private Path target;

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
        JournalRepair repair = new JournalRepair(source.directory(), source.path(), target, err);
        repair.run();
        try (PrintWriter out = JournalDirectory.output()) {
            RepairReport report = new RepairReport(repair, target);
            if (source.isJson()) {
                out.println(Json.of(report.fields()));
            } else {
                report.lines().forEach(out::println);
            }
        }
        return repair.isDamaged() ? ExitCode.INCOMPLETE : ExitCode.OK;
    }
}
