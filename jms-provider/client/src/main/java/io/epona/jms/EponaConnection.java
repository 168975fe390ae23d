package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.ClientLink;
import io.epona.jms.link.ClientSession;
import io.epona.jms.link.Source;
import io.epona.jms.link.SubscriptionTerms;
import io.epona.jms.message.ObjectFilter;
import io.epona.protocol.EponaUri;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.UriOption;
import io.epona.protocol.UriText;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** A connection of any kind. Any thread. */
final class EponaConnection implements QueueConnection, TopicConnection {
    private static final String OBJECT_CLASSES_PROPERTY = "io.epona.jms.objectClasses";

    private final Domain domain;
    private final EponaUri uri;
    private final ClientLink link;
    private final Temporaries temporaries;
    private final ObjectFilter objectFilter;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<SessionCore> sessions = new ArrayList<>();
    private String clientId;
    private boolean isUsed;
    private boolean isStarted;
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private volatile boolean isClosed;
    private final FailureReports failures = new FailureReports();
    private final ConnectionConsumers connectionConsumers = new ConnectionConsumers(this, failures::add);

    private EponaConnection(ClientLink.Way way, Domain domain) throws JMSException {
        this.uri = way.uri();
        this.domain = domain;
        this.clientId = uri.clientId();
        this.objectFilter = ObjectFilter.standard()
                .allowing(uri.text(UriText.OBJECT_CLASSES))
                .allowing(System.getProperty(OBJECT_CLASSES_PROPERTY));
        this.link = ClientLink.connect(way, failures::add);
        this.temporaries = new Temporaries(link.temporaryNames());
    }

    /** Connects to a broker. Blocks for the connect timeout at most, for each host. */
    static EponaConnection open(ClientLink.Way way, Domain domain) throws JMSException {
        EponaConnection connection = new EponaConnection(way, domain);
        boolean isOpen = false;
        try {
            if (way.uri().clientId() != null) {
                connection.use();
            }
            isOpen = true;
            return connection;
        } finally {
            if (!isOpen) {
                connection.close();
            }
        }
    }

    Temporaries temporaries() {
        return temporaries;
    }

    /** Of which classes the objects of received messages may be. */
    ObjectFilter objectFilter() {
        return objectFilter;
    }

    int requestTimeoutMs() {
        return uri.option(UriOption.REQUEST_TIMEOUT_MS);
    }

    private void checkOpen() throws JMSException {
        if (isClosed) {
            throw JmsErrors.of(ErrorCode.CLOSED, "connection is closed");
        }
    }

    /** From the first use on the client id is final, and the broker knows the connection. */
    private void use() throws JMSException {
        checkOpen();
        String finalClientId;
        lock.lock();
        try {
            isUsed = true;
            finalClientId = clientId == null ? "" : clientId;
        } finally {
            lock.unlock();
        }
        link.introduce(finalClientId);
    }

    @Override
    public String getClientID() throws JMSException {
        checkOpen();
        return clientId;
    }

    /**
     * Sets the client id and introduces the connection to the broker under it.
     *
     * @throws jakarta.jms.IllegalStateException if the connection was used before or has a client id already
     * @throws jakarta.jms.InvalidClientIDException if it is null or empty, or another connection has it
     */
    @Override
    public void setClientID(String newClientId) throws JMSException {
        checkOpen();
        if (newClientId == null || newClientId.isEmpty()) {
            throw JmsErrors.of(ErrorCode.CLIENT_ID_IN_USE, "client id must not be empty: clientId=" + newClientId);
        }
        lock.lock();
        try {
            if (isUsed || clientId != null) {
                throw JmsErrors.of(
                        ErrorCode.ILLEGAL_STATE,
                        "client id can be set once, before anything else: clientId=" + clientId + " used=" + isUsed);
            }
            link.introduce(Destinations.requireName("client id", newClientId));
            clientId = newClientId;
            isUsed = true;
        } finally {
            lock.unlock();
        }
    }

    /** @throws jakarta.jms.IllegalStateException if there is none */
    void requireClientId(String what) throws JMSException {
        if (clientId == null) {
            throw JmsErrors.of(
                    ErrorCode.CLIENT_ID_REQUIRED,
                    "a durable subscription needs a client id, unless it is shared: " + what);
        }
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        use();
        return new EponaMetaData();
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return failures.listener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        checkOpen();
        failures.setListener(listener);
    }

