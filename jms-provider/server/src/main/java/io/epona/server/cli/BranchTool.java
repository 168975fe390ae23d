package io.epona.server.cli;

import io.epona.jms.link.ClientLink;
import io.epona.jms.link.Credentials;
import io.epona.jms.link.ListedBranch;
import io.epona.protocol.BranchXid;
import io.epona.protocol.EponaUri;
import io.epona.protocol.wire.BranchVerb;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAException;
import picocli.CommandLine.Mixin;

/** Asks a broker about branches of distributed transactions, and decides them. */
final class BranchTool {
    @Mixin
    private BrokerAddress broker;

    private interface Work<T> {
        T with(ClientLink link) throws JMSException, CommandException;
    }

    private <T> T connected(Work<T> work) throws CommandException, JMSException, IOException {
        Credentials credentials = Credentials.of(broker.user(), broker.password());
        EponaUri uri;
        try {
            uri = EponaUri.parse(broker.url());
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, ErrorLine.cause(e), e);
        }
        ClientLink link = ClientLink.connect(new ClientLink.Way(uri, credentials), failure -> {
            // What is asked next hears of it.
        });
        try {
            link.introduce("");
            return work.with(link);
        } finally {
            link.close();
        }
    }

    List<ListedBranch> list() throws CommandException, JMSException, IOException {
        return connected(link -> link.openSession(false).branches().list(true));
    }

    void decide(BranchVerb verb, String xid) throws CommandException, JMSException, IOException {
        BranchXid parsed;
        try {
            parsed = BranchXid.parse(xid);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, ErrorLine.cause(e), e);
        }
        connected(link -> {
            try {
                return link.openSession(false).branches().complete(verb, parsed);
            } catch (XAException e) {
                throw new CommandException(
                        ExitCode.FAILED, "transaction was not ended: xid=" + parsed + " reason=" + e.getMessage(), e);
            }
        });
    }

    static void print(PrintWriter out, boolean isJson, String xid, String outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("xid", xid);
        fields.put("outcome", outcome);
        out.println(isJson ? Json.of(fields) : outcome + ": xid=" + xid);
        out.flush();
    }
}
