package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.AcknowledgeDecoder;
import io.epona.protocol.wire.CommitDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to deliveries, acknowledgements and transactions when the socket is lost. */
class ResumeConsumerTest {
    private static final Queue ORDERS = new EponaQueue("orders");

    private final FakeBroker broker = new FakeBroker();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private Connection connection;
    private Session session;
    private MessageConsumer consumer;

    @BeforeEach
    void open() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri("prefetchMessages=10")).createConnection();
        connection.setExceptionListener(e -> failures.add(e.getErrorCode()));
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    private void consume(int mode) throws JMSException {
        session = connection.createSession(mode);
        consumer = session.createConsumer(ORDERS);
        connection.start();
    }

    private String receive() throws JMSException {
        return ((TextMessage) consumer.receive(Await.DEADLINE_MS)).getText();
    }

    private String opened() {
        return broker.starting("OpenConsumer").get(0);
    }

    private static String open(long next, String held) {
        return "OpenConsumer consumer=1 kind=QUEUE resumed=true durable=false next=" + next + " held=" + held
                + " destination=orders subscription=";
    }

    @Test
    void shouldKeepWhatWaitsAndGrantTheRestOfTheCredit() throws JMSException {
        consume(Session.AUTO_ACKNOWLEDGE);
        broker.deliver(1, 1, 2, 3);
        assertEquals("m1", receive());
        broker.awaitCount("Acknowledge", 1);
        broker.deliver(1, 4);
        assertEquals("m2", receive());
        broker.awaitCount("Acknowledge", 2);

        broker.cut();

        broker.await("ResumeComplete");
        broker.awaitCount("ConsumerCredit consumer=1 messages=8", 1);
        assertEquals("m3", receive());
        assertEquals("m4", receive());
        broker.deliver(1, 5);
        assertEquals("m5", receive());
    }

    @Test
    void shouldRepeatAcknowledgementsThatWereNotConfirmed() throws JMSException {
        broker.ignore(AcknowledgeDecoder.TEMPLATE_ID);
        consume(Session.AUTO_ACKNOWLEDGE);
        broker.deliver(1, 1, 2);
        assertEquals("m1", receive());
        broker.awaitCount("Acknowledge", 1);
        broker.answer(AcknowledgeDecoder.TEMPLATE_ID);

        broker.cut();

        broker.await("ResumeComplete");
        broker.awaitCount("Acknowledge", 1);
        assertEquals(open(3, "1/101,2/102"), opened());
        assertEquals(List.of("Acknowledge session=1 sequence=1 ranges=1:1-1"), broker.starting("Acknowledge"));
        assertEquals("m2", receive());
    }

    @Test
    void shouldDropWhatIsRefusedAndWasNotSeen() throws JMSException {
        consume(Session.AUTO_ACKNOWLEDGE);
        broker.deliver(1, 1, 2);
        assertEquals("m1", receive());
        broker.deliver(1, 3);
        broker.refusedDeliveries = List.of(2L);

        broker.cut();

        broker.await("ResumeComplete");
        assertEquals("m3", receive());
    }

    @Test
    void shouldDiscardNonPersistentMessagesOfAnotherRun() throws JMSException {
        consume(Session.AUTO_ACKNOWLEDGE);
        broker.peer().deliver(new FakeBroker.FakeDelivery(1, 1, 101, 1, false, FakeBroker.encoded("volatile")));
        broker.deliver(1, 2);
        Await.await(() -> !broker.starting("ConsumerCredit").isEmpty(), "credit");
        assertEquals("volatile", receive());
        broker.peer().deliver(new FakeBroker.FakeDelivery(1, 3, 103, 1, false, FakeBroker.encoded("lost")));
        broker.deliver(1, 4);
        assertEquals("m2", receive());
        broker.runId = 2;

        broker.cut();

        broker.await("ResumeComplete");
        assertEquals("m4", receive());
    }

    @Test
    void shouldIgnoreTheAcknowledgementOfWhatWasRefused() throws JMSException {
        consume(Session.CLIENT_ACKNOWLEDGE);
        broker.deliver(1, 1);
        Message message = consumer.receive(Await.DEADLINE_MS);
        broker.refusedDeliveries = List.of(1L);
        broker.cut();
        broker.await("ResumeComplete");

        message.acknowledge();

        assertEquals(open(2, "1/101"), opened());
    }

    @Test
    void shouldReplayTheTransactionInProgress() throws JMSException {
        consume(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(ORDERS);
        producer.send(session.createTextMessage("1"));
        producer.send(session.createTextMessage("2"));
        broker.deliver(1, 1);
        assertEquals("m1", receive());

        broker.cut();
        broker.await("ResumeComplete");
        session.commit();

        assertEquals(
                List.of(
                        "Send session=1 transacted=1 sequence=1",
                        "Send session=1 transacted=1 sequence=2",
                        "Commit session=1 sequence=1 sendCount=2 ranges=1:1-1"),
                broker.starting("Send", "Commit"));
    }

    @Test
    void shouldRepeatACommitThatTheBrokerLacks() throws Exception {
        CompletableFuture<Object> commit = commitUnanswered();
        broker.answer(CommitDecoder.TEMPLATE_ID);

        broker.cut();

        assertNull(Await.result(commit));
        assertEquals(
                List.of(
                        "Send session=1 transacted=1 sequence=1",
                        "Commit session=1 sequence=1 sendCount=1 ranges=1:1-1"),
                broker.starting("Send", "Commit"));
    }

    @Test
    void shouldNotRepeatACommitThatTheBrokerHas() throws Exception {
        CompletableFuture<Object> commit = commitUnanswered();
        broker.session = new FakeBroker.SessionAnswer(1, 1_000_000, Map.of());

        broker.cut();

        assertNull(Await.result(commit));
        broker.await("ResumeComplete");
        assertEquals(List.of(), broker.starting("Send", "Commit"));
    }

    @Test
    void shouldVoidACommitWhoseMessageWentToAnother() throws Exception {
        CompletableFuture<Object> commit = commitUnanswered();
        broker.answer(CommitDecoder.TEMPLATE_ID).refusedDeliveries = List.of(1L);

        broker.cut();

        assertThrows(TransactionRolledBackException.class, () -> Await.result(commit));
        assertEquals(
                List.of("Commit session=1 sequence=1 sendCount=0 ranges=", "Recover session=1 delivered=1:1"),
                broker.starting("Send", "Commit", "Recover"));
    }

    private CompletableFuture<Object> commitUnanswered() throws JMSException {
        consume(Session.SESSION_TRANSACTED);
        session.createProducer(ORDERS).send(session.createTextMessage("1"));
        broker.deliver(1, 1);
        assertEquals("m1", receive());
        broker.ignore(CommitDecoder.TEMPLATE_ID);
        CompletableFuture<Object> commit = Await.start(() -> {
            session.commit();
            return null;
        });
        broker.awaitCount("Commit", 1);
        return commit;
    }

    @Test
    void shouldRollBackATransactionWhoseMessageWentToAnother() throws JMSException {
        consume(Session.SESSION_TRANSACTED);
        broker.deliver(1, 1);
        assertEquals("m1", receive());
        broker.refusedDeliveries = List.of(1L);
        broker.cut();
        broker.await("ResumeComplete");

        assertThrows(TransactionRolledBackException.class, session::commit);

        broker.await("Recover session=1 delivered=1:1");
        assertEquals(List.of(), broker.starting("Commit"));
        session.createProducer(ORDERS).send(session.createTextMessage("1"));
        session.commit();
        broker.await("Commit session=1 sequence=1 sendCount=1 ranges=");
    }

    @Test
    void shouldReopenAClosedConsumerForWhatItHasShown() throws JMSException {
        consume(Session.SESSION_TRANSACTED);
        broker.deliver(1, 1);
        assertEquals("m1", receive());
        consumer.close();

        broker.cut();
        broker.await("ResumeComplete");
        broker.await("CloseConsumer consumer=1 deliveredTo=1");
        session.commit();

        assertEquals(open(2, "1/101"), opened());
        broker.await("Commit session=1 sequence=1 sendCount=0 ranges=1:1-1");
    }

    @Test
    void shouldGoOnWhenACommitIsConfirmedBeforeTheClosedConsumerIsOpenedAgain() throws Exception {
        consume(Session.SESSION_TRANSACTED);
        broker.deliver(1, 1);
        assertEquals("m1", receive());
        consumer.close();
        broker.ignore(CommitDecoder.TEMPLATE_ID);
        CompletableFuture<Object> commit = Await.start(() -> {
            session.commit();
            return null;
        });
        broker.awaitCount("Commit", 1);
        broker.defer(OpenConsumerDecoder.TEMPLATE_ID).session = new FakeBroker.SessionAnswer(1, 1_000_000, Map.of());

        broker.cut();
        assertNull(Await.result(commit));
        broker.answerDeferred();

        broker.await("ResumeComplete");
        broker.await("CloseConsumer consumer=1 deliveredTo=1");
    }

    @Test
    void shouldGoOnWhenAnAcknowledgementIsConfirmedBeforeTheClosedConsumerIsOpenedAgain() throws Exception {
        broker.ignore(AcknowledgeDecoder.TEMPLATE_ID);
        consume(Session.CLIENT_ACKNOWLEDGE);
        broker.deliver(1, 1);
        Message message = consumer.receive(Await.DEADLINE_MS);
        consumer.close();
        CompletableFuture<Object> acknowledgement = Await.start(() -> {
            message.acknowledge();
            return null;
        });
        broker.awaitCount("Acknowledge", 1);
        broker.answer(AcknowledgeDecoder.TEMPLATE_ID).defer(OpenConsumerDecoder.TEMPLATE_ID);

        broker.cut();
        assertNull(Await.result(acknowledgement));
        broker.answerDeferred();

        broker.await("ResumeComplete");
        broker.await("CloseConsumer consumer=1 deliveredTo=1");
    }

    @Test
    void shouldFailAConsumerThatTheBrokerWillNotHaveAgain() throws JMSException {
        consume(Session.AUTO_ACKNOWLEDGE);
        broker.refuse(OpenConsumerDecoder.TEMPLATE_ID, ErrorCode.SUBSCRIPTION_IN_USE);

        broker.cut();

        broker.await("ResumeComplete");
        Await.await(() -> failures.equals(List.of("EPONA-3001")), "failure among " + failures);
        assertEquals(
                "EPONA-3001",
                assertThrows(JMSException.class, () -> consumer.receive(1)).getErrorCode());
    }
}
