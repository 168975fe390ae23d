package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import io.epona.jms.jndi.EponaInitialContextFactory;
import io.epona.protocol.scram.ScramVerifier;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;

/** Connections of a user whom the environment of JNDI names, to a broker that serves nobody else. */
class JndiLoginTest extends JmsTest {
    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        Path users = directory.resolve("users.txt");
        try {
            ScramVerifier verifier = ScramVerifier.of("secret".toCharArray(), ScramVerifier.MIN_ITERATIONS);
            UsersFile.add(users, new User("alice", verifier, Set.of()));
            UsersFile.add(users, new User("bob", verifier, Set.of()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return super.store(builder).users(users);
    }

    private Context context(String user, Object password) throws NamingException {
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, EponaInitialContextFactory.class.getName());
        environment.put(Context.PROVIDER_URL, uri());
        environment.put("connectionFactory.jms/named", uri());
        environment.put("xaConnectionFactory.jms/xa", uri());
        environment.put("queueConnectionFactory.jms/queues", uri());
        environment.put("topicConnectionFactory.jms/topics", uri());
        environment.put("queue.jms/orders", "orders");
        if (user != null) {
            environment.put(Context.SECURITY_PRINCIPAL, user);
            environment.put(Context.SECURITY_CREDENTIALS, password);
        }
        return new InitialContext(environment);
    }

    private static ConnectionFactory factory(Context context, String name) throws NamingException {
        return (ConnectionFactory) context.lookup(name);
    }

    @Test
    void shouldConnectAsTheUserOfTheEnvironment() throws Exception {
        for (Object password : List.of("secret", "secret".toCharArray())) {
            Context context = context("alice", password);
            for (String name : List.of("ConnectionFactory", "jms/named", "jms/queues", "jms/topics")) {
                try (JMSContext jms = factory(context, name).createContext()) {
                    Queue orders = (Queue) context.lookup("jms/orders");
                    jms.createProducer().send(orders, name);
                    assertEquals(name, jms.createConsumer(orders).receiveBody(String.class, TIMEOUT_MS));
                }
            }
        }
    }

    @Test
    void shouldConnectByFactoriesOfOneDomainAndOfXa() throws Exception {
        Context context = context("alice", "secret");
        QueueConnectionFactory queues = (QueueConnectionFactory) context.lookup("jms/queues");
        TopicConnectionFactory topics = (TopicConnectionFactory) context.lookup("jms/topics");
        try (QueueConnection ofQueues = queues.createQueueConnection();
                TopicConnection ofTopics = topics.createTopicConnection()) {
            assertNotNull(ofQueues.createQueueSession(false, JMSContext.AUTO_ACKNOWLEDGE));
            assertNotNull(ofTopics.createTopicSession(false, JMSContext.AUTO_ACKNOWLEDGE));
        }
        for (String name : List.of("XAConnectionFactory", "jms/xa")) {
            XAConnectionFactory factory = (XAConnectionFactory) context.lookup(name);
            try (XAConnection connection = factory.createXAConnection();
                    XAJMSContext jms = factory.createXAContext()) {
                assertNotNull(connection.createXASession().getXAResource());
                assertNotNull(jms.getXAResource());
            }
        }
    }

    @Test
    void shouldPreferTheUserThatACallNames() throws Exception {
        ConnectionFactory factory = factory(context("alice", "wrong"), "jms/named");

        assertThrows(JMSSecurityException.class, factory::createConnection);
        try (Connection connection = factory.createConnection("bob", "secret")) {
            assertNotNull(connection.createSession());
        }
    }

    @Test
    void shouldBeRefusedWithoutAUser() throws Exception {
        Context context = context(null, null);
        XAConnectionFactory xa = (XAConnectionFactory) context.lookup("jms/xa");

        assertRefused(factory(context, "jms/named")::createConnection);
        assertRefused(xa::createXAConnection);
    }

    private interface Opening {
        Connection open() throws JMSException;
    }

    /** It is when they do something that a broker refuses those without a user. */
    private static void assertRefused(Opening opening) {
        JMSException e = assertThrows(JMSException.class, () -> {
            try (Connection connection = opening.open();
                    Session session = connection.createSession()) {
                session.createConsumer(session.createQueue("orders"));
            }
        });
        assertEquals("EPONA-6002", e.getErrorCode());
    }
}
