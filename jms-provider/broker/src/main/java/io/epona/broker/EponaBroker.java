package io.epona.broker;

import io.epona.broker.BrokerStartException.Reason;
import io.epona.broker.core.BrokerCore;
import io.epona.broker.core.CoreSettings;
import io.epona.broker.transport.BrokerTransport;
import io.epona.broker.users.User;
import io.epona.broker.users.Users;
import io.epona.broker.users.UsersFile;
import io.epona.journal.Journal;
import io.epona.journal.JournalCorruptException;
import io.epona.journal.JournalFailedException;
import io.epona.journal.JournalLockedException;
import io.epona.journal.JournalOpenException;
import io.epona.journal.RecoveryHandler;
import io.epona.journal.SegmentJournal;
import io.epona.journal.VolatileJournal;
import io.epona.protocol.Durability;
import io.epona.protocol.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.SystemEpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker in this JVM. Several can run in one, each with a directory and an address of its own.
 *
 * <pre>{@code
 * try (EponaBroker broker = EponaBroker.builder().dataDirectory(directory).port(0).start()) {
 *     ConnectionFactory factory = new EponaConnectionFactory(broker.uri());
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class EponaBroker implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EponaBroker.class);

    private final BrokerBuilder settings;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final BrokerTransport transport;

    private volatile Journal journal;
    private int port;

    private EponaBroker(BrokerBuilder settings) {
        this.settings = settings;
        this.transport = new BrokerTransport(this::onFailed);
    }

    /** A builder with default settings: TCP on 127.0.0.1:7667; a directory, or none, must be chosen. */
    public static BrokerBuilder builder() {
        return new BrokerBuilder();
    }

    static EponaBroker start(BrokerBuilder settings) throws BrokerStartException {
        EponaBroker broker = new EponaBroker(settings);
        try {
            broker.open();
        } catch (BrokerStartException | RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private void open() throws BrokerStartException {
        if (settings.isDurable() && settings.durability() == Durability.MEMORY) {
            LOGGER.warn(
                    "confirmations wait for nothing, a crash may take what was confirmed: directory={} durability={}",
                    settings.directory(),
                    settings.durability().label());
        }
        CoreSettings coreSettings = new CoreSettings(
                settings.limits(),
                settings.resumeGraceMs(),
                settings.isDurable(),
                settings.durability(),
                settings.destinations(),
                users(),
                settings.transactions());
        try {
            transport.start(new BrokerCore(coreSettings, this::openJournal, transport, SystemEpochClock.INSTANCE));
        } catch (JournalLockedException e) {
            throw new BrokerStartException(Reason.DIRECTORY_IN_USE, e.getMessage(), e);
        } catch (JournalCorruptException e) {
            throw new BrokerStartException(Reason.JOURNAL_DAMAGED, e.getMessage(), e);
        } catch (JournalOpenException e) {
            throw new BrokerStartException(Reason.DIRECTORY_NOT_USABLE, e.getMessage(), e);
        }
        listen();
    }

    private Users users() throws BrokerStartException {
        Optional<Path> file = settings.users();
        if (file.isEmpty()) {
            if (settings.anonymous().equals(Optional.of(false))) {
                throw new BrokerStartException(
                        Reason.INVALID_SETTING, "nobody could connect: anonymous=false and no users file");
            }
            return Users.none();
        }
        try {
            List<User> users = UsersFile.read(file.get());
            if (UsersFile.isReadableByOthers(file.get())) {
                LOGGER.warn("users file can be read by everybody, passwords could be guessed: file={}", file.get());
            }
            return Users.of(users, settings.anonymous().orElse(false));
        } catch (IOException e) {
            throw new BrokerStartException(
                    Reason.INVALID_SETTING, "users file cannot be read: file=" + file.get() + " cause=" + e, e);
        } catch (IllegalArgumentException e) {
            throw new BrokerStartException(Reason.INVALID_SETTING, e.getMessage(), e);
        }
    }

    private Journal openJournal(RecoveryHandler onRecovered) throws JournalOpenException {
        if (settings.isDurable()) {
            journal = SegmentJournal.open(settings.journalConfig(), onRecovered, transport);
        } else {
            journal = new VolatileJournal(transport);
        }
        return journal;
    }

    private void listen() throws BrokerStartException {
        if (settings.vmName() != null && !transport.listenInVm(settings.vmName())) {
            throw new BrokerStartException(
                    Reason.ADDRESS_NOT_AVAILABLE, "name in use in this JVM: vmName=" + settings.vmName());
        }
        if (settings.usesTcp()) {
            InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
            if (address.isUnresolved()) {
                throw new BrokerStartException(
                        Reason.ADDRESS_NOT_AVAILABLE, "host name not known: host=" + settings.host());
            }
            try {
                port = transport.listen(address);
            } catch (IOException e) {
                String where = "host=" + settings.host() + " port=" + settings.port();
                throw new BrokerStartException(
                        Reason.ADDRESS_NOT_AVAILABLE, "cannot listen: " + where + " cause=" + e.getMessage(), e);
            }
        }
    }

    /** Where clients of other processes connect; where clients of this JVM do if TCP is off. */
    public String uri() {
        if (!settings.usesTcp()) {
            return vmUri();
        }
        String host = settings.host().indexOf(':') >= 0 ? "[" + settings.host() + "]" : settings.host();
        return "epona://" + host + ":" + port;
    }

    /**
     * Where clients of this JVM connect.
     *
     * @throws IllegalStateException if the broker was given no name for that
     */
    public String vmUri() {
        if (settings.vmName() == null) {
            throw new IllegalStateException("broker has no vmName");
        }
        return "vm://" + settings.vmName();
    }

    /** The TCP port it listens on, 0 if none. */
    public int port() {
        return port;
    }

    /** The data directory, empty for a broker in memory. */
    public Optional<Path> dataDirectory() {
        return Optional.ofNullable(settings.directory());
    }

    /** Waits until the broker was closed or has failed. */
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    /** What ended the broker if it failed. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Nothing can be confirmed any more: better no broker than one that pretends. */
    private void onFailed(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            LOGGER.error("broker failed, it stops: cause={}", cause.toString(), cause);
            Thread stopper = new Thread(() -> stop(ErrorCode.JOURNAL_FAILED, "the broker failed"), "epona-broker-stop");
            stopper.start();
        }
    }

    /** Ends all connections, makes everything durable and releases the directory. More than once does nothing more. */
    @Override
    public void close() {
        stop(ErrorCode.BROKER_CLOSING, "the broker is being stopped");
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(ErrorCode code, String reason) {
        if (isClosed.compareAndSet(false, true)) {
            try {
                transport.stop(code, reason);
                closeJournal();
            } finally {
                end.countDown();
            }
        }
    }

    private void closeJournal() {
        try {
            if (journal != null) {
                journal.close();
            }
        } catch (JournalFailedException e) {
            if (failure.compareAndSet(null, e)) {
                LOGGER.error("journal failed while the broker was being stopped: cause={}", e.toString(), e);
            }
        }
    }
}
