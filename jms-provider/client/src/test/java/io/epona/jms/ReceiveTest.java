package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.AcknowledgeDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a consumer shows to the application, and when it acknowledges. */
class ReceiveTest {
    private static final Queue ORDERS = new EponaQueue("orders");

    private final FakeBroker broker = new FakeBroker();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private Connection connection;

    @BeforeEach
    void open() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri("prefetchMessages=10")).createConnection();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    private MessageConsumer consumer(int mode) throws JMSException {
        return connection.createSession(mode).createConsumer(ORDERS);
    }

    private static String text(Message message) throws JMSException {
        return ((TextMessage) message).getText();
    }

    @Test
    void shouldGrantCreditAtTheFirstStart() throws JMSException {
        consumer(Session.AUTO_ACKNOWLEDGE);
        assertEquals(List.of(), broker.starting("ConsumerCredit"));

        connection.start();

        broker.await("ConsumerCredit consumer=1 messages=10 bytes=1048576");
        connection.stop();
        connection.start();
        assertEquals(1, broker.starting("ConsumerCredit").size());
    }

    @Test
    void shouldReplenishCreditWhenHalfIsUsed() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        connection.start();
        broker.deliver(1, 1, 2, 3, 4, 5);
        for (int i = 1; i <= 4; i++) {
            assertEquals("m" + i, text(consumer.receive(Await.DEADLINE_MS)));
        }
        assertEquals(1, broker.starting("ConsumerCredit").size());

        assertEquals("m5", text(consumer.receive(Await.DEADLINE_MS)));

        broker.awaitCount("ConsumerCredit consumer=1 messages=5", 1);
    }

    @Test
    void shouldShowNothingWhileStopped() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        connection.start();
        connection.stop();
        broker.deliver(1, 1);

        assertNull(consumer.receive(20));

        connection.start();
        assertEquals("m1", text(consumer.receive(Await.DEADLINE_MS)));
    }

    @Test
    void shouldAcknowledgeAutomatically() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        connection.start();
        broker.deliver(1, 1);

        consumer.receive(Await.DEADLINE_MS);

        broker.await("Acknowledge session=1 sequence=1 ranges=1:1-1");
    }

    @Test
    void shouldBlockInAcknowledgeUntilItIsConfirmed() throws Exception {
        MessageConsumer consumer = consumer(Session.CLIENT_ACKNOWLEDGE);
        connection.start();
        broker.deliver(1, 1, 2);
        consumer.receive(Await.DEADLINE_MS);
        Message second = consumer.receive(Await.DEADLINE_MS);
        broker.ignore(AcknowledgeDecoder.TEMPLATE_ID);
        CompletableFuture<Object> acknowledge = Await.start(() -> {
            second.acknowledge();
            return null;
        });
        broker.await("Acknowledge session=1 sequence=1 ranges=1:1-2");
        assertEquals(false, acknowledge.isDone());

        broker.peer().acknowledgeConfirmed(1, 1);

        assertNull(Await.result(acknowledge));
    }

    @Test
    void shouldAcknowledgeLazilyAndAtTheLatestWhenClosing() throws JMSException {
        MessageConsumer consumer = consumer(Session.DUPS_OK_ACKNOWLEDGE);
        connection.start();
        broker.deliver(1, 1, 2);
        consumer.receive(Await.DEADLINE_MS);
        consumer.receive(Await.DEADLINE_MS);
        assertEquals(List.of(), broker.starting("Acknowledge"));

        consumer.close();

        assertEquals(
                List.of("Acknowledge session=1 sequence=1 ranges=1:1-2", "CloseConsumer consumer=1 deliveredTo=2"),
                broker.starting("Acknowledge", "CloseConsumer"));
    }

    @Test
    void shouldWaitForAcknowledgementsWhenTheConnectionCloses() throws Exception {
        broker.ignore(AcknowledgeDecoder.TEMPLATE_ID);
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        connection.start();
        broker.deliver(1, 1);
        consumer.receive(Await.DEADLINE_MS);
        broker.awaitCount("Acknowledge", 1);
        CompletableFuture<Object> close = Await.start(() -> {
            connection.close();
            return null;
        });
        assertEquals(List.of(), broker.starting("Disconnect"));

        broker.peer().acknowledgeConfirmed(1, 1);

        assertNull(Await.result(close));
        broker.await("Disconnect code=0");
    }

    @Test
    void shouldReturnNullFromReceiveWhenTheConsumerIsClosed() throws Exception {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        connection.start();
        CompletableFuture<Message> receive = Await.startBlocked(consumer::receive);

        consumer.close();

        assertNull(Await.result(receive));
        assertThrows(IllegalStateException.class, consumer::receiveNoWait);
    }

    @Test
    void shouldSayWhatTheApplicationHasSeenWhenItRecovers() throws JMSException {
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(ORDERS);
        connection.start();
        broker.deliver(1, 1, 2);
        consumer.receive(Await.DEADLINE_MS);

        session.recover();

        broker.await("Recover session=1 delivered=1:1");
        broker.awaitCount("ConsumerCredit consumer=1 messages=10", 2);
        assertNull(consumer.receiveNoWait());
        broker.deliver(1, 3);
        assertEquals("m3", text(consumer.receive(Await.DEADLINE_MS)));
    }

    @Test
    void shouldRecoverWhenAListenerFails() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        consumer.setMessageListener(message -> {
            received.add(message.toString());
            if (received.size() == 2) {
                throw new IllegalArgumentException("thrown by the test");
            }
        });
        connection.start();

        broker.deliver(1, 1, 2, 3);

        broker.await("Recover session=1 delivered=1:2");
        assertEquals(
                List.of("Acknowledge session=1 sequence=1 ranges=1:1-1", "Recover session=1 delivered=1:2"),
                broker.starting("Acknowledge", "Recover"));
        assertEquals(2, received.size());
    }

    @Test
    void shouldGoOnAfterAFailedListenerThatAcknowledgesItself() throws JMSException {
        MessageConsumer consumer = consumer(Session.CLIENT_ACKNOWLEDGE);
        consumer.setMessageListener(message -> {
            received.add(message.toString());
            throw new IllegalArgumentException("thrown by the test");
        });
        connection.start();

        broker.deliver(1, 1, 2);

        Await.await(() -> received.size() == 2, "both messages");
        assertEquals(List.of(), broker.starting("Recover", "Acknowledge"));
    }

    @Test
    void shouldRefuseToReceiveWhereAListenerIs() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        consumer.setMessageListener(message -> received.add("unexpected"));

        assertThrows(IllegalStateException.class, () -> consumer.receive(1));
    }

    @Test
    void shouldKeepAMessageWhoseBodyHasAnotherType() throws JMSException {
        try (var context = new EponaConnectionFactory(broker.uri()).createContext()) {
            connection.close();
            var consumer = context.createConsumer(ORDERS);
            broker.deliver(1, 1);
            assertThrows(
                    jakarta.jms.MessageFormatRuntimeException.class,
                    () -> consumer.receiveBody(Integer.class, Await.DEADLINE_MS));

            assertEquals("m1", consumer.receiveBody(String.class, Await.DEADLINE_MS));
        }
    }

    @Test
    void shouldThrowWhatTheBrokerRefusedAConsumerFor() throws JMSException {
        broker.refuse(OpenConsumerDecoder.TEMPLATE_ID, ErrorCode.INVALID_DESTINATION);
        Session session = connection.createSession();

        assertThrows(InvalidDestinationException.class, () -> session.createConsumer(ORDERS));
    }
}
