package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.broker.EponaBroker;
import io.epona.broker.settings.Limits;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large transactions in a journal that version 6 of the effect records wrote, which must be readable for ever. {@link #main}
 * wrote it; it is never written again.
 */
class GoldenPendingTest {
    private static final String GOLDEN = "effects-v6-pending.epj";
    private static final int COUNT = 20;
    private static final Xid XID = BranchXid.of(6, new byte[] {1}, new byte[] {2});

    @TempDir
    Path directory;

    @Test
    void shouldReadTheLargeTransactionsOfVersion6() throws Exception {
        GoldenSegment.restore(GOLDEN, directory);
        try (EponaBroker broker = start(directory);
                XAConnection connection = new EponaXAConnectionFactory(broker.uri()).createXAConnection()) {
            XASession session = connection.createXASession();
            assertEquals(texts("committed"), XaTest.browse(session, "committed"));
            assertEquals(List.of(), XaTest.browse(session, "prepared"));
            assertEquals(List.of(), XaTest.browse(session, "open"));
            assertEquals(List.of(XID), XaTest.recover(session));
            session.getXAResource().commit(XID, false);
            assertEquals(texts("prepared"), XaTest.browse(session, "prepared"));
        }
    }

    private static EponaBroker start(Path directory) throws Exception {
        return EponaBroker.builder()
                .dataDirectory(directory)
                .port(0)
                .limits(Limits.defaults().withTransaction(1_000))
                .start();
    }

    private static List<String> texts(String queue) {
        return IntStream.range(0, COUNT).mapToObj(i -> queue + " " + i).toList();
    }

    private static void send(Session session, String queue) throws JMSException {
        XaTest.send(session, queue, texts(queue).toArray(String[]::new));
    }

    /** Writes the journal into the directory given and leaves there the part that is not empty. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (EponaBroker broker = start(directory);
                Connection connection = new EponaConnectionFactory(broker.uri()).createConnection();
                XAConnection xaConnection = new EponaXAConnectionFactory(broker.uri()).createXAConnection()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            send(session, "committed");
            session.commit();
            XASession branches = xaConnection.createXASession();
            XAResource resource = branches.getXAResource();
            resource.start(XID, XAResource.TMNOFLAGS);
            send(branches, "prepared");
            resource.end(XID, XAResource.TMSUCCESS);
            resource.prepare(XID);
            send(session, "open");
            // What is in progress is with the broker once something behind it has been answered.
            XaTest.browse(session, "open");
        }
        GoldenSegment.keep(GOLDEN, directory);
    }
}
