package io.epona.server.cli;

import io.epona.broker.inspect.WholeGroups;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalOpenException;
import io.epona.server.LogConfigurator.LogLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what a journal is made of. */
@Command(
        name = "stats",
        sortOptions = false,
        description = "Counts segments, records by type, messages by queue, and how much of the log is still needed.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all was counted, a torn tail apart",
            "1:failed, or something is damaged; the rest was counted",
            "2:command line not understood"
        })
final class JournalStatsCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalSource source;

    @Mixin
    private LogOptions log;

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, IOException, JournalOpenException {
        log.apply(LogLevel.WARN);
        JournalInspection inspection = source.open();
        PrintWriter err = spec.commandLine().getErr();
        ReadProgress progress = new ReadProgress(err, inspection);
        WholeGroups groups = new WholeGroups(inspection);
        JournalStatistics statistics = groups.read(() -> new JournalStatistics(progress));
        JournalEnd end = groups.end();
        try (PrintWriter out = JournalSource.output()) {
            StatisticsReport report = new StatisticsReport(inspection, statistics, end);
            if (source.isJson()) {
                out.println(Json.of(report.fields()));
            } else {
                report.lines().forEach(out::println);
            }
        }
        if (statistics.damageCount() > 0) {
            err.println("damaged: places=" + statistics.damageCount() + "; see epona journal verify");
        }
        return statistics.damageCount() > 0 ? ExitCode.FAILED : ExitCode.OK;
    }
}
