package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** What is left of branches when the broker is started again. */
class XaRestartTest extends XaTest {
    private static final int SEGMENT_LENGTH = 1024 * 1024;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).journal(journal -> journal.segmentLength(SEGMENT_LENGTH));
    }

    @Test
    void shouldKeepPreparedBranchesOverARestart() throws Exception {
        Xid committed;
        Xid rolledBack;
        try (XAConnection connection = connectXa("?prefetchMessages=1")) {
            XASession session = connection.createXASession();
            send(session, "in", "1", "2", "3");
            committed = prepareTransfer(session, "in", "out", "a");
            rolledBack = prepareTransfer(session, "in", "out", "b");
        }

        restartBroker();
        restartBroker();

        try (XAConnection connection = connectXa();
                Connection plain = connect()) {
            XASession session = connection.createXASession();
            assertEquals(List.of("3"), receive(plain.createSession().createConsumer(session.createQueue("in")), 1));
            assertEquals(List.of(), browse(session, "out"));
            assertEquals(2, recover(session).size());
            assertTrue(recover(session).containsAll(List.of(committed, rolledBack)));
            session.getXAResource().commit(committed, false);
            session.getXAResource().rollback(rolledBack);
            assertEquals(List.of(), recover(session));
        }
        assertEquals(List.of("a"), drain("out", 1));
        assertEquals(List.of("2"), drain("in", 1));
    }

    @Test
    void shouldRememberOutcomes() throws Exception {
        Xid onePhase = newXid();
        Xid twoPhase;
        Xid rolledBack;
        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            send(session, "in", "1", "2");
            XAResource resource = session.getXAResource();
            resource.start(onePhase, XAResource.TMNOFLAGS);
            send(session, "out", "a");
            resource.end(onePhase, XAResource.TMSUCCESS);
            resource.commit(onePhase, true);
            twoPhase = prepareTransfer(session, "in", "out", "b");
            resource.commit(twoPhase, false);
            rolledBack = prepareTransfer(session, "in", "out", "c");
            resource.rollback(rolledBack);
        }
        restartBroker();
        try (XAConnection connection = connectXa()) {
            XAResource resource = connection.createXASession().getXAResource();
            resource.commit(onePhase, true);
            resource.commit(twoPhase, false);
            resource.rollback(rolledBack);
            assertCode(XAException.XA_RBROLLBACK, () -> resource.commit(rolledBack, false));
        }
        assertEquals(List.of("a", "b"), drain("out", 2));
    }

    @Test
    void shouldReplayAnActiveBranch() throws Exception {
        try (XAConnection connection = connectXa();
                XAConnection otherConnection = connectXa()) {
            XASession session = connection.createXASession();
            XASession other = otherConnection.createXASession();
            XAResource resource = session.getXAResource();
            send(session, "in", "1", "2", "3");
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            Xid xid = newXid();
            resource.start(xid, XAResource.TMNOFLAGS);
            assertEquals(List.of("1"), receive(consumer, 1));
            send(session, "out", "a");
            resource.end(xid, XAResource.TMSUSPEND);
            assertEquals(List.of("2"), receive(consumer, 1), "acknowledged at once");
            other.getXAResource().start(xid, XAResource.TMJOIN);
            send(other, "out", "b");
            other.getXAResource().end(xid, XAResource.TMSUCCESS);
            resource.start(xid, XAResource.TMRESUME);
            send(session, "out", "c");
            assertEquals(List.of("3"), receive(consumer, 1));

            restartBroker();

            send(session, "out", "d");
            resource.end(xid, XAResource.TMSUCCESS);
            restartBroker();
            assertEquals(XAResource.XA_OK, resource.prepare(xid));
            restartBroker();
            resource.commit(xid, false);
            assertNull(consumer.receiveNoWait());
        }
        List<String> out = drain("out", 4);
        assertEquals(List.of("a", "b", "c", "d"), out.stream().sorted().toList());
        try (Connection plain = connect();
                Session session = plain.createSession()) {
            assertEquals(List.of(), browse(session, "in"));
        }
    }

    @Test
    void shouldCommitNonPersistentMessagesOfAPreparedBranch() throws Exception {
        Xid xid = newXid();
        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            session.getXAResource().start(xid, XAResource.TMNOFLAGS);
            MessageProducer producer = session.createProducer(session.createQueue("out"));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.send(session.createTextMessage("a"));
            session.getXAResource().end(xid, XAResource.TMSUCCESS);
            session.getXAResource().prepare(xid);
        }
        restartBroker();
        try (XAConnection connection = connectXa()) {
            connection.createXASession().getXAResource().commit(xid, false);
        }
        assertEquals(List.of("a"), drain("out", 1));
    }

    @Test
    void shouldKeepPreparedBranchesWhenTheLogIsReclaimed() throws Exception {
        Xid xid;
        Xid outcome;
        try (XAConnection connection = connectXa("?prefetchMessages=1")) {
            XASession session = connection.createXASession();
            send(session, "in", "1", "2");
            xid = prepareTransfer(session, "in", "out", "a");
            outcome = prepareTransfer(session, "in", "other", "b");
            session.getXAResource().commit(outcome, false);
        }
        fillSegments(12);
        restartBroker();
        fillSegments(12);
        restartBroker();
        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            assertEquals(List.of(xid), recover(session));
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("in"))) {
                assertNull(consumer.receive(200));
            }
            session.getXAResource().commit(outcome, false);
            session.getXAResource().commit(xid, false);
            assertEquals(List.of(), browse(session, "in"));
        }
        assertEquals(List.of("a"), drain("out", 1));
        assertEquals(List.of("b"), drain("other", 1));
    }

    /** Sends and consumes so much that segments are dropped. */
    private void fillSegments(int count) throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue("filler");
            MessageProducer producer = session.createProducer(queue);
            MessageConsumer consumer = session.createConsumer(queue);
            TextMessage message = session.createTextMessage("x".repeat(SEGMENT_LENGTH / 8));
            for (int i = 0; i < 8 * count; i++) {
                producer.send(message);
                session.commit();
                consumer.receive(TIMEOUT_MS);
                session.commit();
            }
        }
    }
}
