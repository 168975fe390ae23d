package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.jms.admin.EponaAdmin;
import io.epona.jms.link.ClientLink;
import io.epona.jms.link.Credentials;
import io.epona.jms.link.SessionBranches;
import io.epona.protocol.BranchXid;
import io.epona.protocol.EponaUri;
import io.epona.protocol.scram.ScramVerifier;
import io.epona.protocol.wire.BranchVerb;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A broker with users is administered by those with the role alone. */
class AdministratorsTest extends JmsTest {
    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        Path users = directory.resolve("users.txt");
        try {
            ScramVerifier verifier = ScramVerifier.of("secret".toCharArray(), ScramVerifier.MIN_ITERATIONS);
            UsersFile.add(users, new User("ops", verifier, Set.of(User.ADMIN)));
            UsersFile.add(users, new User("alice", verifier, Set.of("other")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return super.store(builder).users(users).anonymous(true);
    }

    @Test
    void shouldLetAdministratorsAdminister() throws Exception {
        try (EponaAdmin admin = EponaAdmin.connect(uri(), "ops", "secret")) {
            admin.createQueue("q");
            assertEquals(1, admin.destinations("").size());
            admin.deleteQueue("q", false);
        }
    }

    @Test
    void shouldRefuseOthers() throws Exception {
        assertThrows(JMSSecurityException.class, () -> EponaAdmin.connect(uri(), "ops", "wrong"));
        for (String user : new String[] {null, "alice"}) {
            try (EponaAdmin admin = EponaAdmin.connect(uri(), user, "secret")) {
                List<Executable> attempts = List.of(
                        () -> admin.destinations(""),
                        () -> admin.subscriptions("t"),
                        () -> admin.createQueue("q"),
                        () -> admin.createTopic("t"),
                        () -> admin.deleteQueue("q", true),
                        () -> admin.deleteTopic("t", true),
                        () -> admin.purge("q", "", 1, count -> {}),
                        () -> admin.move("q", "r", "", 1, count -> {}));
                for (Executable attempt : attempts) {
                    JMSException e = assertThrows(JMSSecurityException.class, attempt);
                    assertEquals("EPONA-6003", e.getErrorCode());
                    assertTrue(e.getMessage().contains("role=admin"), e.getMessage());
                }
            }
        }
    }

    @Test
    void shouldLetAdministratorsAloneDecideBranches() throws Exception {
        BranchXid xid = BranchXid.of(7, new byte[] {1}, new byte[0]);
        try (XAConnection connection = new EponaXAConnectionFactory(uri()).createXAConnection("alice", "secret")) {
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("order"));
            resource.end(xid, XAResource.TMSUCCESS);
            resource.prepare(xid);
            assertEquals(1, resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length);
        }
        decide("alice", branches -> {
            assertThrows(JMSSecurityException.class, () -> branches.list(true));
            XAException e = assertThrows(XAException.class, () -> branches.complete(BranchVerb.OPERATOR_COMMIT, xid));
            assertTrue(e.getMessage().contains("EPONA-6003"), e.getMessage());
        });
        decide("ops", branches -> {
            assertEquals(1, branches.list(true).size());
            branches.complete(BranchVerb.OPERATOR_COMMIT, xid);
        });
    }

    private interface Decision {
        void by(SessionBranches branches) throws Exception;
    }

    private void decide(String user, Decision decision) throws Exception {
        ClientLink link = ClientLink.connect(
                new ClientLink.Way(EponaUri.parse(uri()), Credentials.of(user, "secret")), failure -> {});
        try {
            link.introduce("");
            decision.by(link.openSession(false).branches());
        } finally {
            link.close();
        }
    }
}
