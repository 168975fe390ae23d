package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.HelloDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import io.epona.protocol.wire.SendDecoder;
import io.epona.protocol.wire.UnsubscribeDecoder;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to connections, sends and requests when the socket is lost. */
class ResumeTest {
    private static final Queue ORDERS = new EponaQueue("orders");

    private final FakeBroker broker = new FakeBroker();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private Connection connection;

    @BeforeEach
    void open() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri("clientId=c&resumeTimeoutMs=300")).createConnection();
        connection.setExceptionListener(e -> outcomes.add(e.getErrorCode()));
    }

    @AfterEach
    void close() throws Exception {
        broker.helloRefusal = null;
        connection.close();
        broker.close();
    }

    private CompletionListener listener(String name) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                outcomes.add(name + " sent");
            }

            @Override
            public void onException(Message message, Exception exception) {
                outcomes.add(name + " " + ((JMSException) exception).getErrorCode());
            }
        };
    }

    private void awaitOutcomes(String... expected) {
        Await.await(() -> outcomes.size() >= expected.length, List.of(expected) + " among " + outcomes);
        assertEquals(List.of(expected), outcomes);
    }

    @Test
    void shouldResumeUnderTheSameNames() throws JMSException {
        connection.createSession().createConsumer(ORDERS);

        broker.cut();

        broker.await("ResumeComplete");
        assertEquals(
                List.of(
                        "Hello resumed=1 clientId=c",
                        "OpenSession session=1",
                        "OpenConsumer consumer=1 kind=QUEUE resumed=true durable=false next=1 held= destination=orders"
                                + " subscription=",
                        "ResumeComplete"),
                broker.starting("Hello", "Open", "Resume"));
        assertEquals(List.of(), outcomes);
    }

    @Test
    void shouldSendAgainOnlyWhatTheBrokerLacks() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(ORDERS);
        broker.ignore(SendDecoder.TEMPLATE_ID);
        for (int i = 1; i <= 4; i++) {
            producer.send(session.createTextMessage("m" + i), listener("m" + i));
        }
        broker.awaitCount("Send", 4);
        broker.answer(SendDecoder.TEMPLATE_ID);
        broker.session = new FakeBroker.SessionAnswer(2, 1_000_000, Map.of(2L, ErrorCode.RESOURCES_EXHAUSTED));

        broker.cut();

        awaitOutcomes("m1 sent", "m2 EPONA-2004", "m3 sent", "m4 sent");
        broker.await("ResumeComplete");
        assertEquals(
                List.of("Send session=1 transacted=0 sequence=3", "Send session=1 transacted=0 sequence=4"),
                broker.starting("Send"));
    }

    @Test
    void shouldKeepToTheCreditWhenSendingAgain() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(ORDERS);
        broker.ignore(SendDecoder.TEMPLATE_ID);
        producer.send(session.createTextMessage("m1"), listener("m1"));
        producer.send(session.createTextMessage("m2"), listener("m2"));
        broker.awaitCount("Send", 2);
        broker.session = new FakeBroker.SessionAnswer(0, 1, Map.of());
        broker.cut();
        broker.awaitCount("Send", 1);
        assertEquals(List.of(), broker.starting("ResumeComplete"));

        broker.peer().producerCredit(1, 100_000);

        broker.await("ResumeComplete");
        assertEquals(2, broker.starting("Send").size());
        broker.peer().sendConfirmed(1, 2);
        awaitOutcomes("m1 sent", "m2 sent");
    }

    @Test
    void shouldLetABlockedSendWaitOutTheOutage() throws Exception {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(ORDERS);
        broker.ignore(SendDecoder.TEMPLATE_ID);
        CompletableFuture<Object> send = Await.start(() -> {
            producer.send(session.createTextMessage("x"));
            return null;
        });
        broker.awaitCount("Send", 1);
        broker.answer(SendDecoder.TEMPLATE_ID);

        broker.cut();

        assertNull(Await.result(send));
    }

    @Test
    void shouldAskAgainWhatWasNotAnswered() throws Exception {
        Session session = connection.createSession();
        broker.ignore(OpenConsumerDecoder.TEMPLATE_ID);
        CompletableFuture<Object> open = Await.start(() -> session.createConsumer(ORDERS));
        broker.awaitCount("OpenConsumer", 1);
        broker.answer(OpenConsumerDecoder.TEMPLATE_ID);

        broker.cut();

        assertTrue(Await.result(open) != null);
        assertEquals(1, broker.starting("OpenConsumer").size());
    }

    @Test
    void shouldTakeARepeatedUnsubscribeAsDone() throws Exception {
        Session session = connection.createSession();
        broker.ignore(UnsubscribeDecoder.TEMPLATE_ID);
        CompletableFuture<Object> unsubscribe = Await.start(() -> {
            session.unsubscribe("s");
            return null;
        });
        broker.await("Unsubscribe subscription=s");
        broker.refuse(UnsubscribeDecoder.TEMPLATE_ID, ErrorCode.NO_SUCH_SUBSCRIPTION)
                .answer(UnsubscribeDecoder.TEMPLATE_ID);

        broker.cut();

        assertNull(Await.result(unsubscribe));
    }

    @Test
    void shouldTryAgainWhenTheBrokerIsClosing() throws JMSException {
        connection.createSession();
        broker.helloRefusal = ErrorCode.BROKER_CLOSING;
        broker.cut();
        broker.awaitCount("Hello", 2);

        broker.helloRefusal = null;

        broker.await("ResumeComplete");
        assertEquals(List.of(), outcomes);
    }

    @Test
    void shouldFailForGoodWhenTheClientIdWasTaken() throws JMSException {
        Session session = connection.createSession();
        broker.helloRefusal = ErrorCode.CLIENT_ID_IN_USE;

        broker.cut();

        awaitOutcomes("EPONA-1007");
        assertEquals(
                "EPONA-1007",
                assertThrows(JMSException.class, () -> session.createConsumer(ORDERS))
                        .getErrorCode());
    }

    @Test
    void shouldFailEverythingWhenTheDeadlinePasses() throws Exception {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(ORDERS);
        broker.ignore(SendDecoder.TEMPLATE_ID);
        producer.send(session.createTextMessage("1"), listener("first"));
        broker.awaitCount("Send", 1);
        CompletableFuture<Object> send = Await.start(() -> {
            producer.send(session.createTextMessage("2"));
            return null;
        });
        broker.awaitCount("Send", 2);

        broker.close();

        assertEquals(
                "EPONA-4003",
                assertThrows(JMSException.class, () -> Await.result(send)).getErrorCode());
        Await.await(() -> outcomes.size() == 2, "both outcomes among " + outcomes);
        assertTrue(outcomes.containsAll(List.of("first EPONA-4003", "EPONA-1013")), outcomes.toString());
        assertEquals(
                "EPONA-1013",
                assertThrows(JMSException.class, () -> producer.send(session.createMessage()))
                        .getErrorCode());
    }

    @Test
    void shouldGiveUpASilentBroker() throws JMSException {
        broker.heartbeatMs = 20;
        connection.close();
        connection = new EponaConnectionFactory(broker.uri("clientId=c")).createConnection();
        connection.createSession();

        // The fake broker never sends a heartbeat of its own.
        broker.awaitCount("Hello resumed=1", 1);

        assertFalse(broker.starting("Heartbeat").isEmpty());
        assertTrue(broker.frames.contains("Disconnect code=1009"), broker.frames.toString());
        broker.ignore(HelloDecoder.TEMPLATE_ID);
    }
}
