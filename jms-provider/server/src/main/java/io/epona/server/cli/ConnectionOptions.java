package io.epona.server.cli;

import io.epona.jms.EponaConnectionFactory;
import io.epona.server.demo.Destinations;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which broker, and which destination there. */
final class ConnectionOptions {
    @Parameters(paramLabel = "DESTINATION", description = "queue://name or topic://name")
    private String destination;

    @Mixin
    private BrokerAddress broker;

    /** @throws CommandException if the destination does not have the form of one */
    String destination() throws CommandException {
        if (!Destinations.isValid(destination)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "destination must be queue://name or topic://name: destination=" + destination,
                    null);
        }
        return destination;
    }

    boolean isTopic() {
        return Destinations.isTopic(destination);
    }

    /**
     * Connects. The caller closes the connection.
     *
     * @throws CommandException if the URL is wrong
     */
    Connection connect() throws CommandException, JMSException, IOException {
        return connect(broker);
    }

    static Connection connect(BrokerAddress broker) throws CommandException, JMSException, IOException {
        String password = broker.password();
        try {
            return new EponaConnectionFactory(broker.url()).createConnection(broker.user(), password);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, ErrorLine.cause(e), e);
        }
    }
}
