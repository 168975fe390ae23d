package io.epona.server.cli;

import io.epona.broker.inspect.EffectReader;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalOpenException;
import io.epona.server.LogConfigurator.LogLevel;
import io.epona.server.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the records of a journal. */
@Command(
        name = "dump",
        sortOptions = false,
        description = "Prints a line for each record: position, time, type, and what it says.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all records were printed, a torn tail apart",
            "1:failed, or something is damaged; the other records were printed",
            "2:command line not understood"
        })
final class JournalDumpCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalSource source;

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            defaultValue = "0",
            description = "Prints records at this position and behind it.")
    private long from;

    @Option(names = "--to", paramLabel = "POSITION", description = "Prints records before this position only.")
    private Long to;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Prints records of these types only, such as MessageAdded.")
    private Set<String> types = Set.of();

    @Option(names = "--bodies", description = "Prints bodies, too: text as it is, others in Base64.")
    private boolean withBodies;

    @Mixin
    private LogOptions log;

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, IOException, JournalOpenException {
        log.apply(LogLevel.WARN);
        checkTypes();
        PrintWriter err = spec.commandLine().getErr();
        JournalInspection inspection = source.open();
        try (PrintWriter out = JournalSource.output()) {
            JournalDump dump = new JournalDump(inspection, out, err, source.isJson(), new EffectReader(withBodies));
            dump.select(from, to == null ? Long.MAX_VALUE : to, types);
            JournalEnd end = inspection.read(dump);
            if (JournalText.isTorn(end)) {
                err.println(JournalText.tornTail(end, inspection));
            }
            return dump.isDamaged() || out.checkError() ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private void checkTypes() {
        List<String> known = new ArrayList<>(EffectReader.typeNames());
        known.add(JournalDump.BATCH);
        for (String type : types) {
            if (!known.contains(type)) {
                String hint = Nearest.to(type, known)
                        .map(name -> "did you mean " + name + "?")
                        .orElse("one of " + String.join(", ", known));
                throw new ParameterException(spec.commandLine(), "unknown type: " + type + "; " + hint);
            }
        }
    }
}
