package io.epona.server.cli;

import io.epona.server.LogConfigurator.LogLevel;
import io.epona.server.Version;
import io.epona.server.demo.Demo;
import io.epona.server.demo.DemoSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what Epona is for. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Puts a broker under load, kills it halfway with SIGKILL, starts it again, and counts what arrived.",
            "The broker is a process of its own with a directory of its own; both are gone afterwards."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything confirmed arrived once and in order",
            "1:something did not, or the broker did not start",
            "2:command line not understood"
        })
final class DemoCommand implements Callable<Integer>, Verbose {
    private static final int MAX_SIZE = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--duration",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds that producers send (default: ${DEFAULT-VALUE}).")
    private int durationSeconds;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Messages a second, of all producers; 0: as many as they can (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "1024",
            description = "Length of each message (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--keep", description = "Leaves the data directory behind.")
    private boolean isKept;

    @Mixin
    private LogOptions log;

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        // The outage is on purpose, so the client's warnings about it would only disturb.
        log.apply(LogLevel.ERROR);
        requireRange("--duration", durationSeconds, 2, 3_600);
        requireRange("--rate", rate, 0, 1_000_000);
        requireRange("--size", size, 0, MAX_SIZE);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Epona " + Version.text() + " demo");
        DemoSettings settings =
                new DemoSettings(EponaCli.class.getName(), Duration.ofSeconds(durationSeconds), rate, size, isKept);
        try (Demo demo = new Demo(settings, out)) {
            Interruption interruption = Interruption.arm(() -> close(demo));
            try {
                return demo.run() ? ExitCode.OK : ExitCode.FAILED;
            } finally {
                interruption.disarm();
            }
        }
    }

    private static void close(Demo demo) {
        try {
            demo.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireRange(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " out of range: value=" + value + " allowed=" + min + ".." + max);
        }
    }
}
