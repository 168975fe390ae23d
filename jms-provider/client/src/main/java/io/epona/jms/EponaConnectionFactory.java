package io.epona.jms;

import io.epona.jms.link.ClientLink;
import io.epona.jms.link.Credentials;
import io.epona.jms.message.ObjectFilter;
import io.epona.protocol.EponaUri;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.UriText;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.io.Serializable;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * Makes connections to the brokers that a URI names: {@code epona://host1:7667,host2:7667?option=value&…}, or
 * {@code vm://name} for a broker in this JVM.
 *
 * <p>A connection is made at once, so a broker that cannot be reached shows here: each host is tried once, then an exception
 * with code {@code EPONA-1013} names them all. Once it stands, a lost connection is made again behind the application's
 * back; calls wait meanwhile.
 *
 * <p>A connection of a user proves to the broker that it knows the user's password, without sending it, before it is
 * returned; each side checks the other. Without a user, or with a null or empty one, a connection is anonymous, which a
 * broker that wants users refuses on first use.
 *
 * <p>Immutable, for any thread.
 */
public final class EponaConnectionFactory
        implements ConnectionFactory, QueueConnectionFactory, TopicConnectionFactory, Referenceable, Serializable {
    private static final long serialVersionUID = 1L;
    /** By name, because the package of the factory depends on this one. */
    static final String OBJECT_FACTORY = "io.epona.jms.jndi.EponaObjectFactory";

    /** Kept as text: what it means is derived anew by every version of this class. */
    private final String uri;

    /** Not to be stored with the factory, in a directory for example; null if it was. */
    private final transient Credentials credentials;

    /** For a broker with default settings on this machine. */
    public EponaConnectionFactory() {
        this(EponaUri.DEFAULT);
    }

    /**
     * For the brokers that the URI names.
     *
     * @throws IllegalArgumentException with code {@code EPONA-1014}, saying what is wrong with the URI
     */
    public EponaConnectionFactory(String uri) {
        this(uri, Credentials.ANONYMOUS);
    }

    /**
     * For the brokers that the URI names, and a user that connections have unless they are given another one. A factory
     * that is serialised loses the user.
     *
     * @throws IllegalArgumentException with code {@code EPONA-1014}, saying what is wrong with the URI
     * @throws jakarta.jms.JMSSecurityRuntimeException if no user can have such a name
     */
    public EponaConnectionFactory(String uri, String userName, String password) {
        this(uri, Unchecked.get(() -> Credentials.of(userName, password)));
    }

    private EponaConnectionFactory(String uri, Credentials credentials) {
        this.uri = uri;
        this.credentials = credentials;
        parse();
    }

    private EponaConnection open(Domain domain) throws JMSException {
        return open(credentials == null ? Credentials.ANONYMOUS : credentials, domain);
    }

    private EponaConnection open(Credentials ofUser, Domain domain) throws JMSException {
        return EponaConnection.open(new ClientLink.Way(parse(), ofUser), domain);
    }

    private EponaUri parse() {
        if (uri == null) {
            throw new IllegalArgumentException(ErrorCode.INVALID_URI.label() + " connection URI is null");
        }
        try {
            EponaUri parsed = EponaUri.parse(uri);
            ObjectFilter.standard().allowing(parsed.text(UriText.OBJECT_CLASSES));
            return parsed;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ErrorCode.INVALID_URI.label() + " " + e.getMessage(), e);
        }
    }

    /** The connection URI. */
    public String uri() {
        return uri;
    }

    /** What a naming service stores to make a factory with the same URI from it. */
    @Override
    public Reference getReference() {
        return new Reference(getClass().getName(), new StringRefAddr("uri", uri), OBJECT_FACTORY, null);
    }

    @Override
    public Connection createConnection() throws JMSException {
        return open(Domain.ANY);
    }

    @Override
    public Connection createConnection(String userName, String password) throws JMSException {
        return open(Credentials.of(userName, password), Domain.ANY);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return open(Domain.QUEUES);
    }

    @Override
    public QueueConnection createQueueConnection(String userName, String password) throws JMSException {
        return open(Credentials.of(userName, password), Domain.QUEUES);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return open(Domain.TOPICS);
    }

    @Override
    public TopicConnection createTopicConnection(String userName, String password) throws JMSException {
        return open(Credentials.of(userName, password), Domain.TOPICS);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        return context(() -> open(Credentials.of(userName, password), Domain.ANY), sessionMode);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return context(() -> open(Domain.ANY), sessionMode);
    }

    private static JMSContext context(Unchecked.Call<EponaConnection> opening, int sessionMode) {
        EponaContext.requireMode(sessionMode);
        return new EponaContext(new SharedConnection(Unchecked.get(opening)), sessionMode);
    }

    @Override
    public String toString() {
        return "EponaConnectionFactory{uri=" + uri + "}";
    }
}
