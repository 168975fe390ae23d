package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages and destinations of other providers. */
class ForeignObjectsTest extends JmsTest {
    private Connection connection;
    private Session session;
    private Queue queue;
    private MessageProducer producer;
    private MessageConsumer consumer;

    @BeforeEach
    void open() throws Exception {
        connection = connect();
        session = connection.createSession();
        queue = session.createQueue("foreign");
        producer = session.createProducer(queue);
        consumer = session.createConsumer(queue);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    private <T extends Message> T sent(Class<T> type, T own) throws JMSException {
        own.setStringProperty("text", "value");
        own.setIntProperty("JMSXGroupSeq", 3);
        own.setJMSCorrelationID("correlation");
        own.setJMSType("type");
        own.setJMSReplyTo(session.createTopic("replies"));
        T foreign = Foreign.of(type, own);
        producer.send(foreign, DeliveryMode.NON_PERSISTENT, 7, 60_000);
        Message received = consumer.receive(TIMEOUT_MS);
        assertNotNull(received);
        assertEquals("value", received.getStringProperty("text"));
        assertEquals(3, received.getIntProperty("JMSXGroupSeq"));
        assertEquals("correlation", received.getJMSCorrelationID());
        assertEquals("type", received.getJMSType());
        assertEquals(session.createTopic("replies"), received.getJMSReplyTo());
        assertEquals(7, received.getJMSPriority());
        assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
        assertEquals(received.getJMSMessageID(), foreign.getJMSMessageID());
        assertEquals(received.getJMSTimestamp(), foreign.getJMSTimestamp());
        assertEquals(received.getJMSDeliveryTime(), foreign.getJMSDeliveryTime());
        assertEquals(received.getJMSExpiration(), foreign.getJMSExpiration());
        assertNotEquals(0, foreign.getJMSExpiration());
        assertEquals(7, foreign.getJMSPriority());
        assertEquals(DeliveryMode.NON_PERSISTENT, foreign.getJMSDeliveryMode());
        assertEquals(queue, foreign.getJMSDestination());
        return type.cast(received);
    }

    @Test
    void shouldSendEveryKindOfBody() throws Exception {
        sent(Message.class, session.createMessage());
        assertEquals(
                "text",
                sent(TextMessage.class, session.createTextMessage("text")).getText());
        assertNull(sent(TextMessage.class, session.createTextMessage()).getText());
        assertEquals(
                List.of(1, "two"),
                sent(ObjectMessage.class, session.createObjectMessage(new java.util.ArrayList<>(List.of(1, "two"))))
                        .getObject());
        MapMessage map = session.createMapMessage();
        map.setChar("c", 'c');
        map.setBytes("bytes", new byte[] {1, 2});
        MapMessage receivedMap = sent(MapMessage.class, map);
        assertEquals('c', receivedMap.getChar("c"));
        assertArrayEquals(new byte[] {1, 2}, receivedMap.getBytes("bytes"));
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[20_000]);
        bytes.writeInt(42);
        BytesMessage receivedBytes = sent(BytesMessage.class, bytes);
        assertEquals(20_004, receivedBytes.getBodyLength());
        StreamMessage stream = session.createStreamMessage();
        stream.writeLong(1);
        stream.writeObject(null);
        stream.writeBytes(new byte[] {3});
        StreamMessage receivedStream = sent(StreamMessage.class, stream);
        assertEquals(1, receivedStream.readLong());
        assertNull(receivedStream.readObject());
        assertArrayEquals(new byte[] {3}, (byte[]) receivedStream.readObject());
        assertThrows(MessageEOFException.class, receivedStream::readObject);
    }

    @Test
    void shouldGiveTheForeignMessageItselfToACompletionListener() throws Exception {
        TextMessage foreign = Foreign.of(TextMessage.class, session.createTextMessage("async"));
        CompletableFuture<Message> completed = new CompletableFuture<>();
        producer.send(foreign, new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.complete(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                completed.completeExceptionally(exception);
            }
        });
        assertSame(foreign, completed.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
        assertEquals(consumer.receive(TIMEOUT_MS).getJMSMessageID(), foreign.getJMSMessageID());
    }

    @Test
    void shouldLeaveOutAForeignReplyTo() throws Exception {
        Queue foreignQueue = Foreign.of(Queue.class, queue);
        TextMessage own = session.createTextMessage("x");
        TextMessage foreign = (TextMessage) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TextMessage.class},
                (proxy, method, args) ->
                        method.getName().equals("getJMSReplyTo") ? foreignQueue : method.invoke(own, args));
        producer.send(foreign);
        assertNull(consumer.receive(TIMEOUT_MS).getJMSReplyTo());
        assertThrows(InvalidDestinationException.class, () -> own.setJMSReplyTo(foreignQueue));
        own.setJMSReplyTo(null);
    }

    @Test
    void shouldRefuseForeignDestinations() throws Exception {
        Queue foreignQueue = Foreign.of(Queue.class, queue);
        Topic foreignTopic = Foreign.of(Topic.class, session.createTopic("t"));
        MessageProducer any = session.createProducer(null);
        Message message = session.createMessage();
        for (Destination destination : new Destination[] {foreignQueue, foreignTopic}) {
            assertThrows(InvalidDestinationException.class, () -> session.createProducer(destination));
            assertThrows(InvalidDestinationException.class, () -> session.createConsumer(destination));
            assertThrows(InvalidDestinationException.class, () -> any.send(destination, message));
        }
        assertThrows(InvalidDestinationException.class, () -> any.send(null, message));
        assertThrows(InvalidDestinationException.class, () -> session.createConsumer(null));
        assertThrows(InvalidDestinationException.class, () -> session.createBrowser(foreignQueue));
        assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedConsumer(foreignTopic, "s"));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedDurableConsumer(null, "s"));
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            assertThrows(
                    InvalidDestinationRuntimeException.class,
                    () -> context.createProducer().send(foreignQueue, "x"));
            assertThrows(InvalidDestinationRuntimeException.class, () -> context.createConsumer(foreignTopic));
            assertThrows(
                    InvalidDestinationRuntimeException.class,
                    () -> context.createProducer().setJMSReplyTo(foreignQueue));
        }
    }
}
