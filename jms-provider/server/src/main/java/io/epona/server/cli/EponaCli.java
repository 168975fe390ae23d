package io.epona.server.cli;

import io.epona.server.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code epona}: its commands are described by {@code epona --help}. */
@Command(
        name = "epona",
        description = "A Jakarta Messaging 3.1 provider.",
        versionProvider = EponaCli.VersionLine.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; standard error says why",
            "2:command line not understood",
            "3:the broker refused to start: see its message"
        })
public final class EponaCli implements Runnable {
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("send", SendCommand.class);
        COMMANDS.put("receive", ReceiveCommand.class);
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("destinations", DestinationsCommand.class);
        COMMANDS.put("messages", MessagesCommand.class);
        COMMANDS.put("users", UsersCommand.class);
        COMMANDS.put("journal", JournalCommand.class);
        COMMANDS.put("tx", TxCommand.class);
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean isHelpAsked;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows the version.")
    private boolean isVersionAsked;

    private EponaCli() {}

    /** Runs a command and ends the process with its code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs a command in this process. */
    static int execute(String... arguments) {
        CommandLine line = new CommandLine(new EponaCli());
        // What all the other commands look like would take a third of the time in which a broker starts.
        Class<?> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        (named == null ? COMMANDS.values() : List.of(named)).forEach(line::addSubcommand);
        return line.setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setParameterExceptionHandler(ErrorLine::onUsage)
                .setExecutionExceptionHandler(ErrorLine::onFailure)
                .execute(arguments);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? one of " + String.join(", ", COMMANDS.keySet()));
    }

    /** What {@code --version} prints. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "Epona " + Version.text() + " on Java " + Runtime.version().feature()
            };
        }
    }
}
