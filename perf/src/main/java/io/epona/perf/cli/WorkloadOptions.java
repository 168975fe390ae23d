package io.epona.perf.cli;

import io.epona.perf.workload.Consuming;
import io.epona.perf.workload.Consuming.Acknowledge;
import io.epona.perf.workload.Content;
import io.epona.perf.workload.Places;
import io.epona.perf.workload.Sending;
import io.epona.perf.workload.Sizes;
import io.epona.perf.workload.Span;
import io.epona.perf.workload.Workload;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that make up a workload. */
final class WorkloadOptions {
    private static final int MS_PER_S = 1000;

    @Option(
            names = "--producers",
            defaultValue = "1",
            description = "Producers, each with a connection of its own (default: ${DEFAULT-VALUE}).")
    private int producers;

    @Option(
            names = "--consumers",
            defaultValue = "1",
            description = "Consumers, likewise; on a topic each gets every message (default: ${DEFAULT-VALUE}).")
    private int consumers;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description =
                    "Open loop: messages a second of all producers together, whether or not the provider keeps up;"
                            + " 0: closed loop (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--window",
            defaultValue = "0",
            description = "Send with a CompletionListener, so many unconfirmed; 0: sends block (default:"
                    + " ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--batch",
            defaultValue = "0",
            description = "Send in transactions of so many; consumers use such, too, unless --ack says otherwise.")
    private int batch;

    @Option(
            names = "--xa",
            description = "Transactions are branches of XA, committed in two phases; of one message without --batch.")
    private boolean isXa;

    @Option(names = "--non-persistent", description = "Delivery mode NON_PERSISTENT.")
    private boolean isNonPersistent;

    @Option(
            names = "--in-flight",
            defaultValue = "-1",
            description = "Producers pause while so many messages are sent and not received; 0: never (default: 10000"
                    + " in a closed loop, 0 in an open one).")
    private int inFlight;

    @Option(names = "--topic", description = "Topics instead of queues.")
    private boolean isTopic;

    @Option(
            names = {"--queues", "--destinations"},
            defaultValue = "1",
            description = "Number of queues or topics (default: ${DEFAULT-VALUE}).")
    private int places;

    @Option(
            names = "--size",
            defaultValue = "1024",
            description = "Length of bodies: 1024, 100-2000, or 200:90,64k:10 for a mix (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--priorities",
            split = ",",
            defaultValue = "4",
            description = "Priorities, in turn, such as 0,4,9 (default: ${DEFAULT-VALUE}).")
    private List<Integer> priorities;

    @Option(
            names = "--groups",
            defaultValue = "0",
            description = "Values of JMSXGroupID, in turn; 0: none (default: ${DEFAULT-VALUE}).")
    private int groups;

    @Option(names = "--selectors", description = "Each consumer selects its share by a property.")
    private boolean usesSelectors;

    @Option(
            names = "--ack",
            description = "How consumers acknowledge: ${COMPLETION-CANDIDATES} (default: AUTO, or TRANSACTED with"
                    + " --batch).")
    private Acknowledge acknowledge;

    @Option(
            names = "--consumer-batch",
            description =
                    "Messages of a consumer's transaction or CLIENT acknowledgement (default: as --batch, or 100).")
    private Integer consumerBatch;

    @Option(names = "--receive", description = "Consumers call receive() instead of listening.")
    private boolean usesReceive;

    @Option(
            names = "--backlog",
            description = "Consumers start when the producers have ended, and drain what there is.")
    private boolean isBacklog;

    @Option(
            names = "--messages",
            defaultValue = "0",
            description = "End after so many messages; 0: when the time is over (default: ${DEFAULT-VALUE}).")
    private long messages;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds that are not measured (default: ${DEFAULT-VALUE}).")
    private double warmupS;

    @Option(
            names = "--duration",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds that are (default: ${DEFAULT-VALUE}).")
    private double durationS;

    @Option(
            names = "--drain-timeout",
            paramLabel = "S",
            defaultValue = "20",
            description =
                    "Seconds without a delivery until what is missing counts as lost (default:" + " ${DEFAULT-VALUE}).")
    private double drainS;

    /** @throws CommandException if values are out of range or do not go together */
    Workload toWorkload() throws CommandException {
        return toWorkload(rate);
    }

    /** As {@link #toWorkload()}, at another rate. */
    Workload toWorkload(double ratePerS) throws CommandException {
        int transaction = isXa ? Math.max(1, batch) : batch;
        Acknowledge chosen =
                acknowledge == null ? transaction > 0 ? Acknowledge.TRANSACTED : Acknowledge.AUTO : acknowledge;
        boolean settlesItself = chosen == Acknowledge.CLIENT || chosen == Acknowledge.TRANSACTED;
        int settled = consumerBatch != null ? consumerBatch : transaction > 0 ? transaction : 100;
        int limit = inFlight >= 0 ? inFlight : ratePerS > 0 ? 0 : 10_000;
        try {
            return new Workload(
                    new Sending(producers, ratePerS, window, transaction, !isNonPersistent, limit),
                    new Consuming(consumers, chosen, settled, !usesReceive && !settlesItself, usesSelectors),
                    new Places(isTopic, places),
                    new Content(Sizes.parse(size), priorities, groups),
                    new Span(ms(warmupS), ms(durationS), messages, isBacklog, ms(drainS)),
                    isXa);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /** Whether its transactions are branches of XA. */
    boolean isXa() {
        return isXa;
    }

    private static long ms(double s) {
        return Math.round(s * MS_PER_S);
    }
}
