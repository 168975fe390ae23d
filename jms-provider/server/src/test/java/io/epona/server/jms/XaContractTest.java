package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import java.util.List;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an XAResource does and refuses. */
class XaContractTest extends XaTest {
    private XAConnection connection;
    private XASession session;
    private XAResource resource;

    @BeforeEach
    void openSession() throws Exception {
        connection = connectXa();
        session = connection.createXASession();
        resource = session.getXAResource();
    }

    @AfterEach
    void closeConnection() throws Exception {
        connection.close();
    }

    @Test
    void shouldShowWhatWasSentOnlyAfterCommit() throws Exception {
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "orders", "a", "b");
        resource.end(xid, XAResource.TMSUCCESS);
        assertEquals(List.of(), browse(session, "orders"));
        assertEquals(XAResource.XA_OK, resource.prepare(xid));
        assertEquals(List.of(), browse(session, "orders"));

        resource.commit(xid, false);

        assertEquals(List.of("a", "b"), drain("orders", 2));
        assertEquals(List.of(), recover(session));
    }

    @Test
    void shouldCommitInOnePhase() throws Exception {
        send(session, "in", "x");
        MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "out", receive(consumer, 1).get(0));
        resource.end(xid, XAResource.TMSUCCESS);

        resource.commit(xid, true);
        resource.commit(xid, true);

        assertEquals(List.of("x"), drain("out", 1));
        assertEquals(List.of(), browse(session, "in"));
    }

    @Test
    void shouldUndoBothSidesOfARolledBackBranch() throws Exception {
        send(session, "in", "x", "y");
        MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        assertEquals(List.of("x"), receive(consumer, 1));
        send(session, "out", "x");
        resource.end(xid, XAResource.TMSUCCESS);
        resource.prepare(xid);

        resource.rollback(xid);

        TextMessage again = (TextMessage) consumer.receive(TIMEOUT_MS);
        assertEquals("x", again.getText(), "what came back comes before what was sent ahead");
        assertTrue(again.getJMSRedelivered());
        assertEquals(List.of("y"), receive(consumer, 1));
        assertEquals(List.of(), browse(session, "out"));
    }

    @Test
    void shouldAnswerReadOnlyWhereNothingWasDone() throws Exception {
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        resource.end(xid, XAResource.TMSUCCESS);
        assertEquals(XAResource.XA_RDONLY, resource.prepare(xid));
        assertEquals(List.of(), recover(session));
        Xid onePhase = newXid();
        resource.start(onePhase, XAResource.TMNOFLAGS);
        resource.end(onePhase, XAResource.TMSUCCESS);
        resource.commit(onePhase, true);
    }

    @Test
    void shouldInterleaveBranchesOnOneSession() throws Exception {
        send(session, "in", "1", "2", "3");
        MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
        Xid first = newXid();
        Xid second = newXid();
        resource.start(first, XAResource.TMNOFLAGS);
        assertEquals(List.of("1"), receive(consumer, 1));
        send(session, "out", "first-1");
        resource.end(first, XAResource.TMSUSPEND);
        send(session, "out", "outside");
        resource.start(second, XAResource.TMNOFLAGS);
        assertEquals(List.of("2"), receive(consumer, 1));
        send(session, "out", "second");
        resource.end(second, XAResource.TMSUCCESS);
        resource.start(first, XAResource.TMRESUME);
        assertEquals(List.of("3"), receive(consumer, 1));
        send(session, "out", "first-2");
        resource.end(first, XAResource.TMSUCCESS);

        resource.rollback(second);
        resource.prepare(first);
        resource.commit(first, false);

        assertEquals(List.of("outside", "first-1", "first-2"), drain("out", 3));
        assertEquals(List.of("2"), receive(consumer, 1));
    }

    @Test
    void shouldJoinSessionsOfSeveralConnections() throws Exception {
        send(session, "in", "1", "2");
        Xid xid = newXid();
        try (XAConnection otherConnection = connectXa("?prefetchMessages=1");
                XASession other = otherConnection.createXASession()) {
            XAResource otherResource = other.getXAResource();
            assertTrue(resource.isSameRM(otherResource));
            resource.start(xid, XAResource.TMNOFLAGS);
            otherResource.start(xid, XAResource.TMJOIN);
            send(session, "out", "a");
            send(other, "out", "b");
            MessageConsumer consumer = other.createConsumer(other.createQueue("in"));
            assertEquals(List.of("1"), receive(consumer, 1));
            assertCode(XAException.XAER_PROTO, () -> resource.prepare(xid));
            resource.end(xid, XAResource.TMSUCCESS);
            assertCode(XAException.XAER_PROTO, () -> resource.prepare(xid));
            otherResource.end(xid, XAResource.TMSUCCESS);
            assertEquals(XAResource.XA_OK, resource.prepare(xid));
            otherResource.commit(xid, false);
        }
        assertEquals(List.of("a", "b"), drain("out", 2));
        assertEquals(List.of("2"), drain("in", 1));
    }

    @Test
    void shouldLeaveTheWorkOfAClosedConnectionToTheTransactionManager() throws Exception {
        send(session, "in", "1");
        Xid xid = newXid();
        XAConnection closed = connectXa();
        XASession closedSession = closed.createXASession();
        XAResource closedResource = closedSession.getXAResource();
        closedResource.start(xid, XAResource.TMNOFLAGS);
        send(closedSession, "out", "a");
        receive(closedSession.createConsumer(closedSession.createQueue("in")), 1);
        closedSession.close();
        closed.close();

        closedResource.end(xid, XAResource.TMSUCCESS);
        assertEquals(XAResource.XA_OK, closedResource.prepare(xid));
        closedResource.commit(xid, false);

        assertEquals(List.of("a"), drain("out", 1));
        assertEquals(List.of(), browse(session, "in"));
        assertCode(XAException.XAER_RMFAIL, () -> closedResource.start(newXid(), XAResource.TMNOFLAGS));
        assertCode(XAException.XAER_RMFAIL, () -> closedResource.recover(XAResource.TMSTARTRSCAN));
    }

    @Test
    void shouldAcknowledgeAtOnceOutsideABranch() throws Exception {
        send(session, "in", "1", "2");
        MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
        assertEquals(List.of("1"), receive(consumer, 1));
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        assertEquals(List.of("2"), receive(consumer, 1));
        resource.end(xid, XAResource.TMSUCCESS);
        resource.rollback(xid);
        consumer.close();
        assertEquals(List.of("2"), drain("in", 1));
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() throws Exception {
        Xid xid = newXid();
        assertCode(XAException.XAER_NOTA, () -> resource.start(xid, XAResource.TMJOIN));
        assertCode(XAException.XAER_NOTA, () -> resource.start(xid, XAResource.TMRESUME));
        assertCode(XAException.XAER_NOTA, () -> resource.end(xid, XAResource.TMSUCCESS));
        assertCode(XAException.XAER_NOTA, () -> resource.prepare(xid));
        assertCode(XAException.XAER_NOTA, () -> resource.commit(xid, false));
        assertCode(XAException.XAER_NOTA, () -> resource.commit(xid, true));
        assertCode(XAException.XAER_NOTA, () -> resource.rollback(xid));
        assertCode(XAException.XAER_NOTA, () -> resource.forget(xid));
        resource.start(xid, XAResource.TMNOFLAGS);
        assertCode(XAException.XAER_PROTO, () -> resource.start(newXid(), XAResource.TMNOFLAGS));
        assertCode(XAException.XAER_PROTO, () -> resource.prepare(xid));
        assertCode(XAException.XAER_PROTO, () -> resource.rollback(xid));
        assertCode(XAException.XAER_PROTO, () -> resource.forget(xid));
        send(session, "out", "a");
        resource.end(xid, XAResource.TMSUCCESS);
        assertCode(XAException.XAER_PROTO, () -> resource.end(xid, XAResource.TMSUCCESS));
        assertCode(XAException.XAER_PROTO, () -> resource.start(xid, XAResource.TMRESUME));
        assertCode(XAException.XAER_PROTO, () -> resource.commit(xid, false));
        assertCode(XAException.XAER_DUPID, () -> resource.start(xid, XAResource.TMNOFLAGS));
        resource.prepare(xid);
        assertCode(XAException.XAER_DUPID, () -> resource.start(xid, XAResource.TMNOFLAGS));
        assertCode(XAException.XAER_PROTO, () -> resource.start(xid, XAResource.TMJOIN));
        assertCode(XAException.XAER_PROTO, () -> resource.commit(xid, true));
        resource.commit(xid, false);
        assertCode(XAException.XAER_NOTA, () -> resource.rollback(xid));
        assertEquals(List.of("a"), drain("out", 1));
    }

    @Test
    void shouldRefuseWhatIsNotAllowed() throws Exception {
        assertCode(XAException.XAER_INVAL, () -> resource.start(newXid(), XAResource.TMSUCCESS));
        assertCode(XAException.XAER_INVAL, () -> resource.end(newXid(), XAResource.TMJOIN));
        assertCode(XAException.XAER_INVAL, () -> resource.start(null, XAResource.TMNOFLAGS));
        assertCode(XAException.XAER_INVAL, () -> resource.recover(XAResource.TMJOIN));
        assertCode(XAException.XAER_PROTO, () -> resource.recover(XAResource.TMNOFLAGS));
        assertCode(XAException.XAER_INVAL, () -> resource.setTransactionTimeout(-1));
        assertTrue(resource.setTransactionTimeout(7));
        assertEquals(7, resource.getTransactionTimeout());
    }

    @Test
    void shouldRollBackWhatEndedInFailure() throws Exception {
        send(session, "in", "1");
        MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "out", "a");
        receive(consumer, 1);
        resource.end(xid, XAResource.TMFAIL);
        assertCode(XAException.XA_RBROLLBACK, () -> resource.prepare(xid));
        resource.rollback(xid);
        assertEquals(List.of("1"), receive(consumer, 1));
        Xid suspended = newXid();
        resource.start(suspended, XAResource.TMNOFLAGS);
        send(session, "out", "b");
        resource.end(suspended, XAResource.TMSUSPEND);
        resource.end(suspended, XAResource.TMFAIL);
        assertCode(XAException.XA_RBROLLBACK, () -> resource.commit(suspended, true));
        assertEquals(List.of(), browse(session, "out"));
    }

    @Test
    void shouldRollBackWhenItsTimeIsOver() throws Exception {
        send(session, "in", "1");
        resource.setTransactionTimeout(1);
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "out", "a");
        MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
        receive(consumer, 1);
        resource.end(xid, XAResource.TMSUSPEND);
        assertEquals(List.of("1"), receive(consumer, 1), "it comes back by itself");

        assertCode(XAException.XA_RBTIMEOUT, () -> resource.start(xid, XAResource.TMRESUME));
        assertCode(XAException.XA_RBTIMEOUT, () -> resource.prepare(xid));
        resource.rollback(xid);
        assertEquals(List.of(), browse(session, "out"));
    }

    @Test
    void shouldRollBackAnAssociatedBranchWhenItsTimeIsOver() throws Exception {
        resource.setTransactionTimeout(1);
        Xid xid = newXid();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "out", "a");
        assertNull(session.createConsumer(session.createQueue("in")).receive(1_500));
        assertCode(XAException.XA_RBTIMEOUT, () -> resource.end(xid, XAResource.TMSUCCESS));
        resource.rollback(xid);
    }

    @Test
    void shouldListPreparedBranchesOnly() throws Exception {
        Xid active = newXid();
        Xid prepared = newXid();
        resource.start(prepared, XAResource.TMNOFLAGS);
        send(session, "out", "a");
        resource.end(prepared, XAResource.TMSUCCESS);
        resource.prepare(prepared);
        resource.start(active, XAResource.TMNOFLAGS);
        send(session, "out", "b");
        resource.end(active, XAResource.TMSUCCESS);

        Xid[] scanned = resource.recover(XAResource.TMSTARTRSCAN);

        assertEquals(List.of(prepared), Stream.of(scanned).map(BranchXid::of).toList());
        assertEquals(0, resource.recover(XAResource.TMNOFLAGS).length);
        assertEquals(0, resource.recover(XAResource.TMENDRSCAN).length);
        resource.rollback(prepared);
        resource.rollback(active);
    }

    @Test
    void shouldRefuseToEndTransactionsItself() throws Exception {
        assertTrue(session.getTransacted());
        assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
        assertThrows(TransactionInProgressException.class, session::commit);
        assertThrows(TransactionInProgressException.class, session::rollback);
        assertThrows(TransactionInProgressException.class, session.getSession()::commit);
        assertThrows(jakarta.jms.IllegalStateException.class, session::recover);
        try (XAJMSContext context = new EponaXAConnectionFactory(uri()).createXAContext()) {
            assertThrows(TransactionInProgressRuntimeException.class, context::commit);
            assertThrows(TransactionInProgressRuntimeException.class, context::rollback);
            assertTrue(context.getTransacted());
        }
    }

    @Test
    void shouldServeTheSimplifiedAndTheDomainSpecificInterfaces() throws Exception {
        EponaXAConnectionFactory factory = new EponaXAConnectionFactory(uri());
        try (XAJMSContext context = factory.createXAContext()) {
            Xid xid = newXid();
            context.getXAResource().start(xid, XAResource.TMNOFLAGS);
            context.createProducer().send(context.createQueue("out"), "a");
            context.getXAResource().end(xid, XAResource.TMSUCCESS);
            context.getXAResource().commit(xid, true);
        }
        try (XAQueueConnection queues = factory.createXAQueueConnection();
                XATopicConnection topics = factory.createXATopicConnection()) {
            assertThrows(
                    JMSException.class,
                    () -> queues.createXAQueueSession().getQueueSession().createTopic("t"));
            assertThrows(
                    JMSException.class,
                    () -> topics.createXATopicSession().getTopicSession().createQueue("q"));
        }
        assertEquals(List.of("a"), drain("out", 1));
        assertFalse(XAConnectionFactory.class.isInstance(new EponaConnectionFactory(uri())));
        assertInstanceOf(ConnectionFactory.class, factory);
    }

    @Test
    void shouldTellBrokersApart() throws Exception {
        try (EponaBroker otherBroker = EponaBroker.builder().inMemory().port(0).start();
                XAConnection otherConnection = new EponaXAConnectionFactory(otherBroker.uri()).createXAConnection()) {
            XASession other = otherConnection.createXASession();
            assertFalse(resource.isSameRM(other.getXAResource()));
            Xid xid = newXid();
            other.getXAResource().start(xid, XAResource.TMNOFLAGS);
            send(other, "out", "a");
            other.getXAResource().end(xid, XAResource.TMSUCCESS);
            other.getXAResource().prepare(xid);
            assertEquals(List.of(xid), recover(other));
            assertEquals(List.of(), recover(session));
            other.getXAResource().commit(xid, false);
        }
    }

    @Test
    void shouldSayThatABrokerOutOfReachHasFailed() throws Exception {
        try (XAConnection impatient = connectXa("?resumeTimeoutMs=200&connectTimeoutMs=200")) {
            XASession lost = impatient.createXASession();
            Xid xid = newXid();
            lost.getXAResource().start(xid, XAResource.TMNOFLAGS);
            send(lost, "out", "a");
            stopBroker();
            assertCode(XAException.XAER_RMFAIL, () -> lost.getXAResource().end(xid, XAResource.TMSUCCESS));
            assertCode(XAException.XAER_RMFAIL, () -> lost.getXAResource().recover(XAResource.TMSTARTRSCAN));
        } finally {
            startBroker();
        }
    }
}
