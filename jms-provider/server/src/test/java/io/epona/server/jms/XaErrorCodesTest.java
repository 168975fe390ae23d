package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.HelloDecoder;
import io.epona.protocol.wire.HelloEncoder;
import io.epona.server.proxy.FrameProxy;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The codes of an XAResource that take an accident. Those of what is out of order, not allowed, or over are in {@link
 * XaContractTest}; heuristic ones are with the commands by which an operator decides, and a full disk with the other
 * failures of disks.
 */
class XaErrorCodesTest extends XaTest {
    private static final int GRACE_MS = 300;
    private static final int PROTOCOL_VERSION =
            Protocol.LENGTH_PREFIX + Protocol.HEADER_LENGTH + HelloEncoder.protocolVersionEncodingOffset();

    private XAConnection connection;
    private XASession session;
    private XAResource resource;
    private FrameProxy proxy;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).resumeGraceMs(GRACE_MS);
    }

    @BeforeEach
    void openSession() throws Exception {
        connection = connectXa();
        session = connection.createXASession();
        resource = session.getXAResource();
        proxy = new FrameProxy(URI.create(uri()).getPort());
    }

    @AfterEach
    void closeConnection() throws Exception {
        proxy.close();
        connection.close();
    }

    private XASession openThroughProxy(XAConnection proxied) throws Exception {
        proxied.start();
        return proxied.createXASession();
    }

    @Test
    void shouldSayThatAConnectionWasLost() throws Exception {
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        XAConnection lost = new EponaXAConnectionFactory(proxy.uri() + "?resumeTimeoutMs=200&connectTimeoutMs=200")
                .createXAConnection();
        XASession lostSession = openThroughProxy(lost);
        lostSession.getXAResource().start(xid, XAResource.TMJOIN);
        send(lostSession, "out", "a");
        lostSession.getXAResource().end(xid, XAResource.TMSUCCESS);
        try (ServerSocket nobody = new ServerSocket(0)) {
            proxy.leadTo(nobody.getLocalPort());
        }

        proxy.cut();

        assertEquals(XAException.XA_RBCOMMFAIL, codeOncePreparedAfterLoss(xid));
        assertEquals(List.of(), browse(session, "out"));
        lost.close();
    }

    /** Asked while a session still works on it, so that it cannot be prepared before the broker has given up. */
    private int codeOncePreparedAfterLoss(Xid xid) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int code;
        do {
            code = assertThrows(XAException.class, () -> resource.prepare(xid)).errorCode;
            assertTrue(System.nanoTime() < deadlineNs, "branch is not rolled back");
        } while (code == XAException.XAER_PROTO || code == XAException.XAER_RMFAIL);
        return code;
    }

    @Test
    void shouldSayThatItsSessionWentOnWithoutIt() throws Exception {
        Xid abandoned = newXid();
        Thread.currentThread().interrupt();
        assertCode(XAException.XAER_RMFAIL, () -> resource.start(abandoned, XAResource.TMNOFLAGS));
        assertTrue(Thread.interrupted());
        Xid next = newXid();

        resource.start(next, XAResource.TMNOFLAGS);

        assertCode(XAException.XA_RBPROTO, () -> resource.prepare(abandoned));
        send(session, "out", "a");
        resource.end(next, XAResource.TMSUCCESS);
        resource.commit(next, true);
        assertEquals(List.of("a"), drain("out", 1));
    }

    @Test
    void shouldSayThatTheBrokerIsTooOld() throws Exception {
        proxy.rule((isToBroker, template, frame) -> {
            if (template == HelloDecoder.TEMPLATE_ID) {
                frame.putShort(PROTOCOL_VERSION, (short) (Protocol.BRANCH_VERSION - 1));
            }
            return frame.limit();
        });
        try (XAConnection old = new EponaXAConnectionFactory(proxy.uri()).createXAConnection()) {
            XAResource ofOld = openThroughProxy(old).getXAResource();
            assertCode(XAException.XAER_RMERR, () -> ofOld.start(newXid(), XAResource.TMNOFLAGS));
        }
    }
}
