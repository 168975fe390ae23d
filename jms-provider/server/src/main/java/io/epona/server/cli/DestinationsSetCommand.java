package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the properties of a queue or topic. */
@Command(
        name = "set",
        sortOptions = false,
        description = {
            "Gives a queue or topic properties, such as maxDeliveries=5, which count more than the broker's settings",
            "for its name. What is not named stays as it is."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it has them",
            "1:failed, one is not allowed, or there is no such destination; nothing has changed",
            "2:command line not understood"
        })
final class DestinationsSetCommand implements Callable<Integer>, Verbose {
    @Parameters(index = "0", paramLabel = "DESTINATION", description = "queue://name or topic://name")
    private String destination;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY=VALUE", description = "What to change.")
    private List<String> properties = List.of();

    @Option(
            names = "--unset",
            paramLabel = "KEY",
            description = "Takes a property back, so that the broker's settings hold again; may be repeated.")
    private List<String> keys = List.of();

    @Mixin
    private AdminOptions options;

    @Override
    public boolean isVerbose() {
        return options.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        options.begin();
        AdminOptions.requireName(destination);
        Map<String, String> changes = PropertyArguments.parse(properties);
        for (String key : keys) {
            if (changes.containsKey(key)) {
                throw new CommandException(ExitCode.USAGE, "property is set and unset: key=" + key, null);
            }
            changes.put(key, null);
        }
        if (changes.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "nothing to change: key=value or --unset is needed", null);
        }
        try (EponaAdmin admin = options.connect()) {
            PropertyArguments.set(admin, destination, false, changes);
        }
        return ExitCode.OK;
    }
}
