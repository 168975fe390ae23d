package io.epona.server.cli;

import io.epona.protocol.wire.BranchVerb;
import io.epona.server.LogConfigurator.LogLevel;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commits a prepared branch over the head of its transaction manager. */
@Command(
        name = "commit",
        sortOptions = false,
        description = {
            "Commits a branch that is prepared.",
            "The transaction manager is told when it asks. If it decides otherwise, the transaction is torn apart:",
            "use this only when the transaction manager will not come back."
        },
        versionProvider = EponaCli.VersionLine.class)
final class TxCommitCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "XID", description = "The id of the branch, as list prints it.")
    private String xid;

    @Mixin
    private BranchTool tool;

    @Option(names = "--json", description = "Prints the result as a JSON object.")
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
        tool.decide(BranchVerb.OPERATOR_COMMIT, xid);
        BranchTool.print(spec.commandLine().getOut(), isJson, xid, "committed");
        return ExitCode.OK;
    }
}
