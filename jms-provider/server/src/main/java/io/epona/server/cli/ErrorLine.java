package io.epona.server.cli;

import io.epona.server.Nearest;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line on standard error why a command did not do what it was asked. */
final class ErrorLine {
    private ErrorLine() {}

    /** The command line was not understood. */
    static int onUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + problem(e) + " (see " + name + " --help)");
        return ExitCode.USAGE;
    }

    /** The command failed. A failure that is no {@link CommandException} is a surprise, and shown with its type. */
    static int onFailure(Exception e, CommandLine command, ParseResult parsed) {
        command.getErr().println("epona: " + cause(e));
        if (command.getCommand() instanceof Verbose verbose && verbose.isVerbose()) {
            LoggerFactory.getLogger(ErrorLine.class).error("command failed", e);
        }
        return e instanceof CommandException known ? known.exitCode() : ExitCode.FAILED;
    }

    /** What went wrong, in one line. */
    static String cause(Throwable e) {
        if (e instanceof NoSuchFileException missing && missing.getFile().endsWith(".epj")) {
            // A broker that runs drops its oldest segments.
            return "segment has gone since the tool listed the directory, run the tool again: file="
                    + missing.getFile();
        }
        String message = e.getMessage();
        String line = message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s*\\R\\s*", " ");
        // The messages of files' exceptions are often nothing but the file's name.
        boolean isBare = e instanceof FileSystemException && !line.contains(": ");
        return isBare ? e.getClass().getSimpleName() + ": " + line : line;
    }

    /** What went wrong, and what that came from in the first place, in one line. */
    static String rootCause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == e ? cause(e) : cause(e) + " cause=" + cause(root);
    }

    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            CommandSpec command = e.getCommandLine().getCommandSpec();
            Collection<String> known = unmatched.isUnknownOption()
                    ? command.optionsMap().keySet()
                    : command.subcommands().keySet();
            String hint = Nearest.to(word, known)
                    .map(w -> "; did you mean " + w + "?")
                    .orElse("");
            return (unmatched.isUnknownOption() ? "unknown option: " : "unexpected argument: ") + word + hint;
        }
        String message = cause(e).replaceFirst("^Error: ", "");
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
