package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.destination.EponaTopic;
import io.epona.protocol.Protocol;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The rules of the API that need no particular conversation with the broker. */
class ConnectionTest {
    private static final Topic NEWS = new EponaTopic("news");

    private final FakeBroker broker = new FakeBroker();
    private final EponaConnectionFactory factory = new EponaConnectionFactory(broker.uri());

    @AfterEach
    void close() throws Exception {
        broker.close();
    }

    @Test
    void shouldRefuseEverythingAfterClose() throws JMSException {
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(NEWS);
        MessageConsumer consumer = session.createConsumer(NEWS);

        connection.close();
        connection.close();
        session.close();
        consumer.close();
        producer.close();

        List<Executable> calls = List.of(
                connection::start,
                connection::getClientID,
                connection::createSession,
                session::createMessage,
                session::commit,
                producer::getPriority,
                consumer::receiveNoWait,
                consumer::getMessageListener);
        for (Executable call : calls) {
            assertThrows(IllegalStateException.class, call);
        }
    }

    @Test
    void shouldWaitForAListenerThatRunsWhenClosing() throws Exception {
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(NEWS);
        CountDownLatch isRunning = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<String> steps = new CopyOnWriteArrayList<>();
        consumer.setMessageListener(message -> {
            isRunning.countDown();
            try {
                mayEnd.await();
                session.createTextMessage("the session still works");
                steps.add("listener");
            } catch (InterruptedException | JMSException e) {
                steps.add(e.toString());
            }
        });
        connection.start();
        broker.deliver(1, 1);
        isRunning.await();

        CompletableFuture<Object> close = Await.startBlocked(() -> {
            connection.close();
            steps.add("closed");
            return null;
        });
        assertFalse(close.isDone());
        mayEnd.countDown();

        assertNull(Await.result(close));
        assertEquals(List.of("listener", "closed"), steps);
        broker.await("Acknowledge session=1 sequence=1 ranges=1:1-1");
    }

    @Test
    void shouldRefuseToBeClosedOrStoppedByItsOwnListener() throws JMSException {
        List<String> codes = new CopyOnWriteArrayList<>();
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(NEWS);
            consumer.setMessageListener(message -> {
                for (Executable call : List.<Executable>of(connection::close, connection::stop, session::close)) {
                    codes.add(assertThrows(IllegalStateException.class, call).getErrorCode());
                }
            });
            connection.start();
            broker.deliver(1, 1);

            Await.await(() -> codes.equals(List.of("EPONA-5003", "EPONA-5003", "EPONA-5003")), "refusals " + codes);
        }
    }

    @Test
    void shouldLetAListenerCloseItsConsumer() throws JMSException {
        try (Connection connection = factory.createConnection()) {
            MessageConsumer consumer = connection.createSession().createConsumer(NEWS);
            consumer.setMessageListener(message -> {
                try {
                    consumer.close();
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            });
            connection.start();

            broker.deliver(1, 1);

            broker.await("CloseConsumer consumer=1 deliveredTo=1");
            broker.await("Acknowledge session=1 sequence=1 ranges=1:1-1");
        }
    }

    @Test
    void shouldNotSendWithADelayToABrokerThatDoesNotKnowDelays() throws JMSException {
        broker.protocolVersion = Protocol.DELAY_VERSION - 1;
        try (Connection connection = new EponaConnectionFactory(broker.uri("clientId=c")).createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(NEWS);
            producer.setDeliveryDelay(1);
            JMSException e = assertThrows(JMSException.class, () -> producer.send(session.createMessage()));
            assertEquals("EPONA-5001", e.getErrorCode());
        }
    }

    @Test
    void shouldRefuseTheOtherDomain() throws JMSException {
        try (QueueConnection queues = factory.createQueueConnection()) {
            QueueSession session = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThrows(IllegalStateException.class, () -> session.createTopic("t"));
            assertThrows(IllegalStateException.class, () -> session.createDurableSubscriber(NEWS, "s"));
            assertThrows(IllegalStateException.class, () -> session.unsubscribe("s"));
        }
        try (TopicConnection topics = factory.createTopicConnection()) {
            TopicSession session = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThrows(IllegalStateException.class, () -> session.createQueue("q"));
            assertThrows(IllegalStateException.class, session::createTemporaryQueue);
            session.createSubscriber(NEWS);
        }
    }

    @Test
    void shouldNeedAClientIdForADurableSubscription() throws JMSException {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();

            assertThrows(IllegalStateException.class, () -> session.createDurableConsumer(NEWS, "s"));
        }
    }

    @Test
    void shouldNameADurableSubscription() throws JMSException {
        try (Connection connection = new EponaConnectionFactory(broker.uri("clientId=c")).createConnection()) {
            Session session = connection.createSession();

            session.createDurableSubscriber(NEWS, "s").close();
            session.unsubscribe("s");

            broker.await("OpenConsumer consumer=1 kind=TOPIC resumed=false durable=true next=1 held= destination=news"
                    + " subscription=s");
            broker.await("Unsubscribe subscription=s");
        }
    }

    @Test
    void shouldRefuseDestinationsThatAreNotItsOwn() throws JMSException {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            Topic foreign = () -> "foreign";

            assertThrows(InvalidDestinationException.class, () -> session.createConsumer(null));
            assertThrows(InvalidDestinationException.class, () -> session.createConsumer(foreign));
            assertThrows(InvalidDestinationException.class, () -> session.createProducer(foreign));
            assertThrows(InvalidDestinationException.class, () -> session.createQueue(""));
        }
    }

    @Test
    void shouldShareTheConnectionAmongContexts() {
        JMSContext first = factory.createContext();
        JMSContext second = first.createContext(JMSContext.SESSION_TRANSACTED);
        second.createConsumer(NEWS);
        first.close();
        assertEquals(List.of(), broker.starting("Disconnect"));

        second.close();

        broker.await("Disconnect code=0");
        assertEquals(1, broker.starting("Hello").size());
        assertThrows(IllegalStateRuntimeException.class, () -> second.createConsumer(NEWS));
    }

    @Test
    void shouldStartAContextWithItsFirstConsumer() {
        try (JMSContext context = factory.createContext()) {
            context.setAutoStart(false);
            context.createConsumer(NEWS);
            assertEquals(List.of(), broker.starting("ConsumerCredit"));
            context.setAutoStart(true);

            context.createConsumer(NEWS);

            broker.awaitCount("ConsumerCredit", 2);
        }
    }

    @Test
    void shouldSurviveSerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(factory);

        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertEquals(factory.uri(), ((EponaConnectionFactory) copy).uri());
    }

    @Test
    void shouldDescribeItself() throws JMSException {
        try (Connection connection = factory.createConnection()) {
            assertEquals("3.1", connection.getMetaData().getJMSVersion());
            assertEquals(3, connection.getMetaData().getJMSMajorVersion());
            assertEquals("Epona", connection.getMetaData().getJMSProviderName());
        }
    }
}
