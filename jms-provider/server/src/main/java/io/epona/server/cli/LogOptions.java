package io.epona.server.cli;

import io.epona.server.LogConfigurator;
import io.epona.server.LogConfigurator.LogLevel;
import picocli.CommandLine.Option;

/** The options about what a command says of itself. */
final class LogOptions {
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "Logs to standard error: ${COMPLETION-CANDIDATES}.")
    private LogLevel level;

    @Option(names = "--verbose", description = "Shows the stack trace of a failure.")
    private boolean isVerbose;

    boolean isVerbose() {
        return isVerbose;
    }

    void apply(LogLevel defaultLevel) {
        LogConfigurator.setLevel(level == null ? defaultLevel : level);
    }
}
