package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import io.epona.server.demo.Destinations;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates queues and topics. */
@Command(
        name = "create",
        sortOptions = false,
        description = "Creates queues and topics. What exists stays as it is, but for properties that are given.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:they exist", "1:failed", "2:command line not understood"})
final class DestinationsCreateCommand implements Callable<Integer>, Verbose {
    @Parameters(paramLabel = "DESTINATION", arity = "1..*", description = "queue://name or topic://name")
    private List<String> destinations;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A property of each of them, such as maxDeliveries=5; may be repeated.")
    private List<String> properties = List.of();

    @Mixin
    private AdminOptions options;

    @Override
    public boolean isVerbose() {
        return options.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        options.begin();
        for (String destination : destinations) {
            AdminOptions.requireName(destination);
        }
        Map<String, String> changes = PropertyArguments.parse(properties);
        try (EponaAdmin admin = options.connect()) {
            for (String destination : destinations) {
                String name = AdminOptions.requireName(destination);
                if (!changes.isEmpty()) {
                    PropertyArguments.set(admin, destination, true, changes);
                } else if (Destinations.isTopic(destination)) {
                    admin.createTopic(name);
                } else {
                    admin.createQueue(name);
                }
            }
        }
        return ExitCode.OK;
    }
}
