package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeDecoder;
import io.epona.protocol.wire.LoadDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the messages of a connection consumer when the socket is lost. */
class LoadTest {
    private static final Queue ORDERS = new EponaQueue("orders");

    private final FakeBroker broker = new FakeBroker();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Semaphore mayReturn = new Semaphore(0);
    private final Semaphore idle = new Semaphore(1);
    private Connection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri()).createConnection();
        connection.setExceptionListener(e -> failures.add(e.getErrorCode()));
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        session.setMessageListener(message -> {
            try {
                heard.add(((TextMessage) message).getText());
            } catch (JMSException e) {
                heard.add(e.toString());
            }
            mayReturn.acquireUninterruptibly();
        });
    }

    @AfterEach
    void close() throws Exception {
        mayReturn.release(100);
        connection.close();
        broker.close();
    }

    private void consume() throws JMSException {
        ServerSessionPool pool = () -> {
            idle.acquireUninterruptibly();
            return new ServerSession() {
                @Override
                public Session getSession() {
                    return session;
                }

                @Override
                public void start() {
                    Await.start(() -> {
                        session.run();
                        idle.release();
                        return null;
                    });
                }
            };
        };
        connection.createConnectionConsumer(ORDERS, null, pool, 1);
        connection.start();
    }

    private void awaitHeard(String... texts) {
        Await.await(() -> heard.equals(List.of(texts)), "heard " + List.of(texts));
    }

    private String opened(int consumer) {
        return broker.starting("OpenConsumer consumer=" + consumer).get(0);
    }

    private static String open(int consumer, long next, String held) {
        return "OpenConsumer consumer=" + consumer + " kind=QUEUE resumed=true durable=false next=" + next + " held="
                + held + " destination=orders subscription=";
    }

    @Test
    void shouldLoadAndAcknowledgeInTheServersSession() throws JMSException {
        mayReturn.release(2);
        consume();

        broker.deliver(1, 1, 2);

        broker.await("Load source=1 session=1 consumer=2 deliveries=1");
        broker.await("Load source=1 session=1 consumer=3 deliveries=2");
        broker.awaitCount("Acknowledge session=1", 2);
        awaitHeard("m1", "m2");
        assertEquals(
                List.of(
                        "Acknowledge session=1 sequence=1 ranges=2:1-1",
                        "Acknowledge session=1 sequence=2 ranges=3:1-1"),
                broker.starting("Acknowledge"));
    }

    @Test
    void shouldHoldAndLoadAgainWhatWasNotAnswered() throws JMSException {
        broker.ignore(LoadDecoder.TEMPLATE_ID);
        consume();
        broker.deliver(1, 1);
        broker.awaitCount("Load", 1);
        assertEquals(List.of(), heard);
        broker.answer(LoadDecoder.TEMPLATE_ID);

        broker.cut();

        broker.await("ResumeComplete");
        broker.await("Load source=1 session=1 consumer=2 deliveries=1");
        assertEquals(open(1, 2, "1/101"), opened(1));
        awaitHeard("m1");
    }

    @Test
    void shouldForgetWhatAnUnansweredLoadHasMoved() throws JMSException {
        broker.ignore(LoadDecoder.TEMPLATE_ID);
        consume();
        broker.deliver(1, 1);
        broker.awaitCount("Load", 1);
        broker.answer(LoadDecoder.TEMPLATE_ID);
        broker.refusedDeliveries = List.of(1L);

        broker.cut();

        broker.await("Load source=1 session=1 consumer=2 deliveries=");
        broker.deliver(1, 2);
        awaitHeard("m2");
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldHoldWhatIsLoadedAndKeepItAfterTheResume() throws JMSException {
        consume();
        broker.deliver(1, 1);
        awaitHeard("m1");

        broker.cut();

        broker.await("ResumeComplete");
        broker.await("CloseConsumer consumer=2 deliveredTo=1");
        assertEquals(open(1, 2, ""), opened(1));
        assertEquals(open(2, 2, "1/101"), opened(2));
        mayReturn.release();
        broker.await("Acknowledge session=1 sequence=1 ranges=2:1-1");
    }

    @Test
    void shouldGoOnWhenALoadIsSettledBeforeTheBrokerHasOpenedItAgain() throws JMSException {
        broker.ignore(AcknowledgeDecoder.TEMPLATE_ID);
        mayReturn.release(2);
        consume();
        broker.deliver(1, 1);
        broker.awaitCount("Acknowledge", 1);
        broker.answer(AcknowledgeDecoder.TEMPLATE_ID).defer(OpenConsumerDecoder.TEMPLATE_ID);

        broker.cut();
        broker.await("Acknowledge session=1 sequence=1 ranges=2:1-1");
        broker.answerDeferred();

        broker.await("ResumeComplete");
        broker.await("CloseConsumer consumer=2 deliveredTo=1");
        broker.deliver(1, 2);
        awaitHeard("m1", "m2");
    }

    @Test
    void shouldKeepWhatCouldNotBeLoadedAndSaySo() throws JMSException {
        broker.refuse(LoadDecoder.TEMPLATE_ID, ErrorCode.CLOSED);
        consume();

        broker.deliver(1, 1);

        Await.await(() -> failures.contains("EPONA-5002"), "failure is reported");
        assertEquals(List.of(), heard);
        idle.release();
        broker.awaitCount("Load source=1", 2);
        assertEquals(
                "Load source=1 session=1 consumer=3 deliveries=1",
                broker.starting("Load").get(1));
    }

    @Test
    void shouldRefuseABrokerThatIsTooOld() throws Exception {
        try (FakeBroker old = new FakeBroker()) {
            old.protocolVersion = Protocol.LOAD_VERSION - 1;
            try (Connection other = new EponaConnectionFactory(old.uri()).createConnection()) {
                JMSException e = assertThrows(
                        JMSException.class, () -> other.createConnectionConsumer(ORDERS, null, () -> null, 1));

                assertEquals("EPONA-5001", e.getErrorCode());
            }
        }
    }
}
