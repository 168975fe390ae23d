package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import io.epona.server.demo.Destinations;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes a queue or topic. */
@Command(
        name = "delete",
        sortOptions = false,
        description = {
            "Deletes a queue or topic. One that has messages, consumers or subscriptions is deleted with --force alone:",
            "then its messages are dropped, and its consumers connect again."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it does not exist any more",
            "1:failed, it is in use, or there is none",
            "2:command line not understood"
        })
final class DestinationsDeleteCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DESTINATION", description = "queue://name or topic://name")
    private String destination;

    @Option(names = "--force", description = "Deletes it even if it is in use.")
    private boolean isForced;

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
        PrintWriter out = spec.commandLine().getOut();
        try (EponaAdmin admin = options.connect()) {
            long dropped = Destinations.isTopic(destination)
                    ? admin.deleteTopic(name, isForced)
                    : admin.deleteQueue(name, isForced);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("deleted", destination);
            fields.put("droppedMessages", dropped);
            out.println(options.isJson() ? Json.of(fields) : FieldText.of(fields));
            out.flush();
        }
        return ExitCode.OK;
    }
}
