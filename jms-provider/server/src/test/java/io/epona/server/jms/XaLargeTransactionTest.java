package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.Limits;
import io.epona.jms.admin.EponaAdmin;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** Branches that send more than memory may hold, so that the journal has it while they are in progress. */
class XaLargeTransactionTest extends XaTest {
    private static final int TRANSACTION_MEMORY = 2_000;
    private static final int COUNT = 100;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).limits(Limits.defaults().withTransaction(TRANSACTION_MEMORY));
    }

    private static void sendMany(Session session, String queue, int from, int to) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = from; i < to; i++) {
                producer.send(session.createTextMessage("message " + i));
            }
        }
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "message " + i).toList();
    }

    private void restart(boolean withCheckpoint) throws Exception {
        stopBroker();
        if (!withCheckpoint) {
            Files.deleteIfExists(directory.resolve("journal/checkpoint.epc"));
        }
        startBroker();
    }

    @Test
    void shouldBeCommittedAfterRestarts() throws Exception {
        Xid xid = newXid();
        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            sendMany(session, "in", 0, COUNT);
            XAResource resource = session.getXAResource();
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            resource.start(xid, XAResource.TMNOFLAGS);
            receive(consumer, COUNT);
            sendMany(session, "out", 0, COUNT);
            resource.end(xid, XAResource.TMSUCCESS);
            assertEquals(XAResource.XA_OK, resource.prepare(xid));
            assertEquals(List.of(), browse(session, "out"));
        }
        restart(false);
        restart(true);
        restart(false);
        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            assertEquals(List.of(), browse(session, "out"));
            assertEquals(List.of(xid), recover(session));
            session.getXAResource().commit(xid, false);
            assertEquals(texts(0, COUNT), browse(session, "out"));
            session.getXAResource().commit(xid, false);
        }
        restart(false);
        assertEquals(texts(0, COUNT), drain("out", COUNT));
        assertEquals(List.of(), drain("in", 0));
    }

    @Test
    void shouldLeaveNothingWhenItIsRolledBackAfterARestart() throws Exception {
        Xid xid = newXid();
        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            sendMany(session, "out", 0, COUNT);
            resource.end(xid, XAResource.TMSUCCESS);
            resource.prepare(xid);
        }
        restart(false);
        try (XAConnection connection = connectXa()) {
            connection.createXASession().getXAResource().rollback(xid);
        }
        restart(false);
        assertEquals(List.of(), drain("out", 0));
    }

    @Test
    void shouldKeepTheOrderOfPartsSmallAndLarge() throws Exception {
        Xid xid = newXid();
        try (XAConnection connection = connectXa();
                XAConnection other = connectXa()) {
            XASession session = connection.createXASession();
            XASession joining = other.createXASession();
            XAResource resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            sendMany(session, "out", 0, 2);
            resource.end(xid, XAResource.TMSUSPEND);
            resource.start(xid, XAResource.TMRESUME);
            sendMany(session, "out", 2, COUNT);
            resource.end(xid, XAResource.TMSUSPEND);
            joining.getXAResource().start(xid, XAResource.TMJOIN);
            sendMany(joining, "other", 0, COUNT);
            joining.getXAResource().end(xid, XAResource.TMSUCCESS);
            resource.start(xid, XAResource.TMRESUME);
            sendMany(session, "out", COUNT, COUNT + 2);
            resource.end(xid, XAResource.TMSUCCESS);
            resource.commit(xid, true);
        }
        restart(false);
        assertEquals(texts(0, COUNT + 2), drain("out", COUNT + 2));
        assertEquals(texts(0, COUNT), drain("other", COUNT));
    }

    @Test
    void shouldBeRolledBackWhenItsTimeIsOver() throws Exception {
        Xid xid = newXid();
        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            resource.setTransactionTimeout(1);
            resource.start(xid, XAResource.TMNOFLAGS);
            sendMany(session, "out", 0, COUNT);
            int code = XAResource.XA_OK;
            while (code == XAResource.XA_OK) {
                code = suspendAndResume(resource, xid);
            }
            assertEquals(XAException.XA_RBTIMEOUT, code);
            sendMany(session, "out", 0, 1);
        }
        assertEquals(texts(0, 1), drain("out", 1));
    }

    private static int suspendAndResume(XAResource resource, Xid xid) {
        try {
            resource.end(xid, XAResource.TMSUSPEND);
            resource.start(xid, XAResource.TMRESUME);
            return XAResource.XA_OK;
        } catch (XAException e) {
            return e.errorCode;
        }
    }

    @Test
    void shouldBeSentAgainIfTheClientCanAndElseBeRolledBack() throws Exception {
        for (String options : List.of("", "?transactionReplayBytes=1000")) {
            Xid xid = newXid();
            try (XAConnection connection = connectXa(options)) {
                XASession session = connection.createXASession();
                XAResource resource = session.getXAResource();
                resource.start(xid, XAResource.TMNOFLAGS);
                sendMany(session, "out", 0, COUNT / 2);
                restart(true);
                sendMany(session, "out", COUNT / 2, COUNT);
                if (options.isEmpty()) {
                    resource.end(xid, XAResource.TMSUCCESS);
                    restart(false);
                    assertEquals(XAResource.XA_OK, resource.prepare(xid));
                    resource.commit(xid, false);
                } else {
                    XAException failure =
                            assertThrows(XAException.class, () -> resource.end(xid, XAResource.TMSUCCESS));
                    assertTrue(failure.errorCode >= XAException.XA_RBBASE, () -> "code=" + failure.errorCode);
                }
            }
        }
        assertEquals(texts(0, COUNT), drain("out", COUNT));
    }

    @Test
    void shouldSurviveTheDeletionOfItsDestination() throws Exception {
        Xid xid = newXid();
        try (XAConnection connection = connectXa();
                Connection plain = connect();
                Session other = plain.createSession()) {
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            sendMany(session, "out", 0, COUNT);
            sendMany(session, "kept", 0, COUNT);
            resource.end(xid, XAResource.TMSUCCESS);
            resource.prepare(xid);
            try (EponaAdmin admin = EponaAdmin.connect(uri())) {
                admin.deleteQueue("out", true);
            }
            List<String> before = new ArrayList<>();
            sendMany(other, "out", COUNT, COUNT + 1);
            before.addAll(texts(COUNT, COUNT + 1));
            resource.commit(xid, false);
            before.addAll(texts(0, COUNT));
            assertEquals(before, browse(other, "out"));
        }
        restart(false);
        assertEquals(texts(0, COUNT), drain("kept", COUNT));
        assertEquals(COUNT + 1, drain("out", COUNT + 1).size());
    }
}
