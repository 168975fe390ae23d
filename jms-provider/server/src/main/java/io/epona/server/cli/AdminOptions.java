package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import io.epona.server.LogConfigurator.LogLevel;
import io.epona.server.demo.Destinations;
import jakarta.jms.JMSException;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands for administrators take. */
final class AdminOptions {
    @Mixin
    private BrokerAddress broker;

    @Option(names = "--json", description = "Prints JSON, one object a line.")
    private boolean isJson;

    @Mixin
    private LogOptions log;

    boolean isJson() {
        return isJson;
    }

    boolean isVerbose() {
        return log.isVerbose();
    }

    BrokerAddress broker() {
        return broker;
    }

    /** Applies the options about logging, before anything else. */
    void begin() {
        log.apply(LogLevel.WARN);
    }

    /** Connects. The caller closes the connection. */
    EponaAdmin connect() throws CommandException, JMSException, IOException {
        String password = broker.password();
        try {
            return EponaAdmin.connect(broker.url(), broker.user(), password);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, ErrorLine.cause(e), e);
        }
    }

    /** The name in {@code queue://name}. */
    static String queueName(String destination) throws CommandException {
        if (!Destinations.isValid(destination) || Destinations.isTopic(destination)) {
            throw new CommandException(ExitCode.USAGE, "queue must be queue://name: destination=" + destination, null);
        }
        return name(destination);
    }

    /** The name in {@code queue://name} or {@code topic://name}. */
    static String requireName(String destination) throws CommandException {
        if (!Destinations.isValid(destination)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "destination must be queue://name or topic://name: destination=" + destination,
                    null);
        }
        return name(destination);
    }

    private static String name(String destination) {
        return destination.substring(destination.indexOf("://") + "://".length());
    }
}
