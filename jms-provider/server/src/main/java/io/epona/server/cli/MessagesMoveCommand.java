package io.epona.server.cli;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves messages. */
@Command(
        name = "move",
        sortOptions = false,
        description = {
            "Moves the messages that are in a queue now to the end of another, and prints how many.",
            "They keep all that they were sent with but their destination, delays included.",
            "Those in flight or locked by a branch stay and are counted as leftInFlight."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; standard error says how far it came", "2:command line not understood"})
final class MessagesMoveCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "QUEUE", description = "queue://name, to move from")
    private String queue;

    @Parameters(index = "1", paramLabel = "TARGET", description = "queue://name, to move to; it must exist")
    private String target;

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
        String from = AdminOptions.queueName(queue);
        String to = AdminOptions.queueName(target);
        long limit = selection.limit();
        return new MessageSweep(spec.commandLine(), options, "moved")
                .run((admin, progress) -> admin.move(from, to, selection.selector(), limit, progress));
    }
}
