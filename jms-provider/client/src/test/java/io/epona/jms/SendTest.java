package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.SendDecoder;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a send waits for, and what it tells. */
class SendTest {
    private final FakeBroker broker = new FakeBroker();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private Connection connection;
    private Session session;
    private MessageProducer producer;

    @BeforeEach
    void open() throws JMSException {
        open("sendTimeoutMs=30000");
    }

    private void open(String options) throws JMSException {
        connection = new EponaConnectionFactory(broker.uri(options)).createConnection();
        session = connection.createSession();
        producer = session.createProducer(session.createQueue("orders"));
    }

    @AfterEach
    void close() throws Exception {
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

    @Test
    void shouldReturnFromAPersistentSendOnceItIsConfirmed() throws Exception {
        broker.ignore(SendDecoder.TEMPLATE_ID);
        CompletableFuture<Object> send = Await.start(() -> {
            producer.send(session.createTextMessage("x"));
            return null;
        });
        broker.await("Send session=1 transacted=0 sequence=1");
        assertFalse(send.isDone());

        broker.peer().sendConfirmed(1, 1);

        assertNull(Await.result(send));
    }

    @Test
    void shouldNotWaitForANonPersistentSend() throws JMSException {
        broker.ignore(SendDecoder.TEMPLATE_ID);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);

        producer.send(session.createTextMessage("x"));

        broker.await("Send session=1 transacted=0 sequence=0");
    }

    @Test
    void shouldThrowWhatTheBrokerRefusedFor() throws Exception {
        broker.ignore(SendDecoder.TEMPLATE_ID);
        CompletableFuture<Object> send = Await.start(() -> {
            producer.send(session.createTextMessage("x"));
            return null;
        });
        broker.await("Send session=1 transacted=0 sequence=1");

        broker.peer().sendRejected(1, 1, ErrorCode.RESOURCES_EXHAUSTED);

        assertThrows(ResourceAllocationException.class, () -> Await.result(send));
    }

    @Test
    void shouldTellCompletionsInTheOrderOfSending() throws JMSException {
        broker.ignore(SendDecoder.TEMPLATE_ID);
        producer.send(session.createTextMessage("1"), listener("first"));
        producer.send(session.createTextMessage("2"), listener("second"));
        producer.send(
                session.createTextMessage("3"),
                DeliveryMode.NON_PERSISTENT,
                Message.DEFAULT_PRIORITY,
                Message.DEFAULT_TIME_TO_LIVE,
                listener("third"));
        broker.await("Send session=1 transacted=0 sequence=0");

        broker.peer().sendRejected(1, 2, ErrorCode.RESOURCES_EXHAUSTED);
        broker.peer().sendConfirmed(1, 1);

        Await.await(() -> outcomes.size() == 3, "three outcomes among " + outcomes);
        assertEquals(List.of("first sent", "second EPONA-2004", "third sent"), outcomes);
    }

    @Test
    void shouldWaitForCompletionsWhenClosing() throws Exception {
        broker.ignore(SendDecoder.TEMPLATE_ID);
        producer.send(session.createTextMessage("1"), listener("first"));
        broker.await("Send session=1 transacted=0 sequence=1");
        CompletableFuture<Object> close = Await.start(() -> {
            session.close();
            return null;
        });
        assertEquals(List.of(), broker.starting("CloseSession"));

        broker.peer().sendConfirmed(1, 1);

        assertNull(Await.result(close));
        assertEquals(List.of("first sent"), outcomes);
    }

    @Test
    void shouldRefuseToCloseTheSessionInACompletionListener() throws JMSException {
        producer.send(session.createTextMessage("1"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                outcomes.add(assertThrows(jakarta.jms.IllegalStateException.class, session::close)
                        .getErrorCode());
            }

            @Override
            public void onException(Message message, Exception exception) {
                outcomes.add("failed");
            }
        });

        Await.await(() -> outcomes.equals(List.of("EPONA-5003")), "refusal among " + outcomes);
    }

    @Test
    void shouldSendOnceCreditComes() throws Exception {
        useUpCredit("sendTimeoutMs=30000");
        CompletableFuture<Object> send = Await.start(() -> {
            producer.send(session.createTextMessage("late"));
            return null;
        });
        broker.peer().producerCredit(1, 100_000);

        assertNull(Await.result(send));
        broker.awaitCount("Send ", 2);
    }

    @Test
    void shouldGiveUpWaitingForCreditAtTheDeadline() throws Exception {
        useUpCredit("sendTimeoutMs=50");

        JMSException e = assertThrows(JMSException.class, () -> producer.send(session.createTextMessage("late")));

        assertEquals("EPONA-2003", e.getErrorCode());
        assertTrue(e.getMessage().contains("destination=orders"), e.getMessage());
        assertTrue(e.getMessage().contains("waitedMs="), e.getMessage());
        assertEquals(1, broker.starting("Send ").size());
    }

    /** One message may exceed the credit, the next has to wait. */
    private void useUpCredit(String options) throws JMSException {
        connection.close();
        broker.session = new FakeBroker.SessionAnswer(0, 1, Map.of());
        broker.frames.clear();
        open(options);
        producer.send(session.createTextMessage("exceeds the credit"));
    }

    @Test
    void shouldThrowWhenInterruptedAndStayUsable() throws Exception {
        broker.ignore(SendDecoder.TEMPLATE_ID);
        Thread.currentThread().interrupt();

        JMSException e = assertThrows(JMSException.class, () -> producer.send(session.createTextMessage("x")));

        assertTrue(Thread.interrupted());
        assertEquals("EPONA-5005", e.getErrorCode());
        broker.await("Send session=1 transacted=0 sequence=1");
        broker.answer(SendDecoder.TEMPLATE_ID);
        producer.send(session.createTextMessage("y"));
    }

    @Test
    void shouldSetTheHeaders() throws JMSException {
        Message message = session.createMessage();

        producer.send(message, DeliveryMode.NON_PERSISTENT, 7, 60_000);

        assertEquals(new EponaQueue("orders"), message.getJMSDestination());
        assertEquals(DeliveryMode.NON_PERSISTENT, message.getJMSDeliveryMode());
        assertEquals(7, message.getJMSPriority());
        assertEquals(message.getJMSTimestamp() + 60_000, message.getJMSExpiration());
        assertTrue(message.getJMSMessageID().startsWith("ID:"));
    }

    @Test
    void shouldLeaveOutIdAndTimestampOnRequest() throws JMSException {
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        Message message = session.createMessage();

        producer.send(message);

        assertNull(message.getJMSMessageID());
        assertEquals(0, message.getJMSTimestamp());
    }

    @Test
    void shouldRefuseACallForTheOtherKindOfProducer() throws JMSException, IOException {
        MessageProducer unidentified = session.createProducer(null);
        Message message = session.createMessage();

        assertThrows(UnsupportedOperationException.class, () -> unidentified.send(message));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(new EponaQueue("other"), message));
        unidentified.send(new EponaQueue("other"), message);

        assertEquals(new EponaQueue("other"), message.getJMSDestination());
    }
}
