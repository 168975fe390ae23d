package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.jms.admin.EponaAdmin;
import io.epona.jms.link.ClientLink;
import io.epona.jms.link.Credentials;
import io.epona.protocol.BranchXid;
import io.epona.protocol.EponaUri;
import io.epona.protocol.wire.BranchVerb;
import jakarta.jms.MessageConsumer;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The branches and the deleted destination of a journal that version 4 of the effect records wrote, which must be readable
 * for ever. {@link #main} wrote it; it is never written again.
 */
class GoldenBranchesTest {
    private static final String GOLDEN = "effects-v4-branches.epj";
    private static final BranchXid COMMITTED = xid(1);
    private static final BranchXid PREPARED = xid(2);
    private static final BranchXid ROLLED_BACK_BY_OPERATOR = xid(3);
    private static final BranchXid FORGOTTEN = xid(4);

    @TempDir
    Path directory;

    private static BranchXid xid(int number) {
        return BranchXid.of(4711, new byte[] {'g', (byte) number}, new byte[] {1});
    }

    private static XAConnection connect(EponaBroker broker) throws Exception {
        XAConnection connection =
                new EponaXAConnectionFactory(broker.uri() + "?prefetchMessages=1").createXAConnection();
        connection.start();
        return connection;
    }

    @Test
    void shouldReadBranchesAndADeletedDestination() throws Exception {
        GoldenSegment.restore(GOLDEN, directory);
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                XAConnection connection = connect(broker);
                EponaAdmin admin = EponaAdmin.connect(broker.uri())) {
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            assertEquals(Set.of(PREPARED, ROLLED_BACK_BY_OPERATOR), Set.copyOf(XaTest.recover(session)));
            assertEquals(List.of("2", "3", "4"), XaTest.browse(session, "in"), "2 is locked");
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("in"))) {
                assertEquals(List.of("3"), XaTest.receive(consumer, 1), "what is locked is not delivered");
            }
            assertEquals(List.of("a", "d"), XaTest.browse(session, "out"));
            assertEquals(
                    List.of("in", "out"),
                    admin.destinations("*").stream().map(each -> each.name()).toList());

            resource.commit(PREPARED, false);

            assertEquals(List.of("a", "d", "b"), XaTest.browse(session, "out"));
            assertEquals(List.of("4"), XaTest.browse(session, "in"));
            XaTest.assertCode(XAException.XA_HEURRB, () -> resource.commit(ROLLED_BACK_BY_OPERATOR, false));
            XaTest.assertCode(XAException.XAER_NOTA, () -> resource.forget(FORGOTTEN));
        }
    }

    private static void prepare(XASession session, BranchXid xid, boolean isConsuming, String text) throws Exception {
        XAResource resource = session.getXAResource();
        resource.start(xid, XAResource.TMNOFLAGS);
        if (isConsuming) {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("in"))) {
                XaTest.receive(consumer, 1);
            }
        }
        XaTest.send(session, "out", text);
        resource.end(xid, XAResource.TMSUCCESS);
        assertEquals(XAResource.XA_OK, resource.prepare(xid));
    }

    private static void decide(EponaBroker broker, BranchVerb verb, BranchXid xid) throws Exception {
        ClientLink link = ClientLink.connect(
                new ClientLink.Way(EponaUri.parse(broker.uri()), Credentials.ANONYMOUS), failure -> {});
        try {
            link.introduce("");
            link.openSession(false).branches().complete(verb, xid);
        } finally {
            link.close();
        }
    }

    /** Writes the journal into the directory given and leaves there the part that is not empty. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                XAConnection connection = connect(broker);
                EponaAdmin admin = EponaAdmin.connect(broker.uri())) {
            XASession session = connection.createXASession();
            XaTest.send(session, "gone", "gone, too");
            admin.deleteQueue("gone", true);
            XaTest.send(session, "in", "1", "2", "3", "4");
            prepare(session, COMMITTED, true, "a");
            session.getXAResource().commit(COMMITTED, false);
            prepare(session, PREPARED, true, "b");
            prepare(session, ROLLED_BACK_BY_OPERATOR, true, "c");
            decide(broker, BranchVerb.OPERATOR_ROLLBACK, ROLLED_BACK_BY_OPERATOR);
            prepare(session, FORGOTTEN, false, "d");
            decide(broker, BranchVerb.OPERATOR_COMMIT, FORGOTTEN);
            session.getXAResource().forget(FORGOTTEN);
        }
        GoldenSegment.keep(GOLDEN, directory);
    }
}
