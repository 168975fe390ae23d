package io.epona.server.cli;

import io.epona.jms.admin.DestinationInfo;
import io.epona.jms.admin.EponaAdmin;
import io.epona.jms.admin.SubscriptionInfo;
import io.epona.server.demo.Destinations;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one queue or topic. */
@Command(
        name = "stats",
        sortOptions = false,
        description = "Shows what is in a queue, or in a topic and in each of its durable subscriptions.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed, or there is no such destination", "2:command line not understood"})
final class DestinationsStatsCommand implements Callable<Integer>, Verbose {
    @Parameters(paramLabel = "DESTINATION", description = "queue://name or topic://name")
    private String destination;

    @Mixin
    private AdminOptions options;

    @Override
    public boolean isVerbose() {
        return options.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        options.begin();
        String name = AdminOptions.requireName(destination);
        try (EponaAdmin admin = options.connect();
                PrintWriter out = JournalSource.output()) {
            boolean isTopic = Destinations.isTopic(destination);
            DestinationInfo info = isTopic ? admin.topic(name) : admin.queue(name);
            if (info == null) {
                throw new CommandException(ExitCode.FAILED, "no such destination: destination=" + destination, null);
            }
            List<SubscriptionInfo> subscriptions = isTopic ? admin.subscriptions(name) : List.of();
            print(out, DestinationFields.of(info));
            subscriptions.forEach(subscription -> print(out, DestinationFields.of(subscription)));
        }
        return ExitCode.OK;
    }

    private void print(PrintWriter out, Map<String, Object> fields) {
        out.println(options.isJson() ? Json.of(fields) : FieldText.of(fields));
    }
}
