package io.epona.jms;

import io.epona.protocol.EponaUri;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import java.io.Serializable;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * Makes connections whose sessions take part in distributed transactions. A class apart from
 * {@link EponaConnectionFactory}, so that a server which looks at the interfaces of a factory never takes one for the
 * other. All else is as said there.
 *
 * <p>Immutable, for any thread.
 */
public final class EponaXAConnectionFactory
        implements XAConnectionFactory,
                XAQueueConnectionFactory,
                XATopicConnectionFactory,
                Referenceable,
                Serializable {
    private static final long serialVersionUID = 1L;

    private final EponaConnectionFactory plain;

    /** For a broker with default settings on this machine. */
    public EponaXAConnectionFactory() {
        this(EponaUri.DEFAULT);
    }

    /**
     * For the brokers that the URI names.
     *
     * @throws IllegalArgumentException with code {@code EPONA-1014}, saying what is wrong with the URI
     */
    public EponaXAConnectionFactory(String uri) {
        plain = new EponaConnectionFactory(uri);
    }

    /**
     * For the brokers that the URI names, and a user that connections have unless they are given another one. A factory
     * that is serialised loses the user.
     *
     * @throws IllegalArgumentException with code {@code EPONA-1014}, saying what is wrong with the URI
     * @throws jakarta.jms.JMSSecurityRuntimeException if no user can have such a name
     */
    public EponaXAConnectionFactory(String uri, String userName, String password) {
        plain = new EponaConnectionFactory(uri, userName, password);
    }

    /** The connection URI. */
    public String uri() {
        return plain.uri();
    }

    /** What a naming service stores to make a factory with the same URI from it. */
    @Override
    public Reference getReference() {
        return new Reference(
                getClass().getName(), new StringRefAddr("uri", uri()), EponaConnectionFactory.OBJECT_FACTORY, null);
    }

    @Override
    public XAConnection createXAConnection() throws JMSException {
        return new EponaXAConnection((EponaConnection) plain.createConnection());
    }

    @Override
    public XAConnection createXAConnection(String userName, String password) throws JMSException {
        return new EponaXAConnection((EponaConnection) plain.createConnection(userName, password));
    }

    @Override
    public XAQueueConnection createXAQueueConnection() throws JMSException {
        return new EponaXAConnection((EponaConnection) plain.createQueueConnection());
    }

    @Override
    public XAQueueConnection createXAQueueConnection(String userName, String password) throws JMSException {
        return new EponaXAConnection((EponaConnection) plain.createQueueConnection(userName, password));
    }

    @Override
    public XATopicConnection createXATopicConnection() throws JMSException {
        return new EponaXAConnection((EponaConnection) plain.createTopicConnection());
    }

    @Override
    public XATopicConnection createXATopicConnection(String userName, String password) throws JMSException {
        return new EponaXAConnection((EponaConnection) plain.createTopicConnection(userName, password));
    }

    @Override
    public XAJMSContext createXAContext() {
        return Unchecked.get(() -> context(plain.createConnection()));
    }

    @Override
    public XAJMSContext createXAContext(String userName, String password) {
        return Unchecked.get(() -> context(plain.createConnection(userName, password)));
    }

    @Override
    public Connection createConnection() throws JMSException {
        return plain.createConnection();
    }

    @Override
    public Connection createConnection(String userName, String password) throws JMSException {
        return plain.createConnection(userName, password);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return plain.createQueueConnection();
    }

    @Override
    public QueueConnection createQueueConnection(String userName, String password) throws JMSException {
        return plain.createQueueConnection(userName, password);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return plain.createTopicConnection();
    }

    @Override
    public TopicConnection createTopicConnection(String userName, String password) throws JMSException {
        return plain.createTopicConnection(userName, password);
    }

    @Override
    public JMSContext createContext() {
        return plain.createContext();
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        return plain.createContext(userName, password);
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        return plain.createContext(userName, password, sessionMode);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return plain.createContext(sessionMode);
    }

    private static XAJMSContext context(Connection connection) {
        return new EponaXAContext(EponaContext.external(new SharedConnection((EponaConnection) connection)));
    }

    @Override
    public String toString() {
        return "EponaXAConnectionFactory{uri=" + uri() + "}";
    }
}
