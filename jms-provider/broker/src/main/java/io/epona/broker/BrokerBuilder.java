package io.epona.broker;

import io.epona.broker.BrokerStartException.Reason;
import io.epona.broker.core.CoreSettings;
import io.epona.broker.settings.DestinationSettings;
import io.epona.broker.settings.Limits;
import io.epona.journal.DurabilityLevel;
import io.epona.journal.JournalConfig;
import io.epona.protocol.Durability;
import io.epona.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The settings of an {@link EponaBroker}. Not thread-safe. */
public final class BrokerBuilder {
    private static final int MAX_PORT = 65_535;

    private Path directory;
    private boolean isInMemory;
    private String host = "127.0.0.1";
    private int port = Protocol.DEFAULT_PORT;
    private boolean usesTcp = true;
    private String vmName;
    private Durability durability = Durability.FSYNC;
    private DestinationSettings destinations = DestinationSettings.DEFAULT;
    private Limits limits = Limits.defaults();
    private int resumeGraceMs = CoreSettings.DEFAULT_GRACE_MS;
    private Path users;
    private Boolean isAnonymousAllowed;
    private CoreSettings.Transactions transactions = CoreSettings.Transactions.DEFAULT;
    private UnaryOperator<JournalConfig.Builder> journalSettings = UnaryOperator.identity();

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
        if (resumeGraceMs < 0) {
            throw invalid("resume grace must not be negative: resumeGraceMs=" + resumeGraceMs);
        }
        if (transactions.timeoutMs() <= 0 || transactions.outcomeRetentionMs() <= 0) {
            throw invalid("times of transactions must be positive: timeoutMs=" + transactions.timeoutMs()
                    + " outcomeRetentionMs=" + transactions.outcomeRetentionMs());
        }
        if (!usesTcp && vmName == null) {
            throw invalid("a broker without TCP needs a vmName");
        }
        if (!isInMemory) {
            try {
                journalConfig();
            } catch (IllegalArgumentException e) {
                throw new BrokerStartException(Reason.INVALID_SETTING, e.getMessage(), e);
            }
        }
        return EponaBroker.start(this);
    }

    private static BrokerStartException invalid(String message) {
        return new BrokerStartException(Reason.INVALID_SETTING, message);
    }

    /** What sends, commits and acknowledgements wait for, unless a message asks for another level; FSYNC by default. */
    public BrokerBuilder durability(Durability level) {
        durability = level;
        return this;
    }

    /** How queues and topics behave: whether they are created on first use, what becomes of messages that come back. */
    public BrokerBuilder destinations(DestinationSettings settings) {
        destinations = settings;
        return this;
    }

    /** How much the broker keeps and how many it serves; in doubt {@link Limits#defaults()}. */
    public BrokerBuilder limits(Limits newLimits) {
        limits = newLimits;
        return this;
    }

    /** How long what a lost connection holds is kept for it; 5,000 ms by default. */
    public BrokerBuilder resumeGraceMs(int graceMs) {
        resumeGraceMs = graceMs;
        return this;
    }

    Limits limits() {
        return limits;
    }

    int resumeGraceMs() {
        return resumeGraceMs;
    }

    /**
     * Serves the users in this file, who prove that they know their passwords; it is read at the start. Without one, everybody
     * is served and may do everything.
     */
    public BrokerBuilder users(Path file) {
        users = file;
        return this;
    }

    /**
     * Whether a broker with users also serves clients without one, who may send and receive. By default it does not; a broker
     * without users always does.
     */
    public BrokerBuilder anonymous(boolean isAllowed) {
        isAnonymousAllowed = isAllowed;
        return this;
    }

    Optional<Path> users() {
        return Optional.ofNullable(users);
    }

    Optional<Boolean> anonymous() {
        return Optional.ofNullable(isAnonymousAllowed);
    }

    /**
     * How long a branch of a distributed transaction may take until it is prepared, if its client asks for nothing else;
     * five minutes by default. Then it is rolled back.
     */
    public BrokerBuilder transactionTimeout(Duration timeout) {
        transactions = new CoreSettings.Transactions(timeout.toMillis(), transactions.outcomeRetentionMs());
        return this;
    }

    /** How long the broker knows how a branch of a distributed transaction ended, to be asked again; an hour by default. */
    public BrokerBuilder transactionOutcomeRetention(Duration retention) {
        transactions = new CoreSettings.Transactions(transactions.timeoutMs(), retention.toMillis());
        return this;
    }

    CoreSettings.Transactions transactions() {
        return transactions;
    }

    DestinationSettings destinations() {
        return destinations;
    }

    Durability durability() {
        return durability;
    }

    /**
     * Changes settings of the journal: lengths of segments and buffers, spare segments.
     *
     * <p>A value out of its range is refused by {@link #start()}.
     */
    public BrokerBuilder journal(UnaryOperator<JournalConfig.Builder> settings) {
        journalSettings = settings;
        return this;
    }

    JournalConfig journalConfig() {
        return journalSettings
                .apply(JournalConfig.builder(directory.resolve("journal"))
                        .level(durability == Durability.FSYNC ? DurabilityLevel.FSYNC : DurabilityLevel.OS))
                .build();
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
