package io.epona.server.demo;

import io.epona.jms.EponaConnectionFactory;
import io.epona.server.cli.EponaCli;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures a broker in a process of its own, and beside it, in the same run and directory, what the machine itself can
 * do: no durable send can be faster than one sync of the disk and one round trip over the loopback. Not a test; run by
 * hand on a machine that does nothing else.
 */
@Command(name = "figures", mixinStandardHelpOptions = true, description = "Prints a table of measurements.")
public final class Figures implements Callable<Integer> {
    private static final int BODY_LENGTH = 1024;
    private static final int STARTS = 5;
    private static final long SETTLE_S = 2;
    private static final long IDLE_S = 5;

    @Spec
    private CommandSpec spec;

    @Option(names = "--directory", defaultValue = "target", description = "Where data is written.")
    private Path parent;

    @Option(names = "--seconds", defaultValue = "10", description = "Length of each measurement.")
    private int seconds;

    private Figures() {}

    /** Prints the table. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Figures()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, JMSException {
        Path directory = Files.createTempDirectory(parent, "figures-");
        try {
            measure(directory);
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private void measure(Path directory) throws IOException, InterruptedException, JMSException {
        row("machine", "%d processors, Java %s", Runtime.getRuntime().availableProcessors(), Runtime.version());
        BrokerProcess.Launch launch = new BrokerProcess.Launch(
                EponaCli.class.getName(), directory.resolve("data"), FreePort.find(), List.of());
        measureStart(launch);
        Histogram disk = MachineProbe.fdatasync(directory.resolve("probe"), BODY_LENGTH);
        Histogram loopback = MachineProbe.loopback(BODY_LENGTH);
        latency("fdatasync of 1 KiB", disk);
        latency("loopback, 1 KiB and answer", loopback);
        try (BrokerProcess broker = BrokerProcess.start(launch).awaitReady()) {
            measureIdle(broker);
            ConnectionFactory factory = new EponaConnectionFactory(broker.uri());
            SendProbe probe = new SendProbe(factory, BODY_LENGTH, TimeUnit.SECONDS.toNanos(seconds));
            Histogram send = probe.blocking();
            latency("durable send of 1 KiB", send);
            latency("the same beside a consumer", probe.blockingBesideConsumer());
            Histogram diskAfter = MachineProbe.fdatasync(directory.resolve("probe"), BODY_LENGTH);
            latency("fdatasync of 1 KiB, again", diskAfter);
            double floorNs = (disk.getValueAtPercentile(50) + diskAfter.getValueAtPercentile(50)) / 2.0
                    + loopback.getValueAtPercentile(50);
            row("p50 over fdatasync + loopback", "%.2f", send.getValueAtPercentile(50) / floorNs);
            row("persistent 1 KiB, window 256", "%,.0f messages/s, sent and received", probe.windowed());
        }
    }

    private void measureStart(BrokerProcess.Launch launch) throws IOException, InterruptedException {
        long best = Long.MAX_VALUE;
        long worst = 0;
        for (int i = 0; i < STARTS; i++) {
            try (BrokerProcess broker = BrokerProcess.start(launch).awaitReady()) {
                best = Math.min(best, broker.readyMs());
                worst = Math.max(worst, broker.readyMs());
                broker.terminate();
            }
        }
        row("start to ready", "%d to %d ms in %d starts", best, worst, STARTS);
    }

    private void measureIdle(BrokerProcess broker) throws IOException, InterruptedException {
        // Compilers still work on the start for a moment.
        new CountDownLatch(1).await(SETTLE_S, TimeUnit.SECONDS);
        long startMs = cpuMs(broker);
        new CountDownLatch(1).await(IDLE_S, TimeUnit.SECONDS);
        row("idle", "%d ms of processor time in %d s, %s resident", cpuMs(broker) - startMs, IDLE_S, resident(broker));
    }

    private static long cpuMs(BrokerProcess broker) {
        return broker.process().info().totalCpuDuration().orElseThrow().toMillis();
    }

    private static String resident(BrokerProcess broker) throws IOException {
        Path status = Path.of("/proc", Long.toString(broker.pid()), "status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB";
            }
        }
        throw new IOException("no resident size found: file=" + status);
    }

    private void latency(String name, Histogram histogram) {
        row(
                name,
                "p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms, n=%d",
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                histogram.getValueAtPercentile(99.9) / 1e6,
                histogram.getMaxValue() / 1e6,
                histogram.getTotalCount());
    }

    private void row(String name, String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-32s%s%n", name, String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
