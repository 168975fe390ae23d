package io.epona.server.cli;

import io.epona.server.LogConfigurator.LogLevel;
import io.epona.server.demo.Destinations;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends text messages. */
@Command(
        name = "send",
        sortOptions = false,
        description = {
            "Sends each line of standard input as a text message, and reports the rate on standard error.",
            "It ends with 0 only if every message was confirmed; otherwise it names the lines that were not."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every message was confirmed", "1:some were not", "2:command line not understood"})
final class SendCommand implements Callable<Integer>, Verbose {
    private static final int DEFAULT_WINDOW = 256;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @ArgGroup
    private Input input;

    @Option(
            names = "--size",
            paramLabel = "CHARACTERS",
            defaultValue = "1024",
            description = "Length of each message made by --count (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--non-persistent", description = "Sends messages that do not outlive the broker.")
    private boolean isNonPersistent;

    @Option(
            names = "--delay-ms",
            paramLabel = "MS",
            defaultValue = "0",
            description = "How long each message is to wait before it is delivered (default: ${DEFAULT-VALUE}).")
    private long delayMs;

    @ArgGroup
    private Mode mode;

    @Mixin
    private LogOptions log;

    private static final class Input {
        @Option(names = "--file", paramLabel = "FILE", description = "Reads lines from a file instead.")
        private Path file;

        @Option(names = "--count", paramLabel = "N", description = "Sends N messages made up for the purpose instead.")
        private Long count;
    }

    private static final class Mode {
        @Option(
                names = "--window",
                paramLabel = "N",
                description = "Number of messages that may wait to be confirmed at a time (default: 256).")
        private Integer window;

        @Option(names = "--transacted-batch", paramLabel = "N", description = "Sends transactions of N messages.")
        private Integer batch;
    }

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException, InterruptedException {
        log.apply(LogLevel.WARN);
        requirePositive("--size", size);
        requirePositive("--window", window());
        if (delayMs < 0) {
            throw new ParameterException(spec.commandLine(), "--delay-ms must not be negative: value=" + delayMs);
        }
        requirePositive("--transacted-batch", isTransacted() ? mode.batch : 1);
        String destination = connection.destination();
        Progress progress = new Progress(spec.commandLine().getErr(), "sent");
        Interruption interruption = Interruption.arm(progress::finish);
        try (MessageSource source = source();
                Connection open = connection.connect();
                Session session =
                        open.createSession(isTransacted() ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(Destinations.of(session, destination))) {
            producer.setDeliveryMode(isNonPersistent ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);
            producer.setDeliveryDelay(delayMs);
            SendResult result = new SendResult(progress);
            Sender sender = isTransacted()
                    ? new TransactedSender(session, producer, result, mode.batch)
                    : new WindowedSender(producer, result, window());
            progress.start();
            sendAll(source, session, sender, result);
            progress.finish();
            result.check();
        } finally {
            interruption.disarm();
        }
        return ExitCode.OK;
    }

    private static void sendAll(MessageSource source, Session session, Sender sender, SendResult result)
            throws JMSException, IOException, InterruptedException {
        try {
            String body = source.next();
            for (long line = 1; body != null && !result.hasFailed(); line++) {
                sender.send(session.createTextMessage(body), line);
                body = source.next();
            }
        } finally {
            sender.finish();
        }
    }

    private MessageSource source() throws IOException {
        if (input != null && input.count != null) {
            return MessageSource.generated(input.count, size);
        }
        return input == null ? MessageSource.lines(System.in) : MessageSource.file(input.file);
    }

    private boolean isTransacted() {
        return mode != null && mode.batch != null;
    }

    private int window() {
        return mode == null || mode.window == null ? DEFAULT_WINDOW : mode.window;
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1: value=" + value);
        }
    }
}
