package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EponaBytesMessageTest {
    private static EponaBytesMessage bytes(int... values) throws JMSException {
        EponaBytesMessage message = Messages.bytes();
        for (int value : values) {
            message.writeByte((byte) value);
        }
        message.reset();
        return message;
    }

    private static EponaBytesMessage everyKind() throws JMSException {
        EponaBytesMessage message = Messages.bytes();
        message.writeBoolean(true);
        message.writeByte((byte) -2);
        message.writeByte((byte) -2);
        message.writeShort((short) -3);
        message.writeShort((short) -3);
        message.writeChar('\uFFFE');
        message.writeInt(0x01020304);
        message.writeLong(Long.MIN_VALUE + 1);
        message.writeFloat(1.5f);
        message.writeDouble(-2.5);
        message.writeUTF("grüße \uD83D\uDE00\u0000");
        message.writeBytes(new byte[] {1, 2, 3, 4}, 1, 2);
        message.writeObject(7);
        message.writeObject("seven");
        message.writeObject(new byte[] {9});
        return message;
    }

    @Test
    void shouldCarryEveryKindOfValue() throws JMSException {
        EponaBytesMessage received = Wire.received(Wire.received(everyKind()));

        assertTrue(received.readBoolean());
        assertEquals(-2, received.readByte());
        assertEquals(254, received.readUnsignedByte());
        assertEquals(-3, received.readShort());
        assertEquals(65_533, received.readUnsignedShort());
        assertEquals('\uFFFE', received.readChar());
        assertEquals(0x01020304, received.readInt());
        assertEquals(Long.MIN_VALUE + 1, received.readLong());
        assertEquals(1.5f, received.readFloat());
        assertEquals(-2.5, received.readDouble());
        assertEquals("grüße \uD83D\uDE00\u0000", received.readUTF());
        assertEquals(0x0203, received.readShort());
        assertEquals(7, received.readInt());
        assertEquals("seven", received.readUTF());
        assertEquals(9, received.readByte());
        assertThrows(MessageEOFException.class, received::readByte);
    }

    @Test
    void shouldWriteWhatADataInputStreamReads() throws JMSException, IOException {
        DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(Wire.received(everyKind()).getBody(byte[].class)));

        assertTrue(in.readBoolean());
        assertEquals(-2, in.readShort() >> 8);
        assertEquals(-3, in.readShort());
        in.skipBytes(4);
        assertEquals(0x01020304, in.readInt());
        assertEquals(Long.MIN_VALUE + 1, in.readLong());
        assertEquals(1.5f, in.readFloat());
        assertEquals(-2.5, in.readDouble());
        assertEquals("grüße \uD83D\uDE00\u0000", in.readUTF());
    }

    @Test
    void shouldWriteEveryObjectifiedPrimitive() throws JMSException {
        EponaBytesMessage message = Messages.bytes();
        for (Object value : new Object[] {true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d}) {
            message.writeObject(value);
        }
        message.reset();

        assertEquals(1 + 1 + 2 + 2 + 4 + 8 + 4 + 8, message.getBodyLength());
        assertTrue(message.readBoolean());
        assertEquals(1, message.readByte());
        assertEquals(2, message.readShort());
        assertEquals('c', message.readChar());
        assertEquals(3, message.readInt());
        assertEquals(4, message.readLong());
        assertEquals(5f, message.readFloat());
        assertEquals(6d, message.readDouble());
    }

    @Test
    void shouldBeWriteOnlyUntilResetAndReadOnlyUntilCleared() throws JMSException {
        EponaBytesMessage message = Messages.bytes();
        message.writeInt(1);
        assertThrows(MessageNotReadableException.class, message::readInt);
        assertThrows(MessageNotReadableException.class, message::readUTF);
        assertThrows(MessageNotReadableException.class, message::getBodyLength);
        assertThrows(MessageNotReadableException.class, () -> message.readBytes(new byte[1]));

        message.reset();
        assertThrows(MessageNotWriteableException.class, () -> message.writeInt(1));
        assertThrows(MessageNotWriteableException.class, () -> message.writeBytes(new byte[0]));
        assertEquals(1, message.readInt());

        message.clearBody();
        message.writeByte((byte) 5);
        assertThrows(MessageNotReadableException.class, message::readByte);
        message.reset();
        assertEquals(1, message.getBodyLength());
        assertThrows(
                MessageNotWriteableException.class, () -> Wire.received(message).writeByte((byte) 1));
    }

    @Test
    void shouldStayWritableWhenItIsSent() throws JMSException {
        EponaBytesMessage message = Messages.bytes();
        message.writeByte((byte) 1);
        EponaBytesMessage first = Wire.received(message);
        message.writeByte((byte) 2);

        assertEquals(1, first.getBodyLength());
        assertEquals(2, Wire.received(message).getBodyLength());
    }

    @Test
    void shouldNotMoveOnAtTheEnd() throws JMSException {
        EponaBytesMessage message = Wire.received(bytes(1, 2, 3));

        assertThrows(MessageEOFException.class, message::readInt);
        assertThrows(MessageEOFException.class, message::readLong);
        assertThrows(MessageEOFException.class, message::readDouble);
        assertThrows(MessageEOFException.class, message::readUTF);
        assertEquals(0x0102, message.readShort());
        assertThrows(MessageEOFException.class, message::readChar);
        assertEquals(3, message.readUnsignedByte());
        assertThrows(MessageEOFException.class, message::readBoolean);
        assertThrows(
                MessageEOFException.class, () -> Wire.received(Messages.bytes()).readByte());
    }

    @Test
    void shouldNotMoveOnWhenThereIsNoText() throws JMSException {
        EponaBytesMessage message = Wire.received(bytes(0, 1, 0xFF, 0, 0));

        assertThrows(MessageFormatException.class, message::readUTF);
        assertEquals(0x0001FF00, message.readInt());
    }

    @Test
    void shouldReadBytesInPieces() throws JMSException {
        EponaBytesMessage message = Wire.received(bytes(1, 2, 3, 4, 5));
        byte[] piece = new byte[2];

        assertEquals(2, message.readBytes(piece));
        assertArrayEquals(new byte[] {1, 2}, piece);
        assertEquals(1, message.readBytes(piece, 1));
        assertArrayEquals(new byte[] {3, 2}, piece);
        assertEquals(0, message.readBytes(piece, 0));
        assertEquals(2, message.readBytes(piece));
        assertEquals(-1, message.readBytes(piece));
        message.reset();
        assertEquals(5, message.readBytes(new byte[6]));
        assertEquals(-1, message.readBytes(new byte[6]));
        assertEquals(-1, Wire.received(Messages.bytes()).readBytes(new byte[6]));
    }

    @Test
    void shouldRefuseArgumentsOutOfBoundsAndNulls() throws JMSException {
        EponaBytesMessage readable = bytes(1, 2, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> readable.readBytes(new byte[2], 3));
        assertThrows(IndexOutOfBoundsException.class, () -> readable.readBytes(new byte[2], -1));
        assertEquals(1, readable.readByte());

        EponaBytesMessage writable = Messages.bytes();
        assertThrows(IndexOutOfBoundsException.class, () -> writable.writeBytes(new byte[2], 1, 2));
        assertThrows(NullPointerException.class, () -> writable.writeObject(null));
        assertThrows(NullPointerException.class, () -> writable.writeBytes(null));
        assertThrows(NullPointerException.class, () -> writable.writeUTF(null));
        assertThrows(MessageFormatException.class, () -> writable.writeObject(new Object()));
        assertThrows(MessageFormatException.class, () -> writable.writeUTF("x".repeat(65_536)));
        writable.reset();
        assertEquals(0, writable.getBodyLength());
    }

    @Test
    void shouldOfferItsBodyAsAnArrayAndResetTheMessage() throws JMSException {
        EponaBytesMessage message = Messages.bytes();
        message.writeBytes(new byte[] {1, 2});

        byte[] body = message.getBody(byte[].class);
        body[0] = 9;

        assertEquals(1, message.readByte());
        assertArrayEquals(new byte[] {1, 2}, (byte[]) message.getBody(Object.class));
        assertEquals(1, message.readByte());
        assertFalse(message.isBodyAssignableTo(Serializable.class));
        assertThrows(MessageFormatException.class, () -> message.getBody(String.class));
        assertNull(Messages.bytes().getBody(byte[].class));
    }

    @Test
    void shouldCarryMegabytes() throws JMSException {
        byte[] content = new byte[5_000_003];
        new Random(1).nextBytes(content);
        EponaBytesMessage message = Messages.bytes();
        message.writeBytes(content);

        assertArrayEquals(content, Wire.received(Wire.received(message)).getBody(byte[].class));
    }
}
