package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.HeldMoreDecoder;
import io.epona.protocol.wire.HelloDecoder;
import io.epona.protocol.wire.HelloEncoder;
import io.epona.server.proxy.FrameProxy;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One consumer that has more messages in flight than one frame can name, while its connection is lost and the broker is
 * started again. {@code -Depona.manyMessages} says how many.
 */
class ManyInTransactionTest extends XaTest {
    private static final int COUNT = Integer.getInteger("epona.manyMessages", 200_000);
    private static final int SENT_TOGETHER = 10_000;
    private static final int CUT_BEHIND = 7;
    private static final int PROTOCOL_VERSION =
            Protocol.LENGTH_PREFIX + Protocol.HEADER_LENGTH + HelloEncoder.protocolVersionEncodingOffset();

    private final AtomicInteger cutsLeft = new AtomicInteger(2);
    private FrameProxy proxy;

    @BeforeEach
    void startProxy() throws Exception {
        proxy = new FrameProxy(URI.create(uri()).getPort());
    }

    @AfterEach
    void closeProxy() throws Exception {
        proxy.close();
    }

    private Connection connectThroughProxy() throws JMSException {
        Connection connection = new EponaConnectionFactory(proxy.uri()).createConnection();
        connection.start();
        return connection;
    }

    private void fill(int count) throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("in"));
            for (int i = 0; i < count; i++) {
                Message message = session.createMessage();
                message.setIntProperty("number", i);
                producer.send(message);
                if (i % SENT_TOGETHER == SENT_TOGETHER - 1) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    private static Message consume(MessageConsumer consumer, int from, int to) throws JMSException {
        Message message = null;
        for (int i = from; i < to; i++) {
            message = consumer.receive(TIMEOUT_MS);
            assertNotNull(message, "received only: " + i);
            assertEquals(i, message.getIntProperty("number"));
        }
        return message;
    }

    /** Cuts the connection in the middle of what a client says that it holds, as long as cuts are left. */
    private FrameProxy.Rule cutWithinHeld() {
        AtomicInteger count = new AtomicInteger();
        return (isToBroker, template, frame) -> {
            boolean isCut = template == HeldMoreDecoder.TEMPLATE_ID
                    && count.incrementAndGet() % CUT_BEHIND == 0
                    && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            return isCut ? frame.limit() / 2 : frame.limit();
        };
    }

    private void assertNothingIsLeft() throws Exception {
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            assertEquals(List.of(), browse(session, "in"));
        }
    }

    @Test
    void shouldCommitThemAll() throws Exception {
        fill(COUNT);
        try (Connection connection = connectThroughProxy();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            consume(consumer, 0, COUNT);
            session.rollback();

            assertEquals(2, consume(consumer, 0, 1).getIntProperty("JMSXDeliveryCount"));
            consume(consumer, 1, COUNT / 2);
            proxy.rule(cutWithinHeld());
            proxy.cut();
            consume(consumer, COUNT / 2, COUNT - 1);
            assertEquals(0, cutsLeft.get());
            restartBroker();
            consume(consumer, COUNT - 1, COUNT);
            assertNull(consumer.receiveNoWait());
            session.commit();
        }
        assertNothingIsLeft();
    }

    @Test
    void shouldAcknowledgeThemAll() throws Exception {
        fill(COUNT / 2);
        try (Connection connection = connectThroughProxy();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            consume(consumer, 0, COUNT / 2);
            session.recover();

            Message last = consume(consumer, 0, COUNT / 2);
            proxy.cut();
            last.acknowledge();
        }
        assertNothingIsLeft();
    }

    @Test
    void shouldPrepareThemAll() throws Exception {
        fill(COUNT);
        try (XAConnection connection = new EponaXAConnectionFactory(proxy.uri()).createXAConnection()) {
            connection.start();
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            Xid first = newXid();
            resource.start(first, XAResource.TMNOFLAGS);
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            consume(consumer, 0, COUNT);
            resource.end(first, XAResource.TMSUCCESS);
            proxy.cut();
            assertEquals(XAResource.XA_OK, resource.prepare(first));
            restartBroker();
            assertNull(consumer.receiveNoWait());
            resource.rollback(first);

            Xid second = newXid();
            resource.start(second, XAResource.TMNOFLAGS);
            consume(consumer, 0, COUNT);
            resource.end(second, XAResource.TMSUCCESS);
            restartBroker();
            assertEquals(XAResource.XA_OK, resource.prepare(second));
            restartBroker();
            resource.commit(second, false);
        }
        assertNothingIsLeft();
    }

    @Test
    void shouldHoldAnOlderClientToWhatOneFrameCanName() throws Exception {
        proxy.rule((isToBroker, template, frame) -> {
            if (template == HelloDecoder.TEMPLATE_ID) {
                frame.putShort(PROTOCOL_VERSION, (short) (Protocol.HELD_VERSION - 1));
            }
            return frame.limit();
        });
        int limit = Protocol.MAX_GROUP_COUNT;
        fill(limit + 10);
        try (Connection connection = connectThroughProxy();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            consume(consumer, 0, limit);
            assertNull(consumer.receive(200));
            proxy.cut();
            assertNull(consumer.receive(200));
            session.commit();
            consume(consumer, limit, limit + 10);
            session.commit();
        }
        assertNothingIsLeft();
    }
}
