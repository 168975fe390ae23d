package io.epona.server.cli;

import io.epona.jms.link.ListedBranch;
import io.epona.server.LogConfigurator.LogLevel;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the branches that a broker knows. */
@Command(
        name = "list",
        sortOptions = false,
        description = {
            "Prints a line for each branch of a distributed transaction: its state, since when, what it sends and locks,",
            "its id, and the client id and connection that started it."
        },
        versionProvider = EponaCli.VersionLine.class)
final class TxListCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BranchTool tool;

    @Option(names = "--json", description = "Prints each as a JSON object on a line.")
    private boolean isJson;

    @Mixin
    private LogOptions log;

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        log.apply(LogLevel.WARN);
        List<ListedBranch> branches = tool.list();
        PrintWriter out = spec.commandLine().getOut();
        for (ListedBranch branch : branches) {
            out.println(isJson ? Json.of(fields(branch)) : line(branch));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static Map<String, Object> fields(ListedBranch branch) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("xid", branch.xid().toString());
        fields.put("state", branch.state().name());
        fields.put("startedMs", branch.startedMs());
        fields.put("preparedMs", branch.preparedMs());
        fields.put("timeoutMs", branch.timeoutMs());
        fields.put("sent", branch.sent());
        fields.put("consumed", branch.consumed());
        fields.put("connection", branch.connection().toString());
        fields.put("clientId", branch.clientId());
        return fields;
    }

    private static String line(ListedBranch branch) {
        long sinceMs = branch.preparedMs() == 0 ? branch.startedMs() : branch.preparedMs();
        return String.format(
                "%-25s %s  sent=%d consumed=%d xid=%s clientId=%s connection=%s",
                branch.state(),
                Instant.ofEpochMilli(sinceMs),
                branch.sent(),
                branch.consumed(),
                branch.xid(),
                branch.clientId(),
                branch.connection());
    }
}
