package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import io.epona.tck.support.Kind;
import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3.11, message bodies: what each type carries. */
class BodiesTest extends ConformanceTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "größe 𝒳 \u0000 \uFFFF", "line\nline\r\n\ttab"})
    void shouldCarryText(String text) throws Exception {
        Session session = session();

        assertEquals(text, ((TextMessage) sendAndReceive(session, session.createTextMessage(text))).getText());
    }

    @Test
    void shouldCarryLongText() throws Exception {
        Session session = session();
        String text = "ö".repeat(300_000);
        TextMessage message = session.createTextMessage();
        message.setText(text);

        assertEquals(text, ((TextMessage) sendAndReceive(session, message)).getText());
    }

    @Test
    void shouldCarrySerializableObjects() throws Exception {
        Session session = session();
        for (Object object : new Object[] {"text", 17, 17L, true, 'c', 1.5, (byte) 1}) {
            ObjectMessage message = session.createObjectMessage((java.io.Serializable) object);
            assertEquals(object, ((ObjectMessage) sendAndReceive(session, message)).getObject());
        }
        assertNull(((ObjectMessage) sendAndReceive(session, session.createObjectMessage())).getObject());
    }

    @Test
    void shouldCarryTheObjectAsItWasWhenItWasSet() throws Exception {
        Session session = session();
        ArrayList<String> object = new ArrayList<>(List.of("before"));
        ObjectMessage message = session.createObjectMessage(object);
        object.add("after");

        assertEquals(List.of("before"), message.getObject());
        assertNotSame(object, message.getObject());
        assertEquals(List.of("before"), ((ObjectMessage) sendAndReceive(session, message)).getObject());
    }

    @Test
    void shouldRefuseAnObjectThatCannotBeSerialized() throws Exception {
        Session session = session();
        ArrayList<Object> object = new ArrayList<>();
        object.add(new Object());

        assertThrows(
                MessageFormatException.class,
                () -> sendAndReceive(session, session.createObjectMessage((java.io.Serializable) object)));
    }

    @Test
    void shouldCarryNamedValues() throws Exception {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setInt("int", 1);
        message.setString("null", null);
        message.setBytes("part", new byte[] {0, 1, 2, 3}, 1, 2);
        message.setObject("object", 17L);

        MapMessage received = (MapMessage) sendAndReceive(session, message);

        Set<String> names = new TreeSet<>();
        Enumeration<?> elements = received.getMapNames();
        while (elements.hasMoreElements()) {
            names.add((String) elements.nextElement());
        }
        assertEquals(Set.of("int", "null", "part", "object"), names);
        assertEquals(1, received.getInt("int"));
        assertNull(received.getString("null"));
        assertArrayEquals(new byte[] {1, 2}, received.getBytes("part"));
        assertEquals(17L, received.getObject("object"));
        assertTrue(received.itemExists("null"));
        assertFalse(received.itemExists("absent"));
        assertNull(received.getObject("absent"));
        assertNull(received.getString("absent"));
        assertThrows(NumberFormatException.class, () -> received.getInt("absent"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "")
    void shouldRefuseMapsNamesThatAreNullOrEmpty(String name) throws Exception {
        MapMessage message = session().createMapMessage();

        assertThrows(IllegalArgumentException.class, () -> message.setInt(name, 1));
        assertThrows(IllegalArgumentException.class, () -> message.setString(name, "1"));
        assertThrows(IllegalArgumentException.class, () -> message.setObject(name, 1));
        assertThrows(IllegalArgumentException.class, () -> message.setBytes(name, new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> message.setBoolean(name, true));
        assertThrows(IllegalArgumentException.class, () -> message.setChar(name, 'c'));
    }

    @Test
    void shouldRefuseObjectsThatAreNoValues() throws Exception {
        Session session = session();
        MapMessage map = session.createMapMessage();
        StreamMessage stream = session.createStreamMessage();
        BytesMessage bytes = session.createBytesMessage();
        for (Object value : new Object[] {new BigDecimal(1), List.of(), new int[1], new Object()}) {
            assertThrows(MessageFormatException.class, () -> map.setObject("p", value));
            assertThrows(MessageFormatException.class, () -> stream.writeObject(value));
            assertThrows(MessageFormatException.class, () -> bytes.writeObject(value));
        }
        assertThrows(NullPointerException.class, () -> bytes.writeObject(null));
    }

    @Test
    void shouldCarryValuesInSequence() throws Exception {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        for (Kind kind : Kind.values()) {
            kind.write(message, kind.sampleFor(kind));
        }

        StreamMessage received = (StreamMessage) sendAndReceive(session, message);

        for (Kind kind : Kind.values()) {
            Object value = kind.read(received);
            if (kind == Kind.BYTES) {
                assertArrayEquals((byte[]) kind.sampleFor(kind), (byte[]) value);
            } else {
                assertEquals(kind.sampleFor(kind), value);
            }
        }
        assertThrows(MessageEOFException.class, received::readObject);
    }

    @Test
    void shouldReadTheBytesOfAStreamInPieces() throws Exception {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        message.writeBytes(null);
        message.writeBytes(new byte[0]);
        message.writeInt(6);
        StreamMessage received = (StreamMessage) sendAndReceive(session, message);
        byte[] buffer = new byte[2];

        assertEquals(2, received.readBytes(buffer));
        assertThrows(MessageFormatException.class, received::readInt);
        assertEquals(2, received.readBytes(buffer));
        assertArrayEquals(new byte[] {3, 4}, buffer);
        assertEquals(1, received.readBytes(buffer));
        assertEquals(-1, received.readBytes(buffer));
        assertEquals(0, received.readBytes(buffer));
        assertEquals(6, received.readInt());
        assertThrows(MessageEOFException.class, () -> received.readBytes(buffer));
    }

    @Test
    void shouldStartAStreamOverWhenReset() throws Exception {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeInt(1);
        StreamMessage received = (StreamMessage) sendAndReceive(session, message);
        assertEquals(1, received.readInt());
        assertThrows(MessageEOFException.class, received::readInt);

        received.reset();

        assertEquals(1, received.readInt());
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryValuesAsBytes(Kind kind) throws Exception {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        kind.write(message, kind.sampleFor(kind));
        message.writeObject(kind.sampleFor(kind));

        BytesMessage received = (BytesMessage) sendAndReceive(session, message);

        for (int i = 0; i < 2; i++) {
            Object value = kind.read(received);
            if (kind == Kind.BYTES) {
                assertArrayEquals((byte[]) kind.sampleFor(kind), (byte[]) value);
            } else {
                assertEquals(kind.sampleFor(kind), value);
            }
        }
        assertEquals(-1, received.readBytes(new byte[1]));
        if (kind != Kind.BYTES) {
            assertThrows(MessageEOFException.class, () -> kind.read(received));
        }
    }

    @Test
    void shouldCarryBytesInTheFormatOfDataStreams() throws Exception {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeShort((short) 0x0102);
        message.writeInt(0x03040506);
        message.writeChar('A');
        message.writeBoolean(true);
        message.writeUTF("ö");
        message.writeBytes(new byte[] {7, 8, 9}, 1, 1);

        BytesMessage received = (BytesMessage) sendAndReceive(session, message);

        byte[] expected = {1, 2, 3, 4, 5, 6, 0, 65, 1, 0, 2, (byte) 0xC3, (byte) 0xB6, 8};
        byte[] bytes = new byte[expected.length];
        assertEquals(expected.length, received.getBodyLength());
        assertEquals(expected.length, received.readBytes(bytes));
        assertArrayEquals(expected, bytes);
    }

    @Test
    void shouldReadUnsignedBytesAndShorts() throws Exception {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeByte((byte) -1);
        message.writeShort((short) -1);

        BytesMessage received = (BytesMessage) sendAndReceive(session, message);

        assertEquals(255, received.readUnsignedByte());
        assertEquals(65_535, received.readUnsignedShort());
        assertThrows(MessageEOFException.class, received::readUnsignedByte);
        received.reset();
        assertEquals(-1, received.readByte());
    }

    @Test
    void shouldReadBytesInPieces() throws Exception {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        BytesMessage received = (BytesMessage) sendAndReceive(session, message);
        byte[] buffer = new byte[4];

        assertEquals(3, received.readBytes(buffer, 3));
        assertEquals(2, received.readBytes(buffer));
        assertArrayEquals(new byte[] {4, 5, 3, 0}, buffer);
        assertEquals(-1, received.readBytes(buffer));
        assertThrows(IndexOutOfBoundsException.class, () -> received.readBytes(buffer, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> received.readBytes(buffer, -1));
    }

    @Test
    void shouldBeWriteOnlyUntilReset() throws Exception {
        Session session = session();
        BytesMessage bytes = session.createBytesMessage();
        StreamMessage stream = session.createStreamMessage();
        bytes.writeInt(1);
        stream.writeInt(1);

        assertThrows(MessageNotReadableException.class, bytes::readInt);
        assertThrows(MessageNotReadableException.class, bytes::getBodyLength);
        assertThrows(MessageNotReadableException.class, () -> bytes.readBytes(new byte[1]));
        assertThrows(MessageNotReadableException.class, stream::readInt);
        assertThrows(MessageNotReadableException.class, stream::readObject);
        bytes.reset();
        stream.reset();
        assertEquals(1, bytes.readInt());
        assertEquals(1, stream.readInt());
    }
}
