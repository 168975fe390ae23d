package io.epona.server.cli;

import io.epona.server.LogConfigurator.LogLevel;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads messages that were exported. */
@Command(
        name = "import",
        sortOptions = false,
        description = {
            "Reads messages that epona journal export has printed from standard input.",
            "Into a directory, which no broker may be using, it writes them as they were, with new numbers.",
            "To a broker, it sends them: they get new ids and timestamps, and those of topics go to all who subscribe then."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all messages are durable",
            "1:some are not; standard error says up to which line",
            "2:command line not understood"
        })
final class JournalImportCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Where where;

    @Option(names = "--file", paramLabel = "FILE", description = "Reads from a file instead.")
    private Path file;

    @Option(
            names = "--from-line",
            paramLabel = "N",
            defaultValue = "2",
            description = "Begins at this line, the header being line 1 (default: ${DEFAULT-VALUE}).")
    private long fromLine;

    @Option(names = "--json", description = "Prints the summary as JSON.")
    private boolean isJson;

    @Mixin
    private LogOptions log;

    private static final class Where {
        @Parameters(
                paramLabel = "DIR",
                description = "The data directory of a broker that does not run; created if it is missing.")
        private Path directory;

        @Option(names = "--url", paramLabel = "URL", description = "The broker that is to be sent to instead.")
        private String url;
    }

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, IOException, JMSException {
        log.apply(LogLevel.WARN);
        if (fromLine < 2) {
            throw new ParameterException(spec.commandLine(), "--from-line must be at least 2: value=" + fromLine);
        }
        PrintWriter err = spec.commandLine().getErr();
        // The source first, so that a file that is not there is no reason to start a journal.
        try (ImportSource source = source()) {
            MessagesImport messages = new MessagesImport(source, fromLine, new Progress(err, "imported"));
            messages.readHeader();
            boolean isDone = importTo(messages);
            messages.warnings().forEach(err::println);
            try (PrintWriter out = JournalDirectory.output()) {
                Map<String, Object> summary = messages.summary();
                out.println(isJson ? Json.of(summary) : FieldText.of(summary));
            }
            if (!isDone) {
                throw new CommandException(ExitCode.FAILED, messages.problem(), messages.failure());
            }
            return ExitCode.OK;
        }
    }

    private ImportSource source() throws IOException {
        return new ImportSource(file == null ? MessageSource.lines(System.in) : MessageSource.file(file));
    }

    private boolean importTo(MessagesImport messages) throws CommandException, IOException, JMSException {
        ImportTarget target = where.directory == null
                ? BrokerTarget.connect(where.url, InstantSource.system())
                : JournalTarget.open(where.directory);
        return messages.run(target);
    }
}
