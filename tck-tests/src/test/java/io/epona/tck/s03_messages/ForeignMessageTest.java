package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.Completions;
import io.epona.tck.support.ConformanceTest;
import io.epona.tck.support.ForeignMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Section 3.12, messages of other providers, which every provider must be able to send. */
class ForeignMessageTest extends ConformanceTest {
    @Test
    void shouldSendAForeignTextMessage() throws Exception {
        Map<String, Object> state = new ConcurrentHashMap<>(Map.of("getText", "foreign"));

        TextMessage received = (TextMessage) send(ForeignMessage.of(TextMessage.class, state));

        assertEquals("foreign", received.getText());
    }

    @Test
    void shouldSendAForeignObjectMessage() throws Exception {
        Map<String, Object> state = new ConcurrentHashMap<>(Map.of("getObject", 17));

        ObjectMessage received = (ObjectMessage) send(ForeignMessage.of(ObjectMessage.class, state));

        assertEquals(17, received.getObject());
    }

    @Test
    void shouldSendAForeignMapMessage() throws Exception {
        Map<String, Object> state = new ConcurrentHashMap<>(Map.of("map", Map.of("a", 1, "b", "two")));

        MapMessage received = (MapMessage) send(ForeignMessage.of(MapMessage.class, state));

        assertEquals(1, received.getInt("a"));
        assertEquals("two", received.getString("b"));
    }

    @Test
    void shouldSendAForeignStreamMessage() throws Exception {
        Map<String, Object> state =
                new ConcurrentHashMap<>(Map.of("values", java.util.List.of("one", 2, 3L, true, 'c', 1.5)));

        StreamMessage received = (StreamMessage) send(ForeignMessage.of(StreamMessage.class, state));

        assertEquals("one", received.readString());
        assertEquals(2, received.readInt());
        assertEquals(3L, received.readLong());
        assertTrue(received.readBoolean());
        assertEquals('c', received.readChar());
        assertEquals(1.5, received.readDouble());
    }

    @Test
    void shouldSendAForeignBytesMessage() throws Exception {
        Map<String, Object> state = new ConcurrentHashMap<>(Map.of("bytes", new byte[] {1, 2, 3}));

        BytesMessage received = (BytesMessage) send(ForeignMessage.of(BytesMessage.class, state));

        assertEquals(3, received.getBodyLength());
        assertEquals(1, received.readByte());
    }

    @Test
    void shouldSendAForeignMessageWithoutBody() throws Exception {
        assertNotNull(send(ForeignMessage.of(Message.class, new ConcurrentHashMap<>())));
    }

    private Message send(Message foreign) throws Exception {
        Session session = session();
        foreign.setJMSType("type");
        foreign.setJMSCorrelationID("correlation");
        Queue queue = queue();
        Queue reply = queue();
        foreign.setJMSReplyTo(reply);
        foreign.setIntProperty("p", 7);
        foreign.setStringProperty("q", "seven");
        session.createProducer(queue).send(foreign, DeliveryMode.PERSISTENT, 6, 100_000);

        Message received = receive(session.createConsumer(queue));
        assertEquals("type", received.getJMSType());
        assertEquals("correlation", received.getJMSCorrelationID());
        assertEquals(reply, received.getJMSReplyTo());
        assertEquals(7, received.getIntProperty("p"));
        assertEquals("seven", received.getStringProperty("q"));
        assertEquals(6, received.getJMSPriority());
        assertEquals(received.getJMSMessageID(), foreign.getJMSMessageID());
        assertEquals(received.getJMSTimestamp(), foreign.getJMSTimestamp());
        assertEquals(received.getJMSExpiration(), foreign.getJMSExpiration());
        assertEquals(DeliveryMode.PERSISTENT, foreign.getJMSDeliveryMode());
        assertEquals(6, foreign.getJMSPriority());
        assertEquals(queue, foreign.getJMSDestination());
        return received;
    }

    @Test
    void shouldReportAForeignMessageToItsCompletionListener() throws Exception {
        Session session = session();
        TextMessage foreign =
                ForeignMessage.of(TextMessage.class, new ConcurrentHashMap<>(Map.of("getText", "foreign")));
        Completions completions = new Completions();
        Queue queue = queue();

        session.createProducer(queue).send(foreign, completions);

        assertEquals(foreign, completions.next());
        assertNotNull(foreign.getJMSMessageID());
        assertEquals("foreign", receiveText(session.createConsumer(queue)));
    }

    @Test
    void shouldSendAForeignTextMessageWithoutText() throws Exception {
        Message received = send(ForeignMessage.of(TextMessage.class, new ConcurrentHashMap<>()));

        assertNull(assertInstanceOf(TextMessage.class, received).getText());
    }
}
