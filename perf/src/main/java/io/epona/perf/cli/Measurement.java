package io.epona.perf.cli;

import io.epona.perf.load.LoadOutcome;
import io.epona.perf.load.LoadRun;
import io.epona.perf.load.Watcher;
import io.epona.perf.machine.Limits;
import io.epona.perf.machine.Machine;
import io.epona.perf.machine.ProcessUsage;
import io.epona.perf.machine.RunClock;
import io.epona.perf.provider.BrokerProcess;
import io.epona.perf.provider.Connector;
import io.epona.perf.provider.ProviderException;
import io.epona.perf.provider.Target;
import io.epona.perf.result.LatencySummary;
import io.epona.perf.result.RunResult;
import io.epona.perf.workload.Workload;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Runs a workload against a target and puts together all that there is to say of it. */
final class Measurement {
    private static final long DISK_PROBE_MS = 500;
    private static final int DISK_PROBE_LENGTH = 1024;

    private final Target target;
    private final Connector connector;
    private final List<String> arguments;
    private final Map<String, Object> machine;

    /**
     * @param isXa whether its workloads are
     * @param data where the broker's files are
     * @param arguments the command line
     */
    Measurement(Target target, boolean isXa, Path data, List<String> arguments) throws ProviderException, IOException {
        this.target = target;
        connector = target.connector(isXa);
        this.arguments = arguments;
        machine = new LinkedHashMap<>(Machine.describe(data));
        // In the same minute and on the same disk: a durable send cannot be quicker than this.
        machine.put(
                "fdatasync",
                LatencySummary.of(new Limits(data, DISK_PROBE_MS).sync(DISK_PROBE_LENGTH))
                        .shortMap());
    }

    /** Runs it. Not for several threads. */
    RunResult run(Workload workload, String label, List<Watcher> watchers) throws JMSException, InterruptedException {
        String startedAt = RunClock.timestamp();
        BrokerUsage usage = new BrokerUsage();
        int number = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        LoadOutcome outcome = new LoadRun(connector, workload, number, tick -> {
                    usage.onTick(tick);
                    watchers.forEach(watcher -> watcher.onTick(tick));
                })
                .run();
        return new RunResult(
                label,
                startedAt,
                arguments,
                target.describe(),
                workload.toMap(),
                machine,
                outcome.rates(),
                LatencySummary.of(outcome.sends()),
                LatencySummary.of(outcome.deliveries()),
                outcome.verification(),
                usage.toMap());
    }

    /** What the broker uses while it is measured. */
    private final class BrokerUsage implements Watcher {
        private ProcessUsage first;
        private ProcessUsage last;

        @Override
        public void onTick(Tick tick) {
            if (tick.stage() == Stage.MEASURING && target.broker().isPresent()) {
                try {
                    last = target.broker().get().usage();
                    first = first == null ? last : first;
                } catch (IOException e) {
                    // It has ended, which its clients notice and the verification tells.
                    last = null;
                    first = null;
                }
            }
        }

        private Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            target.broker().map(BrokerProcess::readyMs).ifPresent(ms -> map.put("readyMs", ms));
            if (first != null && first != last) {
                map.put("cpuPercent", last.cpuPercentSince(first));
                map.put("residentBytes", last.residentBytes());
            }
            return map;
        }
    }
}
