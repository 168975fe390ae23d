package io.epona.server.cli;

import io.epona.server.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which messages are exported: all, unless queues or topics are named. */
final class ExportSelection {
    @Option(names = "--queue", paramLabel = "NAME", description = "Exports this queue; more than once for several.")
    private List<String> queues = List.of();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Exports the durable subscriptions of this topic; more than once for several.")
    private List<String> topics = List.of();

    boolean includes(String destination) {
        return queues.isEmpty() && topics.isEmpty() || named().anyMatch(destination::equals);
    }

    private Stream<String> named() {
        return Stream.concat(
                queues.stream().map(name -> "queue://" + name), topics.stream().map(name -> "topic://" + name));
    }

    /** @throws CommandException if a destination is not there */
    void check(Collection<String> known) throws CommandException {
        for (String destination : named().toList()) {
            if (!known.contains(destination)) {
                String hint = Nearest.to(destination, known)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
                throw new CommandException(
                        ExitCode.FAILED, "destination is not in the journal: destination=" + destination + hint, null);
            }
        }
    }
}
