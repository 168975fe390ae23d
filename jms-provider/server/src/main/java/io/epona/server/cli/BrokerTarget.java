package io.epona.server.cli;

import io.epona.broker.offline.PortableMessage;
import io.epona.broker.settings.NamePattern;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.message.MessageDecoder;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.InstantSource;

/** A broker that runs, to which messages are sent in transactions as an application would. */
final class BrokerTarget implements ImportTarget {
    private static final int BATCH_COUNT = 256;
    private static final long BATCH_LENGTH = 4L * 1024 * 1024;

    private final MessageDecoder decoder = new MessageDecoder();
    private final InstantSource clock;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private long confirmedCount;
    private long leftOutCount;
    private int batchCount;
    private long batchLength;

    private BrokerTarget(Connection connection, InstantSource clock) throws JMSException {
        this.connection = connection;
        this.clock = clock;
        session = connection.createSession(Session.SESSION_TRANSACTED);
        producer = session.createProducer(null);
    }

    static BrokerTarget connect(String url, InstantSource clock) throws CommandException, JMSException {
        try {
            return new BrokerTarget(new EponaConnectionFactory(url).createConnection(), clock);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, ErrorLine.cause(e), e);
        }
    }

    @Override
    public void add(PortableMessage message) throws JMSException {
        PortableMessage.Options options = message.options();
        boolean canExpire = options.expirationMs() != 0;
        long timeToLiveMs = canExpire ? options.expirationMs() - clock.millis() : 0;
        if (canExpire && timeToLiveMs <= 0) {
            leftOutCount++;
            return;
        }
        // As if it had been received: what no header of a new message overrides is passed on as it is.
        Message received = decoder.decode(message.encoded(), 0, message.encoded().length, 0);
        Destination destination = destination(message, received);
        int mode = options.isPersistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        producer.send(destination, received, mode, options.priority(), timeToLiveMs);
        batchCount++;
        batchLength += message.encoded().length;
        if (batchCount == BATCH_COUNT || batchLength >= BATCH_LENGTH) {
            confirm();
        }
    }

    private Destination destination(PortableMessage message, Message received) throws JMSException {
        if (message.isQueue()) {
            return session.createQueue(message.destination());
        }
        // Nobody can send to a pattern; the message that its subscription had was sent to a topic.
        return NamePattern.isPattern(message.destination())
                ? received.getJMSDestination()
                : session.createTopic(message.destination());
    }

    @Override
    public void confirm() throws JMSException {
        if (batchCount > 0) {
            session.commit();
            confirmedCount += batchCount;
            batchCount = 0;
            batchLength = 0;
        }
    }

    @Override
    public long confirmedCount() {
        return confirmedCount;
    }

    @Override
    public long leftOutCount() {
        return leftOutCount;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
