package io.epona.server.cli;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.BrokerStartException;
import io.epona.broker.EponaBroker;
import io.epona.protocol.Durability;
import io.epona.protocol.Protocol;
import io.epona.server.LogConfigurator.LogLevel;
import io.epona.server.Version;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a broker until it is told to stop. */
@Command(
        name = "run",
        sortOptions = false,
        description =
                "Runs a broker until SIGTERM or ctrl-c, which stop it in good order: what it confirmed is on disk.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM or ctrl-c",
            "1:the broker failed while it ran",
            "2:command line not understood",
            "3:refused to start: directory or address not available, or settings wrong"
        })
final class RunCommand implements Callable<Integer>, Verbose {
    private static final Path DEFAULT_DIRECTORY = Path.of("epona-data");

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Store store;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + Protocol.DEFAULT_PORT,
            description = "The port to listen on; 0: any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--durability",
            paramLabel = "LEVEL",
            defaultValue = "fsync",
            description = {
                "What a send, commit or acknowledgement waits for, unless a message asks otherwise:",
                "fsync: the disk; os: the operating system; memory: nothing (default: ${DEFAULT-VALUE})."
            })
    private Durability durability;

    @Option(
            names = "--segment-length",
            paramLabel = "BYTES",
            defaultValue = "67108864",
            description = "Length of the journal's files, a multiple of 4096 (default: ${DEFAULT-VALUE}).")
    private int segmentLength;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = {
                "Serves the users in this file, which epona users changes; it is read at the start",
                "(default: everybody is served, and may do everything)."
            })
    private Path users;

    @Option(
            names = "--anonymous",
            paramLabel = "true|false",
            arity = "1",
            description = "With --users: whether clients without a user are served, too (default: false).")
    private Boolean isAnonymousAllowed;

    @Option(names = "--until-stdin-ends", hidden = true, description = "Stops when standard input ends.")
    private boolean isUntilStdinEnds;

    @Mixin
    private LogOptions log;

    private static final class Store {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "The data directory, made if it is not there (default: epona-data).")
        private Path directory;

        @Option(names = "--memory", description = "Keeps everything in memory: gone when the broker stops.")
        private boolean isMemory;
    }

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        log.apply(LogLevel.INFO);
        EponaBroker broker = start();
        BrokerStop stop = new BrokerStop(
                broker, spec.commandLine().getOut(), spec.commandLine().getErr());
        stop.armForSignals();
        if (isUntilStdinEnds) {
            stop.armForEndOf(System.in);
        }
        long readyMs = ManagementFactory.getRuntimeMXBean().getUptime();
        spec.commandLine()
                .getOut()
                .println("Epona " + Version.text() + " ready in " + readyMs + " ms at " + broker.uri() + ", "
                        + (isMemory() ? "nothing on disk" : "data in " + directory()));
        broker.awaitEnd();
        return stop.exitCode();
    }

    private EponaBroker start() throws CommandException {
        BrokerBuilder builder = EponaBroker.builder()
                .host(host)
                .port(port)
                .durability(durability)
                .journal(journal -> journal.segmentLength(segmentLength));
        if (isMemory()) {
            builder.inMemory();
        } else {
            builder.dataDirectory(directory());
        }
        if (users != null) {
            builder.users(users);
        }
        if (isAnonymousAllowed != null) {
            builder.anonymous(isAnonymousAllowed);
        }
        try {
            return builder.start();
        } catch (BrokerStartException e) {
            throw new CommandException(ExitCode.START_REFUSED, ErrorLine.cause(e), e);
        }
    }

    private boolean isMemory() {
        return store != null && store.isMemory;
    }

    private Path directory() {
        Path directory = store == null || store.directory == null ? DEFAULT_DIRECTORY : store.directory;
        return directory.toAbsolutePath().normalize();
    }
}
