package io.epona.server.cli;

import io.epona.broker.BrokerStartException;
import io.epona.broker.EponaBroker;
import io.epona.protocol.Durability;
import io.epona.protocol.Protocol;
import io.epona.server.LogConfigurator.LogLevel;
import io.epona.server.Version;
import io.epona.server.config.ConfigException;
import io.epona.server.config.ConfigKey;
import io.epona.server.config.Configuration;
import io.epona.server.config.ConfiguredBroker;
import java.io.PrintWriter;
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
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Takes settings from this file; options given here count more.")
    private Path configFile;

    @Option(names = "--print-config", description = "Prints the settings and where each comes from, and does not run.")
    private boolean isPrintConfig;

    @ArgGroup
    private Store store;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on (default: 127.0.0.1, this machine alone).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0: any free one (default: " + Protocol.DEFAULT_PORT + ").")
    private Integer port;

    @Option(
            names = "--durability",
            paramLabel = "LEVEL",
            description = {
                "What a send, commit or acknowledgement waits for, unless a message asks otherwise:",
                "fsync: the disk; os: the operating system; memory: nothing (default: fsync)."
            })
    private Durability durability;

    @Option(
            names = "--segment-length",
            paramLabel = "BYTES",
            description = "Length of the journal's files, a multiple of 4096 (default: 67108864).")
    private Integer segmentLength;

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
        Configuration configuration = configuration();
        PrintWriter out = spec.commandLine().getOut();
        if (isPrintConfig) {
            configuration.lines().forEach(out::println);
            out.flush();
            return ExitCode.OK;
        }
        EponaBroker broker = start(configuration);
        BrokerStop stop = new BrokerStop(broker, out, spec.commandLine().getErr());
        stop.armForSignals();
        if (isUntilStdinEnds) {
            stop.armForEndOf(System.in);
        }
        long readyMs = ManagementFactory.getRuntimeMXBean().getUptime();
        String where = broker.dataDirectory().map(data -> "data in " + data).orElse("nothing on disk");
        out.println("Epona " + Version.text() + " ready in " + readyMs + " ms at " + broker.uri() + ", " + where);
        broker.awaitEnd();
        return stop.exitCode();
    }

    private Configuration configuration() throws CommandException {
        try {
            Configuration configuration =
                    configFile == null ? Configuration.defaults() : Configuration.read(configFile);
            return configuration
                    .override(ConfigKey.HOST, host)
                    .override(ConfigKey.PORT, port)
                    .override(ConfigKey.DURABILITY, durability == null ? null : durability.label())
                    .override(ConfigKey.SEGMENT_LENGTH, segmentLength)
                    .override(ConfigKey.USERS, users)
                    .override(ConfigKey.ANONYMOUS, isAnonymousAllowed)
                    .override(ConfigKey.DATA, store == null ? null : store.directory)
                    .override(ConfigKey.MEMORY, store == null ? null : store.isMemory);
        } catch (ConfigException e) {
            throw new CommandException(ExitCode.START_REFUSED, e.getMessage(), e);
        }
    }

    private static EponaBroker start(Configuration configuration) throws CommandException {
        try {
            return ConfiguredBroker.builder(configuration).start();
        } catch (BrokerStartException e) {
            throw new CommandException(ExitCode.START_REFUSED, ErrorLine.cause(e), e);
        }
    }
}
