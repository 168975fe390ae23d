package io.epona.tck.support;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.tck.provider.Provider;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/**
 * A test of a section of the specification. All classes share one broker; each test has destinations, names and connections
 * of its own, so that tests do not meet. What a test opens here is closed after it.
 */
@ExtendWith(ProviderExtension.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ConformanceTest {
    /** Milliseconds until what should come counts as missing. */
    protected static final long TIMEOUT_MS = 10_000;

    /** Milliseconds to wait for what should not come, where nothing that comes later could show it. */
    protected static final long SILENCE_MS = 150;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Provider provider;

    /** For the extension. */
    final void provider(Provider underTest) {
        provider = underTest;
    }

    /** The provider under test. */
    protected final Provider provider() {
        return provider;
    }

    /** Closes this after the test, before what was given earlier. */
    protected final <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    @AfterEach
    final void closeWhatIsOpen() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** A test of a factory; the provider's differences name it {@code Class[name]}. */
    protected final DynamicTest dynamic(String name, Executable test) {
        boolean isKnown = provider.differences().contains(getClass().getSimpleName() + "[" + name + "]");
        return DynamicTest.dynamicTest(name, isKnown ? () -> fail(name, test) : test);
    }

    private static void fail(String name, Executable test) {
        try {
            test.execute();
        } catch (Throwable failure) {
            throw new TestAbortedException("known to differ", failure);
        }
        throw new AssertionError("known to differ, but passes: test=" + name);
    }

    /** A name that no other test has. */
    protected final String uniqueName(String prefix) {
        return prefix + "-" + getClass().getSimpleName() + "-" + NAMES.incrementAndGet();
    }

    /** A queue for this call alone. */
    protected final Queue queue() throws JMSException {
        return provider.queue(uniqueName("queue"));
    }

    /** A topic for this call alone. */
    protected final Topic topic() throws JMSException {
        return provider.topic(uniqueName("topic"));
    }

    /** A connection that is not started. */
    protected final Connection stoppedConnection() throws JMSException {
        return closing(provider.connectionFactory().createConnection());
    }

    /** A started connection. */
    protected final Connection connection() throws JMSException {
        Connection connection = stoppedConnection();
        connection.start();
        return connection;
    }

    /** A started connection with a client id. */
    protected final Connection connection(String clientId) throws JMSException {
        Connection connection = stoppedConnection();
        connection.setClientID(clientId);
        connection.start();
        return connection;
    }

    /** A session on a started connection of its own. */
    protected final Session session(int mode) throws JMSException {
        return connection().createSession(mode);
    }

    /** A session with automatic acknowledgement on a started connection of its own. */
    protected final Session session() throws JMSException {
        return session(Session.AUTO_ACKNOWLEDGE);
    }

    /** A context with a connection of its own. */
    protected final JMSContext context(int mode) {
        return closing(provider.connectionFactory().createContext(mode));
    }

    /** A context with automatic acknowledgement and a connection of its own. */
    protected final JMSContext context() {
        return context(JMSContext.AUTO_ACKNOWLEDGE);
    }

    /** Sends texts, one message each. */
    protected static void send(Session session, Destination destination, String... texts) throws JMSException {
        try (var producer = session.createProducer(destination)) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    /** The next message, which must come. */
    protected static Message receive(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(TIMEOUT_MS);
        assertNotNull(message, "no message");
        return message;
    }

    /** The text of the next message, which must come. */
    protected static String receiveText(MessageConsumer consumer) throws JMSException {
        return ((TextMessage) receive(consumer)).getText();
    }

    /** The next message, which must come. */
    protected static Message receive(JMSConsumer consumer) {
        Message message = consumer.receive(TIMEOUT_MS);
        assertNotNull(message, "no message");
        return message;
    }

    /** Nothing is to come. */
    protected static void assertNothing(MessageConsumer consumer) throws JMSException {
        assertNull(consumer.receive(SILENCE_MS), "a message came");
    }

    /** Nothing is to come. */
    protected static void assertNothing(JMSConsumer consumer) {
        assertNull(consumer.receive(SILENCE_MS), "a message came");
    }

    /** Sends the message and gives what a consumer gets of it. */
    protected final Message sendAndReceive(Session session, Message message) throws JMSException {
        Queue queue = queue();
        try (var producer = session.createProducer(queue);
                MessageConsumer consumer = session.createConsumer(queue)) {
            producer.send(message);
            return receive(consumer);
        }
    }

    /** Waits until the condition holds. */
    protected static void await(String what, Condition condition) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (!condition.holds()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("did not come about: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What a test waits for. */
    @FunctionalInterface
    protected interface Condition {
        boolean holds() throws Exception;
    }
}
