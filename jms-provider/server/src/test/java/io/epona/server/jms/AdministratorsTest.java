package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import io.epona.jms.admin.EponaAdmin;
import io.epona.protocol.scram.ScramVerifier;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
}
