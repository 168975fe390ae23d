package io.epona.perf.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The harness's program: its commands are described by {@code epona perf --help}. */
@Command(
        name = "perf",
        description = "Measures the latency and throughput of JMS providers, and verifies what they deliver.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        subcommands = {
            RunCommand.class,
            CompareCommand.class,
            FindMaxCommand.class,
            LimitsCommand.class,
            FootprintCommand.class,
            SyncsCommand.class,
            ProvidersCommand.class
        })
public final class PerfCli implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean isHelpAsked;

    private PerfCli() {}

    /** Runs a command and ends the process with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Runs a command in this process. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    private static CommandLine commandLine() {
        return new CommandLine(new PerfCli())
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> {
                    CommandLine command = e.getCommandLine();
                    String name = command.getCommandSpec().qualifiedName();
                    command.getErr().println(name + ": " + e.getMessage() + " (see " + name + " --help)");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("perf: " + (e.getMessage() == null ? e : e.getMessage()));
                    return e instanceof CommandException known ? known.exitCode() : ExitCode.FAILED;
                });
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
