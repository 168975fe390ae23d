package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.CommitDecoder;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Local transactions on the wire. */
class TransactionTest {
    private static final Queue ORDERS = new EponaQueue("orders");

    private final FakeBroker broker = new FakeBroker();
    private Connection connection;
    private Session session;
    private MessageProducer producer;
    private MessageConsumer consumer;

    @BeforeEach
    void open() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri()).createConnection();
        session = connection.createSession(Session.SESSION_TRANSACTED);
        producer = session.createProducer(ORDERS);
        consumer = session.createConsumer(ORDERS);
        connection.start();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    private void send() throws JMSException {
        producer.send(session.createTextMessage("x"));
    }

    @Test
    void shouldCommitWhatWasSentAndConsumed() throws JMSException {
        send();
        send();
        broker.deliver(1, 1, 2);
        consumer.receive(Await.DEADLINE_MS);

        session.commit();

        assertEquals(
                List.of(
                        "Send session=1 transacted=1 sequence=1",
                        "Send session=1 transacted=1 sequence=2",
                        "Commit session=1 sequence=1 sendCount=2 ranges=1:1-1"),
                broker.starting("Send", "Commit", "Acknowledge"));
    }

    @Test
    void shouldNumberTheSendsOfEachTransactionAnew() throws JMSException {
        send();
        session.commit();
        send();
        session.commit();

        assertEquals(
                List.of(
                        "Send session=1 transacted=1 sequence=1",
                        "Commit session=1 sequence=1 sendCount=1 ranges=",
                        "Send session=1 transacted=1 sequence=1",
                        "Commit session=1 sequence=2 sendCount=1 ranges="),
                broker.starting("Send", "Commit"));
    }

    @Test
    void shouldRollBackByRecovering() throws JMSException {
        send();
        broker.deliver(1, 1);
        consumer.receive(Await.DEADLINE_MS);

        session.rollback();
        send();
        session.commit();

        assertEquals(
                List.of(
                        "Send session=1 transacted=1 sequence=1",
                        "Recover session=1 delivered=1:1",
                        "Send session=1 transacted=1 sequence=1",
                        "Commit session=1 sequence=1 sendCount=1 ranges="),
                broker.starting("Send", "Commit", "Recover"));
    }

    @Test
    void shouldAskNothingOfTheBrokerForAnEmptyTransaction() throws JMSException {
        session.commit();
        session.rollback();

        assertEquals(List.of(), broker.starting("Commit", "Recover"));
    }

    @Test
    void shouldRecoverAfterARefusedCommit() throws Exception {
        broker.ignore(CommitDecoder.TEMPLATE_ID);
        send();
        CompletableFuture<Object> commit = commit();
        broker.await("Commit session=1 sequence=1 sendCount=1 ranges=");

        broker.peer().sendRejected(1, 1, ErrorCode.TRANSACTION_TOO_LARGE);

        JMSException e = assertThrows(TransactionRolledBackException.class, () -> Await.result(commit));
        assertTrue(e.getMessage().contains("refused by the test"), e.getMessage());
        broker.await("Recover session=1 delivered=1:0");
    }

    private CompletableFuture<Object> commit() {
        return Await.start(() -> {
            session.commit();
            return null;
        });
    }

    @Test
    void shouldLearnTheOutcomeOfAnInterruptedCommitBeforeTheNext() throws Exception {
        broker.ignore(CommitDecoder.TEMPLATE_ID);
        send();
        Thread.currentThread().interrupt();
        assertEquals(
                "EPONA-5005", assertThrows(JMSException.class, session::commit).getErrorCode());
        assertTrue(Thread.interrupted());
        broker.await("Commit session=1 sequence=1 sendCount=1 ranges=");

        broker.peer().sendRejected(1, 1, ErrorCode.TRANSACTION_ROLLED_BACK);

        assertThrows(TransactionRolledBackException.class, session::commit);
    }

    @Test
    void shouldRollBackWhenClosed() throws JMSException {
        broker.deliver(1, 1);
        consumer.receive(Await.DEADLINE_MS);

        session.close();

        assertEquals(
                List.of("Recover session=1 delivered=1:1", "CloseSession session=1"),
                broker.starting("Recover", "CloseSession", "Acknowledge"));
    }

    @Test
    void shouldCommitWhatAClosedConsumerHasShown() throws JMSException {
        broker.deliver(1, 1);
        consumer.receive(Await.DEADLINE_MS);
        consumer.close();

        session.commit();

        broker.await("Commit session=1 sequence=1 sendCount=0 ranges=1:1-1");
    }

    @Test
    void shouldRefuseCallsOfTheOtherMode() throws JMSException {
        Session automatic = connection.createSession();

        assertThrows(IllegalStateException.class, session::recover);
        assertThrows(IllegalStateException.class, automatic::commit);
        assertThrows(IllegalStateException.class, automatic::rollback);
    }
}
