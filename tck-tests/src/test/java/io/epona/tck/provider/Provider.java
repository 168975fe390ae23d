package io.epona.tck.provider;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import java.nio.file.Path;
import java.util.Set;

/**
 * A Jakarta Messaging provider under test. What the specification leaves to its administrator is here; the tests use
 * {@code jakarta.jms} for everything else.
 *
 * <p>One instance, made with the constructor that has no parameters, serves all tests of a JVM. {@link #start} comes first
 * and {@link #close} last; what is between them may be called by any thread.
 */
public interface Provider extends AutoCloseable {
    /** Starts a broker that keeps what it stores below the directory, which exists and is empty. */
    void start(Path directory) throws Exception;

    ConnectionFactory connectionFactory();

    QueueConnectionFactory queueConnectionFactory();

    TopicConnectionFactory topicConnectionFactory();

    /** A factory whose connections have this client id from the start. */
    ConnectionFactory connectionFactoryWithClientId(String clientId);

    /** A queue of this name, empty if the name is new. */
    Queue queue(String name) throws JMSException;

    /** A topic of this name. */
    Topic topic(String name) throws JMSException;

    /**
     * The tests in which this provider is known not to do what the specification says: {@code Class.method}, or {@code
     * Class.method[case]} with the display name of one case of a parameterised test, or {@code Class[name]} of a dynamic one.
     * Each must fail: one that passes is an error, too, unless a question mark follows, as for what depends on timing.
     */
    Set<String> differences();

    @Override
    void close();
}