    @Override
    public Session createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return open(mode, domain);
    }

    @Override
    public Session createSession(boolean isTransacted, int mode) throws JMSException {
        return open(isTransacted ? Session.SESSION_TRANSACTED : untransacted(mode), domain);
    }

    @Override
    public QueueSession createQueueSession(boolean isTransacted, int mode) throws JMSException {
        return open(isTransacted ? Session.SESSION_TRANSACTED : untransacted(mode), Domain.QUEUES);
    }

    @Override
    public TopicSession createTopicSession(boolean isTransacted, int mode) throws JMSException {
        return open(isTransacted ? Session.SESSION_TRANSACTED : untransacted(mode), Domain.TOPICS);
    }

    private static int untransacted(int mode) throws JMSException {
        if (mode == Session.SESSION_TRANSACTED) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "mode contradicts transacted=false: mode=" + mode);
        }
        return mode;
    }

    /** @throws JMSException if there is no such mode */
    static void requireMode(int mode) throws JMSException {
        boolean isStandard = mode >= Session.SESSION_TRANSACTED && mode <= Session.DUPS_OK_ACKNOWLEDGE;
        if (!isStandard && mode != EponaJms.INDIVIDUAL_ACKNOWLEDGE) {
            throw JmsErrors.of(
                    ErrorCode.ILLEGAL_STATE,
                    "session mode not allowed: mode=" + mode + " allowed=0..3," + EponaJms.INDIVIDUAL_ACKNOWLEDGE);
        }
    }

    EponaSession open(int mode, Domain sessionDomain) throws JMSException {
        requireMode(mode);
        use();
        ClientSession session = link.openSession(mode == Session.SESSION_TRANSACTED);
        return add(SessionCore.of(this, session, mode), sessionDomain);
    }

    /** Opens a session whose transactions are those of a transaction manager. */
    EponaSession openExternal(Domain sessionDomain) throws JMSException {
        use();
        return add(SessionCore.external(this, link.openSession(false)), sessionDomain);
    }

    private EponaSession add(SessionCore core, Domain sessionDomain) throws JMSException {
        lock.lock();
        try {
            if (isClosing.get()) {
                throw JmsErrors.of(ErrorCode.CLOSED, "connection is closing");
            }
            sessions.add(core);
            core.link().receiving().setStarted(isStarted);
        } finally {
            lock.unlock();
        }
        return new EponaSession(core, sessionDomain);
    }

    ClientLink link() {
        return link;
    }

    void remove(SessionCore session) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
    }

    private List<SessionCore> sessions() {
        lock.lock();
        try {
            return List.copyOf(sessions);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() throws JMSException {
        use();
        setStarted(true);
    }

    /**
     * Blocks until message listeners that run have returned; nothing is delivered afterwards.
     *
     * @throws jakarta.jms.IllegalStateException if a message listener of this connection calls; completion listeners may
     */
    @Override
    public void stop() throws JMSException {
        use();
        for (SessionCore session : sessions()) {
            session.thread().refuseInMessageListener("Connection.stop");
        }
        setStarted(false);
        for (SessionCore session : sessions()) {
            session.thread().awaitListeners();
        }
    }

    private void setStarted(boolean started) {
        lock.lock();
        try {
            isStarted = started;
            for (SessionCore session : sessions) {
                session.link().receiving().setStarted(started);
            }
            connectionConsumers.setStarted(started);
        } finally {
            lock.unlock();
        }
    }

    private void refuseInListener(String method) throws JMSException {
        for (SessionCore session : sessions()) {
            session.thread().refuseInListener(method);
        }
    }

    /**
     * Closes the connection with all its sessions. Blocks until listeners have returned and acknowledgements are safe; if
     * the broker cannot be reached, for the request timeout at most.
     */
    @Override
    public void close() throws JMSException {
        refuseInListener("Connection.close");
        if (!isClosing.compareAndSet(false, true)) {
            return;
        }
        JMSException failure = null;
        try {
            connectionConsumers.close();
        } catch (JMSException e) {
            failure = e;
        }
        for (SessionCore session : sessions()) {
            try {
                session.close(true);
            } catch (JMSException e) {
                failure = e;
            }
        }
        isClosed = true;
        link.close();
        if (failure != null) {
            throw failure;
        }
    }

    ConnectionConsumers connectionConsumers() {
        return connectionConsumers;
    }

    private ConnectionConsumer consumer(Source source, ServerSessionPool pool, int maxMessages) throws JMSException {
        ConnectionConsumers.require(pool, maxMessages);
        use();
        ClientSession session = link.openSession(false);
        EponaConnectionConsumer consumer = connectionConsumers.open(session, source, pool, maxMessages);
        lock.lock();
        try {
            session.receiving().setStarted(isStarted);
        } finally {
            lock.unlock();
        }
        if (isClosing.get()) {
            consumer.close();
            throw JmsErrors.of(ErrorCode.CLOSED, "connection is closing");
        }
        consumer.start();
        return consumer;
    }

    private ConnectionConsumer consumer(
            Topic topic, String name, String selector, SubscriptionTerms terms, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        checkOpen();
        Source source = Destinations.subscription(Destinations.require(topic), name, selector, terms);
        return consumer(source, pool, maxMessages);
    }

    /** Begins to load messages into the sessions of a server. Blocks until the broker has accepted the consumer. */
    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        checkOpen();
        return consumer(Destinations.source(Destinations.require(destination), selector, false), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return createConnectionConsumer((Destination) queue, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return createConnectionConsumer((Destination) topic, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        domain.refuse(Domain.QUEUES, "createSharedConnectionConsumer");
        return consumer(topic, name, selector, SubscriptionTerms.SHARED, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        domain.refuse(Domain.QUEUES, "createDurableConnectionConsumer");
        checkOpen();
        requireClientId("subscription=" + name);
        return consumer(topic, name, selector, SubscriptionTerms.durable(false), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        domain.refuse(Domain.QUEUES, "createSharedDurableConnectionConsumer");
        return consumer(topic, name, selector, SubscriptionTerms.SHARED_DURABLE, pool, maxMessages);
    }
}
