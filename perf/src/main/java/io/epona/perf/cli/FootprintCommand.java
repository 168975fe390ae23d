package io.epona.perf.cli;

import io.epona.perf.machine.HeapUse;
import io.epona.perf.machine.Machine;
import io.epona.perf.machine.ProcessUsage;
import io.epona.perf.machine.RunClock;
import io.epona.perf.provider.BrokerProcess;
import io.epona.perf.provider.Connector;
import io.epona.perf.provider.ProviderException;
import io.epona.perf.provider.Target;
import io.epona.perf.report.Figures;
import io.epona.perf.result.Json;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a broker costs that does nothing. */
@Command(
        name = "footprint",
        sortOptions = false,
        description =
                "Starts an empty broker for the second time and measures the time until a client has connected, then the"
                        + " CPU and memory it uses while idle; with --queues also the heap that an idle queue takes.")
final class FootprintCommand implements Callable<Integer> {
    private static final long RECEIVE_MS = 30_000;
    private static final double MEBI = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--settle",
            paramLabel = "S",
            defaultValue = "10",
            description = "Seconds between start and measurement (default: ${DEFAULT-VALUE}).")
    private double settleS;

    @Option(
            names = "--duration",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds over which idle CPU is measured (default: ${DEFAULT-VALUE}).")
    private double durationS;

    @Option(
            names = "--queues",
            defaultValue = "0",
            description = "Queues that are made, used once and left idle (default: ${DEFAULT-VALUE}).")
    private int queues;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go, too.")
    private Path json;

    @Override
    public Integer call() throws Exception {
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> provider;
        // The first one: until this process knows its client, and the disk's cache what is read.
        target.open().close();
        try (Target opened = target.open()) {
            BrokerProcess broker = opened.broker()
                    .orElseThrow(() -> new CommandException(
                            ExitCode.USAGE, "only a broker that is started for it can be measured", null));
            provider = opened.describe();
            figures.put("start, ms", broker.readyMs());
            pause(settleS);
            ProcessUsage before = broker.usage();
            pause(durationS);
            ProcessUsage after = broker.usage();
            figures.put("idle CPU, %", after.cpuPercentSince(before));
            figures.put("idle memory, MiB", after.residentBytes() / MEBI);
            if (queues > 0) {
                figures.put("heap per queue, bytes", heapPerQueue(opened, broker.pid()));
            }
        }
        figures.forEach((name, value) ->
                spec.commandLine().getOut().println(name + ": " + Figures.significant((Double) value)));
        spec.commandLine().getOut().flush();
        if (json != null) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("format", "epona-perf-footprint/1");
            map.put("startedAt", RunClock.timestamp());
            map.put("arguments", spec.commandLine().getParseResult().originalArgs());
            map.put("figures", figures);
            map.put("provider", provider);
            map.put("machine", Machine.describe(target.data()));
            Files.createDirectories(json.toAbsolutePath().getParent());
            Files.writeString(json, Json.write(map));
        }
        return ExitCode.DONE;
    }

    private double heapPerQueue(Target opened, long pid) throws JMSException, ProviderException, IOException {
        Connector connector = opened.connector(false);
        // What the first use of a class or a pool takes is not the queues'.
        use(connector, "perf_first", 1);
        long before = HeapUse.liveBytes(pid);
        use(connector, "perf_idle", queues);
        return (double) (HeapUse.liveBytes(pid) - before) / queues;
    }

    private static void use(Connector connector, String prefix, int count) throws JMSException {
        Connection connection = connector.connect();
        try {
            connection.start();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(null);
            for (int i = 0; i < count; i++) {
                Queue queue = session.createQueue(prefix + "_" + i);
                MessageConsumer consumer = session.createConsumer(queue);
                producer.send(queue, session.createMessage(), DeliveryMode.NON_PERSISTENT, 4, 0);
                Message received = consumer.receive(RECEIVE_MS);
                consumer.close();
                if (received == null) {
                    throw new JMSException("message did not arrive: queue=" + queue);
                }
            }
        } finally {
            connection.close();
        }
    }

    private static void pause(double seconds) {
        long endNs = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        for (long leftNs = endNs - System.nanoTime(); leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
