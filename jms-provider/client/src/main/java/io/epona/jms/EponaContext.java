package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The simplified API: a session and its share of a connection in one. The session is opened when first needed, so that a
 * client id can be set before. Threads as for a session.
 */
final class EponaContext implements JMSContext {
    private final SharedConnection shared;
    private final EponaConnection connection;
    private final int mode;
    private final boolean isExternal;
    private final ReentrantLock lock = new ReentrantLock();
    private EponaSession session;
    private boolean isClosed;
    private volatile boolean isAutoStarting = true;

    EponaContext(SharedConnection shared, int mode) {
        this(shared, mode, false);
    }

    /** One whose work belongs to distributed transactions. */
    static EponaContext external(SharedConnection shared) {
        return new EponaContext(shared, SESSION_TRANSACTED, true);
    }

    private EponaContext(SharedConnection shared, int mode, boolean isExternal) {
        this.isExternal = isExternal;
        this.shared = shared;
        this.connection = shared.connection();
        this.mode = mode;
    }

    /** @throws jakarta.jms.JMSRuntimeException if there is no such mode */
    static void requireMode(int mode) {
        Unchecked.run(() -> EponaConnection.requireMode(mode));
    }

    /** The connection, as long as this context is open: others that share it may be open longer. */
    private EponaConnection connection() throws JMSException {
        lock.lock();
        try {
            checkOpen();
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /** The session, opened if need be. */
    EponaSession session() throws JMSException {
        lock.lock();
        try {
            checkOpen();
            if (session == null) {
                session = isExternal ? connection.openExternal(Domain.ANY) : connection.open(mode, Domain.ANY);
            }
            return session;
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() throws JMSException {
        if (isClosed) {
            throw JmsErrors.of(ErrorCode.CLOSED, "context is closed");
        }
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        requireMode(sessionMode);
        Unchecked.run(this::session);
        return new EponaContext(shared.addUser(), sessionMode);
    }

    @Override
    public JMSProducer createProducer() {
        return new EponaContextProducer(Unchecked.get(() -> session().core()));
    }

    @Override
    public String getClientID() {
        return Unchecked.get(() -> connection().getClientID());
    }

    @Override
    public void setClientID(String clientId) {
        Unchecked.run(() -> connection().setClientID(clientId));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return Unchecked.get(() -> connection().getMetaData());
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return Unchecked.get(() -> connection().getExceptionListener());
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        Unchecked.run(() -> connection().setExceptionListener(listener));
    }

    @Override
    public void start() {
        Unchecked.run(() -> connection().start());
    }

    @Override
    public void stop() {
        Unchecked.run(() -> connection().stop());
    }

    @Override
    public void setAutoStart(boolean isAutoStart) {
        Unchecked.run(this::connection);
        isAutoStarting = isAutoStart;
    }

    @Override
    public boolean getAutoStart() {
        Unchecked.run(this::connection);
        return isAutoStarting;
    }

    @Override
    public void close() {
        Unchecked.run(() -> {
            EponaSession open;
            lock.lock();
            try {
                if (isClosed) {
                    return;
                }
                if (session != null) {
                    session.core().thread().refuseInListener("JMSContext.close");
                }
                isClosed = true;
                open = session;
            } finally {
                lock.unlock();
            }
            try {
                if (open != null) {
                    open.close();
                }
            } finally {
                shared.removeUser();
            }
        });
    }

    @Override
    public BytesMessage createBytesMessage() {
        return Unchecked.get(() -> session().createBytesMessage());
    }

    @Override
    public MapMessage createMapMessage() {
        return Unchecked.get(() -> session().createMapMessage());
    }

    @Override
    public Message createMessage() {
        return Unchecked.get(() -> session().createMessage());
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return Unchecked.get(() -> session().createObjectMessage());
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) {
        return Unchecked.get(() -> session().createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return Unchecked.get(() -> session().createStreamMessage());
    }

    @Override
    public TextMessage createTextMessage() {
        return Unchecked.get(() -> session().createTextMessage());
    }

    @Override
    public TextMessage createTextMessage(String text) {
        return Unchecked.get(() -> session().createTextMessage(text));
    }

    @Override
    public boolean getTransacted() {
        Unchecked.run(this::connection);
        return mode == SESSION_TRANSACTED;
    }

    @Override
    public int getSessionMode() {
        Unchecked.run(this::connection);
        return mode;
    }

    @Override
    public void commit() {
        Unchecked.run(() -> session().commit());
    }

    @Override
    public void rollback() {
        Unchecked.run(() -> session().rollback());
    }

    @Override
    public void recover() {
        Unchecked.run(() -> session().recover());
    }

    @Override
    public void acknowledge() {
        Unchecked.run(() -> session().core().acknowledge());
    }

    private JMSConsumer consumer(Unchecked.Call<MessageConsumer> open) {
        return Unchecked.get(() -> {
            EponaConsumer consumer = (EponaConsumer) open.call();
            if (isAutoStarting) {
                connection.start();
            }
            return new EponaContextConsumer(consumer);
        });
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return consumer(() -> session().createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector) {
        return consumer(() -> session().createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector, boolean isNoLocal) {
        return consumer(() -> session().createConsumer(destination, selector, isNoLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, String selector, boolean isNoLocal) {
        return consumer(() -> session().createDurableConsumer(topic, name, selector, isNoLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedConsumer(topic, name, selector));
    }

    @Override
    public Queue createQueue(String name) {
        return Unchecked.get(() -> session().createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return Unchecked.get(() -> session().createTopic(name));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return Unchecked.get(() -> session().createBrowser(queue));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) {
        return Unchecked.get(() -> session().createBrowser(queue, selector));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return Unchecked.get(() -> session().createTemporaryQueue());
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return Unchecked.get(() -> session().createTemporaryTopic());
    }

    @Override
    public void unsubscribe(String name) {
        Unchecked.run(() -> session().unsubscribe(name));
    }
}
