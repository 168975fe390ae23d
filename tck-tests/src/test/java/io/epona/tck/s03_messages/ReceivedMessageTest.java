package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections 3.9 and 3.10, sent and received messages, and 3.11.1 and 3.11.2, clearing and read-only bodies. */
class ReceivedMessageTest extends ConformanceTest {
    @Test
    void shouldHaveAReadOnlyText() throws Exception {
        Session session = session();
        TextMessage received = (TextMessage) sendAndReceive(session, session.createTextMessage("sent"));

        assertThrows(MessageNotWriteableException.class, () -> received.setText("changed"));
        assertEquals("sent", received.getText());
        received.clearBody();
        assertNull(received.getText());
        received.setText("changed");
        assertEquals("changed", received.getText());
    }

    @Test
    void shouldHaveAReadOnlyObject() throws Exception {
        Session session = session();
        ObjectMessage received = (ObjectMessage) sendAndReceive(session, session.createObjectMessage("sent"));

        assertThrows(MessageNotWriteableException.class, () -> received.setObject("changed"));
        received.clearBody();
        assertNull(received.getObject());
        received.setObject("changed");
        assertEquals("changed", received.getObject());
    }

    @Test
    void shouldHaveAReadOnlyMap() throws Exception {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setInt("p", 1);
        MapMessage received = (MapMessage) sendAndReceive(session, message);

        assertThrows(MessageNotWriteableException.class, () -> received.setBoolean("p", true));
        assertThrows(MessageNotWriteableException.class, () -> received.setByte("p", (byte) 1));
        assertThrows(MessageNotWriteableException.class, () -> received.setShort("p", (short) 1));
        assertThrows(MessageNotWriteableException.class, () -> received.setChar("p", 'c'));
        assertThrows(MessageNotWriteableException.class, () -> received.setInt("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setLong("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setFloat("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setDouble("p", 2));
        assertThrows(MessageNotWriteableException.class, () -> received.setString("p", "2"));
        assertThrows(MessageNotWriteableException.class, () -> received.setBytes("p", new byte[1]));
        assertThrows(MessageNotWriteableException.class, () -> received.setBytes("p", new byte[1], 0, 1));
        assertThrows(MessageNotWriteableException.class, () -> received.setObject("p", 2));
        received.clearBody();
        assertFalse(received.itemExists("p"));
        received.setInt("p", 2);
        assertEquals(2, received.getInt("p"));
    }

    @Test
    void shouldHaveAReadOnlyStream() throws Exception {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeInt(1);
        StreamMessage received = (StreamMessage) sendAndReceive(session, message);

        assertThrows(MessageNotWriteableException.class, () -> received.writeBoolean(true));
        assertThrows(MessageNotWriteableException.class, () -> received.writeByte((byte) 1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeShort((short) 1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeChar('c'));
        assertThrows(MessageNotWriteableException.class, () -> received.writeInt(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeLong(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeFloat(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeDouble(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeString("1"));
        assertThrows(MessageNotWriteableException.class, () -> received.writeBytes(new byte[1]));
        assertThrows(MessageNotWriteableException.class, () -> received.writeBytes(new byte[1], 0, 1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeObject(1));
        assertEquals(1, received.readInt());
        received.clearBody();
        received.writeInt(2);
        assertThrows(MessageNotReadableException.class, received::readInt);
        received.reset();
        assertEquals(2, received.readInt());
        assertThrows(MessageNotWriteableException.class, () -> received.writeInt(1));
    }

    @Test
    void shouldHaveReadOnlyBytes() throws Exception {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeInt(1);
        BytesMessage received = (BytesMessage) sendAndReceive(session, message);

        assertThrows(MessageNotWriteableException.class, () -> received.writeBoolean(true));
        assertThrows(MessageNotWriteableException.class, () -> received.writeByte((byte) 1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeShort((short) 1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeChar('c'));
        assertThrows(MessageNotWriteableException.class, () -> received.writeInt(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeLong(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeFloat(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeDouble(1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeUTF("1"));
        assertThrows(MessageNotWriteableException.class, () -> received.writeBytes(new byte[1]));
        assertThrows(MessageNotWriteableException.class, () -> received.writeBytes(new byte[1], 0, 1));
        assertThrows(MessageNotWriteableException.class, () -> received.writeObject(1));
        assertEquals(1, received.readInt());
        received.clearBody();
        received.writeInt(2);
        assertThrows(MessageNotReadableException.class, received::readInt);
    }

    @Test
    void shouldKeepPropertiesAndHeadersWhenTheBodyIsCleared() throws Exception {
        Session session = session();
        Message message = session.createTextMessage("body");
        message.setIntProperty("p", 1);
        message.setJMSType("type");

        message.clearBody();

        assertNull(message.getBody(String.class));
        assertEquals(1, message.getIntProperty("p"));
        assertEquals("type", message.getJMSType());
    }

    @Test
    void shouldBeIndependentOfTheSentMessage() throws Exception {
        Session session = session();
        Queue queue = queue();
        TextMessage sent = session.createTextMessage("first");
        sent.setIntProperty("p", 1);
        MessageProducer producer = session.createProducer(queue);
        producer.send(sent);
        sent.setText("second");
        sent.setIntProperty("p", 2);
        producer.send(sent);
        var consumer = session.createConsumer(queue);

        for (String text : List.of("first", "second")) {
            TextMessage received = (TextMessage) receive(consumer);
            assertNotSame(sent, received);
            assertEquals(text, received.getText());
            assertEquals(text.equals("first") ? 1 : 2, received.getIntProperty("p"));
        }
        assertEquals("second", sent.getText());
    }

    @Test
    void shouldBeIndependentForEverySubscriber() throws Exception {
        Session session = session();
        var topic = topic();
        var one = session.createConsumer(topic);
        var other = session.createConsumer(topic);
        send(session, topic, "for all");

        TextMessage first = (TextMessage) receive(one);
        first.clearBody();
        first.setText("for one");

        assertEquals("for all", receiveText(other));
    }

    @Test
    void shouldStayWritableAfterItWasSent() throws Exception {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeByte((byte) 1);
        sendAndReceive(session, message);
        message.writeByte((byte) 2);

        BytesMessage received = (BytesMessage) sendAndReceive(session, message);

        assertEquals(2, received.getBodyLength());
        assertEquals(1, received.readByte());
        assertEquals(2, received.readByte());
    }

    @Test
    void shouldBeSendableAgainAsReceived() throws Exception {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeString("on");
        message.setIntProperty("p", 1);
        StreamMessage received = (StreamMessage) sendAndReceive(session, message);
        received.readString();

        StreamMessage again = (StreamMessage) sendAndReceive(session, received);

        assertEquals("on", again.readString());
        assertEquals(1, again.getIntProperty("p"));
    }
}
