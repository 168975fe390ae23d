package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import io.epona.server.cli.StopPoint.Call;
import io.epona.server.cli.StopPoint.When;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator decided, and a broker that is killed around the moment in which the transaction manager forgets it. */
class ForgetCrashSystemTest {
    private static final BranchXid XID = BranchXid.of(7, new byte[] {1}, new byte[0]);
    private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldReportADecisionUntilItIsForgotten(When when) throws Exception {
        try (TransferRig rig = new TransferRig(directory);
                XAConnection connection =
                        new EponaXAConnectionFactory(rig.proxy().uri()).createXAConnection()) {
            XAResource resource = prepareAndDecide(rig, connection);
            switch (when) {
                case BEFORE -> {
                    killAndRestart(rig);
                    assertReported(rig);
                    resource.forget(XID);
                }
                case UNANSWERED -> forgetUnanswered(rig, resource);
                default -> {
                    resource.forget(XID);
                    killAndRestart(rig);
                }
            }
            assertForgotten(resource);
            killAndRestart(rig);
            assertForgotten(resource);
            assertEquals(List.of("a"), rig.browse(Mover.OUT));
        }
    }

    private static XAResource prepareAndDecide(TransferRig rig, XAConnection connection) throws Exception {
        XASession session = connection.createXASession();
        XAResource resource = session.getXAResource();
        resource.start(XID, XAResource.TMNOFLAGS);
        session.createProducer(session.createQueue(Mover.OUT)).send(session.createTextMessage("a"));
        resource.end(XID, XAResource.TMSUCCESS);
        resource.prepare(XID);
        CliProcess operator = CliProcess.run("", "tx", "commit", XID.toString(), "--url", rig.brokerUri());
        assertEquals(0, operator.exitCode(), () -> String.join(" ", operator.err()));
        return resource;
    }

    private static void killAndRestart(TransferRig rig) throws Exception {
        rig.killBroker();
        rig.startBroker();
    }

    /** To whoever asks, as to a transaction manager that was killed, too. */
    private static void assertReported(TransferRig rig) throws Exception {
        try (XAConnection other = new EponaXAConnectionFactory(rig.brokerUri()).createXAConnection()) {
            XAResource resource = other.createXASession().getXAResource();
            assertArrayEquals(new Object[] {XID}, resource.recover(SCAN));
            XAException report = assertThrows(XAException.class, () -> resource.commit(XID, false));
            assertEquals(XAException.XA_HEURCOM, report.errorCode);
        }
    }

    /** The question is asked again, and the broker knows nothing any more of what it has forgotten. */
    private static void forgetUnanswered(TransferRig rig, XAResource resource) throws Exception {
        AnswerWatch watch = new AnswerWatch(Call.FORGET);
        rig.proxy().rule(watch);
        // A thread of its own: of the common pool, where the end of a process is told, there may be one alone.
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        resource.forget(XID);
                        return XAResource.XA_OK;
                    } catch (XAException e) {
                        return e.errorCode;
                    }
                },
                task -> new Thread(task, "forget").start());
        watch.awaitAnswer();
        rig.killBroker();
        watch.release();
        rig.startBroker();
        int code = answer.get(60, TimeUnit.SECONDS);
        assertTrue(code == XAResource.XA_OK || code == XAException.XAER_NOTA, () -> "code=" + code);
    }

    private static void assertForgotten(XAResource resource) throws XAException {
        assertEquals(0, resource.recover(SCAN).length);
        XAException unknown = assertThrows(XAException.class, () -> resource.commit(XID, false));
        assertEquals(XAException.XAER_NOTA, unknown.errorCode);
    }
}
