package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import picocli.CommandLine.Option;

/** Which messages of a queue a command means. */
final class MessageSelection {
    @Option(
            names = "--selector",
            paramLabel = "SELECTOR",
            defaultValue = "",
            description = "Those that the message selector selects (default: all).")
    private String selector;

    @Option(names = "--limit", paramLabel = "N", description = "N of them at most (default: all).")
    private Long limit;

    String selector() {
        return selector;
    }

    long limit() throws CommandException {
        if (limit != null && limit < 1) {
            throw new CommandException(ExitCode.USAGE, "--limit must be at least 1: value=" + limit, null);
        }
        return limit == null ? EponaAdmin.NO_LIMIT : limit;
    }
}
