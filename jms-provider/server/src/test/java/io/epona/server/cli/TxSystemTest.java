package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.file.Path;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks at distributed transactions and decides them, and their transaction manager hears of it. */
class TxSystemTest {
    @TempDir
    private Path directory;

    private EponaBroker broker;
    private XAConnection connection;
    private XASession session;
    private XAResource resource;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EponaBroker.builder().dataDirectory(directory).port(0).start();
        connection = new EponaXAConnectionFactory(broker.uri() + "?clientId=mover").createXAConnection();
        session = connection.createXASession();
        resource = session.getXAResource();
    }

    @AfterEach
    void stopBroker() throws Exception {
        connection.close();
        broker.close();
    }

    private BranchXid send(int id, boolean isPrepared) throws Exception {
        BranchXid xid = BranchXid.of(7, new byte[] {(byte) id}, new byte[0]);
        resource.start(xid, XAResource.TMNOFLAGS);
        session.createProducer(session.createQueue("orders")).send(session.createTextMessage("order"));
        resource.end(xid, XAResource.TMSUCCESS);
        if (isPrepared) {
            resource.prepare(xid);
        }
        return xid;
    }

    private List<String> run(int exitCode, String... arguments) throws Exception {
        CliProcess command = CliProcess.run("", arguments);
        assertEquals(exitCode, command.exitCode(), () -> String.join("\n", command.err()));
        return command.out();
    }

    private int messageCount() throws Exception {
        int count = 0;
        for (var messages = session.createBrowser(session.createQueue("orders")).getEnumeration();
                messages.hasMoreElements();
                messages.nextElement()) {
            count++;
        }
        return count;
    }

    private static void assertCode(int code, XAException failure) {
        assertEquals(code, failure.errorCode, failure.getMessage());
    }

    @Test
    void shouldReportWhatAnOperatorDecidedUntilItIsForgotten() throws Exception {
        BranchXid committed = send(1, true);
        BranchXid rolledBack = send(2, true);
        List<String> listed = run(ExitCode.OK, "tx", "list", "--json", "--url", broker.uri());
        assertEquals(2, listed.size());
        assertTrue(listed.stream().anyMatch(line -> line.startsWith("{\"xid\":\"7:01:\",\"state\":\"PREPARED\",")));
        assertTrue(listed.stream().allMatch(line -> line.endsWith("\"clientId\":\"mover\"}")));

        run(ExitCode.OK, "tx", "commit", committed.toString(), "--url", broker.uri());
        run(ExitCode.OK, "tx", "rollback", rolledBack.toString(), "--json", "--url", broker.uri());

        assertEquals(1, messageCount());
        assertEquals(2, resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length);
        assertCode(XAException.XA_HEURCOM, assertThrows(XAException.class, () -> resource.commit(committed, false)));
        assertCode(XAException.XA_HEURRB, assertThrows(XAException.class, () -> resource.commit(rolledBack, false)));
        assertCode(XAException.XA_HEURRB, assertThrows(XAException.class, () -> resource.rollback(rolledBack)));
        resource.forget(committed);
        resource.forget(rolledBack);
        assertCode(XAException.XAER_NOTA, assertThrows(XAException.class, () -> resource.commit(committed, false)));
        assertEquals(List.of(), run(ExitCode.OK, "tx", "list", "--url", broker.uri()));
    }

    @Test
    void shouldRollBackWhatIsInProgress() throws Exception {
        BranchXid xid = send(3, false);
        run(ExitCode.FAILED, "tx", "commit", xid.toString(), "--url", broker.uri());
        run(ExitCode.OK, "tx", "rollback", xid.toString(), "--url", broker.uri());
        assertCode(XAException.XA_RBROLLBACK, assertThrows(XAException.class, () -> resource.prepare(xid)));
        run(ExitCode.USAGE, "tx", "commit", "7:zz:", "--url", broker.uri());
        run(ExitCode.FAILED, "tx", "commit", "7:04:", "--url", broker.uri());
    }
}
