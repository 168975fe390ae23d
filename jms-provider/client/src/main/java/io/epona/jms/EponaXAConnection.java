package io.epona.jms;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;

/** A connection whose XA sessions take part in distributed transactions; it can have others, too. Any thread. */
final class EponaXAConnection implements XAQueueConnection, XATopicConnection {
    private final EponaConnection connection;

    EponaXAConnection(EponaConnection connection) {
        this.connection = connection;
    }

    private EponaXASession open(Domain domain) throws JMSException {
        return new EponaXASession(connection.openExternal(domain));
    }

    @Override
    public XASession createXASession() throws JMSException {
        return open(Domain.ANY);
    }

    @Override
    public XAQueueSession createXAQueueSession() throws JMSException {
        return open(Domain.QUEUES);
    }

    @Override
    public XATopicSession createXATopicSession() throws JMSException {
        return open(Domain.TOPICS);
    }

    @Override
    public QueueSession createQueueSession(boolean isTransacted, int mode) throws JMSException {
        return connection.createQueueSession(isTransacted, mode);
    }

    @Override
    public TopicSession createTopicSession(boolean isTransacted, int mode) throws JMSException {
        return connection.createTopicSession(isTransacted, mode);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createConnectionConsumer(queue, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createConnectionConsumer(topic, selector, pool, maxMessages);
    }

    @Override
    public Session createSession(boolean isTransacted, int mode) throws JMSException {
        return connection.createSession(isTransacted, mode);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return connection.createSession(mode);
    }

    @Override
    public Session createSession() throws JMSException {
        return connection.createSession();
    }

    @Override
    public String getClientID() throws JMSException {
        return connection.getClientID();
    }

    @Override
    public void setClientID(String clientId) throws JMSException {
        connection.setClientID(clientId);
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        return connection.getMetaData();
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        return connection.getExceptionListener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        connection.setExceptionListener(listener);
    }

    @Override
    public void start() throws JMSException {
        connection.start();
    }

    @Override
    public void stop() throws JMSException {
        connection.stop();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createConnectionConsumer(destination, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createSharedConnectionConsumer(topic, name, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createDurableConnectionConsumer(topic, name, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createSharedDurableConnectionConsumer(topic, name, selector, pool, maxMessages);
    }
}
