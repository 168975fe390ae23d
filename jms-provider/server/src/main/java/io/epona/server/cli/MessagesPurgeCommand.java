package io.epona.server.cli;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes messages. */
@Command(
        name = "purge",
        sortOptions = false,
        description = {
            "Removes the messages that are in a queue now, delayed ones included, and prints how many.",
            "Those in flight or locked by a branch stay and are counted as leftInFlight."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; standard error says how far it came", "2:command line not understood"})
final class MessagesPurgeCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "QUEUE", description = "queue://name")
    private String queue;

    @Mixin
    private MessageSelection selection;

    @Mixin
    private AdminOptions options;

    @Override
    public boolean isVerbose() {
        return options.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        String name = AdminOptions.queueName(queue);
        long limit = selection.limit();
        return new MessageSweep(spec.commandLine(), options, "purged")
                .run((admin, progress) -> admin.purge(name, selection.selector(), limit, progress));
    }
}
