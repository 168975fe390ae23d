package io.epona.perf.cli;

import io.epona.perf.load.LoadOutcome;
import io.epona.perf.load.LoadRun;
import io.epona.perf.machine.SyncTrace;
import io.epona.perf.provider.BrokerProcess;
import io.epona.perf.provider.Target;
import io.epona.perf.report.Figures;
import io.epona.perf.report.TextTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what a broker really syncs. */
@Command(
        name = "syncs",
        sortOptions = false,
        description =
                "Runs a workload while strace counts the broker's system calls that make data durable, and tells how"
                        + " many there were for a message: a broker that claims durability and syncs nothing shows. The figures"
                        + " of the run itself mean nothing: strace slows the broker down.")
final class SyncsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Mixin
    private WorkloadOptions workload;

    @Override
    public Integer call() throws Exception {
        try (Target opened = target.open()) {
            BrokerProcess broker = opened.broker()
                    .orElseThrow(() -> new CommandException(
                            ExitCode.USAGE, "only a broker that is started for it can be traced", null));
            int number = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
            LoadOutcome outcome;
            Map<String, Long> calls;
            try (SyncTrace trace = SyncTrace.start(broker.pid(), target.data())) {
                outcome =
                        new LoadRun(opened.connector(workload.isXa()), workload.toWorkload(), number, tick -> {}).run();
                calls = trace.stop();
            }
            long sent = outcome.verification().sent();
            TextTable table = new TextTable("system call", "calls", "for a message");
            calls.forEach((name, count) -> table.add(
                    List.of(name, count.toString(), Figures.significant((double) count / Math.max(1, sent)))));
            spec.commandLine().getOut().println(opened.name() + ": " + sent + " messages");
            spec.commandLine().getOut().print(table.text());
            spec.commandLine().getOut().println(outcome.verification().text());
            spec.commandLine().getOut().flush();
            return outcome.verification().isGood() ? ExitCode.DONE : ExitCode.NOT_VERIFIED;
        }
    }
}
