package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.function.Executable;

/** What tests of distributed transactions share. */
abstract class XaTest extends JmsTest {
    private static final AtomicInteger IDS = new AtomicInteger();

    static Xid newXid() {
        byte[] globalId = ("test-" + IDS.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        return BranchXid.of(4711, globalId, new byte[] {1});
    }

    /** A started connection. */
    XAConnection connectXa() throws JMSException {
        return connectXa("");
    }

    /** @param options of the URI */
    XAConnection connectXa(String options) throws JMSException {
        XAConnection connection = new EponaXAConnectionFactory(uri() + options).createXAConnection();
        connection.start();
        return connection;
    }

    static void assertCode(int expected, Executable call) {
        assertEquals(expected, assertThrows(XAException.class, call).errorCode);
    }

    static void send(Session session, String queue, String... texts) throws JMSException {
        for (String text : texts) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    /** Consumes a message of one queue, sends one to another, and prepares. */
    static Xid prepareTransfer(XASession session, String from, String to, String text) throws Exception {
        Xid xid = newXid();
        XAResource resource = session.getXAResource();
        resource.start(xid, XAResource.TMNOFLAGS);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(from))) {
            receive(consumer, 1);
        }
        send(session, to, text);
        resource.end(xid, XAResource.TMSUCCESS);
        assertEquals(XAResource.XA_OK, resource.prepare(xid));
        return xid;
    }

    /** Receives messages, and no more than these. */
    static List<String> receive(MessageConsumer consumer, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message message = consumer.receive(TIMEOUT_MS);
            assertNotNull(message, "received so far: " + texts);
            texts.add(((TextMessage) message).getText());
        }
        return texts;
    }

    /** What a queue shows to a browser, in order. */
    static List<String> browse(Session session, String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        var messages = session.createBrowser(session.createQueue(queue)).getEnumeration();
        while (messages.hasMoreElements()) {
            texts.add(((TextMessage) messages.nextElement()).getText());
        }
        return texts;
    }

    /** All that can be received from a queue at once by a new consumer, which acknowledges it. */
    List<String> drain(String queueName, int count) throws Exception {
        try (var connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue(queueName);
            List<String> texts = receive(session.createConsumer(queue), count);
            assertEquals(List.of(), browse(session, queueName));
            return texts;
        }
    }

    static List<Xid> recover(XASession session) throws XAException {
        return Arrays.asList(session.getXAResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN));
    }
}
