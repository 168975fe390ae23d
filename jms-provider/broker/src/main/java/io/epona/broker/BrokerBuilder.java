package io.epona.broker;

import io.epona.broker.BrokerStartException.Reason;
import io.epona.protocol.Protocol;
import java.nio.file.Path;

/** The settings of an {@link EponaBroker}. Not thread-safe. */
public final class BrokerBuilder {
    private static final int MAX_PORT = 65_535;

    private Path directory;
    private boolean isInMemory;
    private String host = "127.0.0.1";
    private int port = Protocol.DEFAULT_PORT;
    private boolean usesTcp = true;
    private String vmName;

    BrokerBuilder() {}

    /** Keeps everything in this directory, which is created if need be. */
    public BrokerBuilder dataDirectory(Path dataDirectory) {
        directory = dataDirectory;
        return this;
    }

    /** Keeps nothing on disk: what is in the broker ends with it. */
    public BrokerBuilder inMemory() {
        isInMemory = true;
        return this;
    }

    /** The host name or address to listen on; 127.0.0.1 by default. */
    public BrokerBuilder host(String hostName) {
        host = hostName;
        return this;
    }

    /** The port to listen on; 7667 by default, 0 for any that is free. */
    public BrokerBuilder port(int portNumber) {
        port = portNumber;
        return this;
    }

    /** Serves clients of this JVM only. */
    public BrokerBuilder withoutTcp() {
        usesTcp = false;
        return this;
    }

    /** Serves clients of this JVM under {@code vm://name}, too. */
    public BrokerBuilder vmName(String name) {
        vmName = name;
        return this;
    }

    /**
     * Starts a broker; on return clients can connect.
     *
     * @throws BrokerStartException if it cannot start; nothing of it is left then
     */
    public EponaBroker start() throws BrokerStartException {
        if (isInMemory == (directory != null)) {
            throw invalid("choose either a data directory or inMemory: dataDirectory=" + directory);
        }
        if (port < 0 || port > MAX_PORT) {
            throw invalid("port not allowed: port=" + port + " allowed=0.." + MAX_PORT);
        }
        if (!usesTcp && vmName == null) {
            throw invalid("a broker without TCP needs a vmName");
        }
        return EponaBroker.start(this);
    }

    private static BrokerStartException invalid(String message) {
        return new BrokerStartException(Reason.INVALID_SETTING, message);
    }

    boolean isDurable() {
        return !isInMemory;
    }

    Path directory() {
        return directory;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    boolean usesTcp() {
        return usesTcp;
    }

    String vmName() {
        return vmName;
    }
}
