package io.epona.server.cli;

import io.epona.server.LogConfigurator.LogLevel;
import io.epona.server.demo.Destinations;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Receives messages and prints them. */
@Command(
        name = "receive",
        sortOptions = false,
        description = {
            "Prints the body of each message on a line of its own: text as it is, bytes in Base64, maps and streams as JSON.",
            "A message is acknowledged when its line has been written, so what could not be written stays at the broker."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:received all, or as many as asked for",
            "1:failed, or --count messages did not come in time",
            "2:command line not understood"
        })
final class ReceiveCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--count", paramLabel = "N", description = "Ends after N messages.")
    private Long count;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Ends when nothing has come for so many milliseconds (default: ${DEFAULT-VALUE}).")
    private long timeoutMs;

    @Option(names = "--follow", description = "Waits for messages until it is stopped.")
    private boolean isFollowing;

    @Option(
            names = "--durable",
            paramLabel = "NAME",
            description = "Receives from a durable subscription of the topic, made if it is not there.")
    private String subscription;

    @Option(names = "--client-id", paramLabel = "ID", description = "The client that the subscription belongs to.")
    private String clientId;

    @Mixin
    private LogOptions log;

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        log.apply(LogLevel.WARN);
        String destination = connection.destination();
        if (subscription != null && (clientId == null || !connection.isTopic())) {
            throw new ParameterException(spec.commandLine(), "--durable needs a topic and --client-id");
        }
        Progress progress = new Progress(spec.commandLine().getErr(), "received");
        Reception reception = new Reception(
                // The stream behind System.out would swallow a failed write, and the message with it.
                new FileOutputStream(FileDescriptor.out),
                progress,
                count == null ? Long.MAX_VALUE : count,
                isFollowing ? Long.MAX_VALUE : timeoutMs);
        Interruption interruption = Interruption.arm(reception::stop);
        try (Connection open = connection.connect()) {
            if (clientId != null) {
                open.setClientID(clientId);
            }
            Session session = open.createSession(Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer consumer = consumer(session, destination);
            open.start();
            reception.run(consumer);
        } finally {
            interruption.disarm();
        }
        return count == null || progress.count() == count ? ExitCode.OK : ExitCode.FAILED;
    }

    private MessageConsumer consumer(Session session, String destination) throws JMSException {
        return subscription == null
                ? session.createConsumer(Destinations.of(session, destination))
                : session.createDurableConsumer((Topic) Destinations.of(session, destination), subscription);
    }
}
