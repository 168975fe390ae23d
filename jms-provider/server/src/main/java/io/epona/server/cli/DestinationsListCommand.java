package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists queues and topics. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists queues and topics with what is in them.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:command line not understood"})
final class DestinationsListCommand implements Callable<Integer>, Verbose {
    @Parameters(
            paramLabel = "PATTERN",
            arity = "0..1",
            defaultValue = "",
            description = "Those whose names fit: * is one word, # any number of words (default: all).")
    private String pattern;

    @Mixin
    private AdminOptions options;

    @Override
    public boolean isVerbose() {
        return options.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        options.begin();
        try (EponaAdmin admin = options.connect();
                PrintWriter out = JournalSource.output()) {
            if (options.isJson()) {
                admin.forEachDestination(pattern, info -> out.println(Json.of(DestinationFields.of(info))));
            } else {
                Table table = new Table(
                        "DESTINATION", "MESSAGES", "IN FLIGHT", "DELAYED", "BYTES", "CONSUMERS", "SUBSCRIPTIONS");
                admin.forEachDestination(
                        pattern,
                        info -> table.add(
                                DestinationFields.uri(info),
                                info.messages(),
                                info.inFlight(),
                                info.delayed(),
                                info.bytes(),
                                info.consumers(),
                                info.isQueue() ? "-" : info.subscriptions()));
                table.lines().forEach(out::println);
            }
        }
        return ExitCode.OK;
    }
}
