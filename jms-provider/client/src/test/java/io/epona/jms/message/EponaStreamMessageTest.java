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
import org.junit.jupiter.api.Test;

class EponaStreamMessageTest {
    private static EponaStreamMessage stream(Object... values) throws JMSException {
        EponaStreamMessage message = Messages.stream();
        for (Object value : values) {
            message.writeObject(value);
        }
        return message;
    }

    @Test
    void shouldCarryEveryKindOfValue() throws JMSException {
        EponaStreamMessage message = Messages.stream();
        message.writeBoolean(true);
        message.writeByte(Byte.MIN_VALUE);
        message.writeShort(Short.MIN_VALUE);
        message.writeChar('\uFFFF');
        message.writeInt(Integer.MIN_VALUE);
        message.writeLong(Long.MIN_VALUE);
        message.writeFloat(Float.MIN_VALUE);
        message.writeDouble(Double.NEGATIVE_INFINITY);
        message.writeString("grüße \uD83D\uDE00");
        message.writeString("");
        message.writeString(null);
        message.writeBytes(new byte[] {1, 2, 3}, 1, 2);
        message.writeObject(null);

        EponaStreamMessage received = Wire.received(Wire.received(message));

        assertTrue(received.readBoolean());
        assertEquals(Byte.MIN_VALUE, received.readByte());
        assertEquals(Short.MIN_VALUE, received.readShort());
        assertEquals('\uFFFF', received.readChar());
        assertEquals(Integer.MIN_VALUE, received.readInt());
        assertEquals(Long.MIN_VALUE, received.readLong());
        assertEquals(Float.MIN_VALUE, received.readFloat());
        assertEquals(Double.NEGATIVE_INFINITY, received.readDouble());
        assertEquals("grüße \uD83D\uDE00", received.readString());
        assertEquals("", received.readObject());
        assertNull(received.readString());
        assertArrayEquals(new byte[] {2, 3}, (byte[]) received.readObject());
        assertNull(received.readObject());
        assertThrows(MessageEOFException.class, received::readObject);
        assertThrows(MessageEOFException.class, () -> received.readBytes(new byte[1]));
    }

    @Test
    void shouldBeWriteOnlyUntilResetAndReadOnlyUntilCleared() throws JMSException {
        EponaStreamMessage message = stream(1);
        assertThrows(MessageNotReadableException.class, message::readInt);
        assertThrows(MessageNotReadableException.class, () -> message.readBytes(new byte[1]));

        message.reset();
        assertThrows(MessageNotWriteableException.class, () -> message.writeInt(1));
        assertEquals(1, message.readInt());
        assertThrows(
                MessageNotWriteableException.class, () -> Wire.received(message).writeObject(null));

        message.clearBody();
        message.writeInt(2);
        message.reset();
        assertEquals(2, message.readInt());
        assertThrows(MessageEOFException.class, message::readInt);
    }

    @Test
    void shouldReadAnArrayInPieces() throws JMSException {
        EponaStreamMessage message = Wire.received(stream(new byte[] {1, 2, 3, 4}, new byte[] {5}, 6));
        byte[] piece = new byte[3];

        assertEquals(3, message.readBytes(piece));
        assertArrayEquals(new byte[] {1, 2, 3}, piece);
        assertEquals(1, message.readBytes(piece));
        assertEquals(4, piece[0]);
        assertEquals(1, message.readBytes(piece));
        assertEquals(5, piece[0]);
        assertEquals(6, message.readInt());
    }

    @Test
    void shouldEndAnArrayThatFillsThePieceExactly() throws JMSException {
        EponaStreamMessage message = Wire.received(stream(new byte[] {1, 2}, 3));

        assertEquals(2, message.readBytes(new byte[2]));
        assertThrows(MessageFormatException.class, message::readInt);
        assertEquals(-1, message.readBytes(new byte[2]));
        assertEquals(3, message.readInt());
    }

    @Test
    void shouldTellANullArrayFromAnEmptyOne() throws JMSException {
        EponaStreamMessage message = Wire.received(stream(new byte[0], null, new byte[0], new byte[0], 1));

        assertEquals(0, message.readBytes(new byte[2]));
        assertEquals(-1, message.readBytes(new byte[2]));
        assertEquals(0, message.readBytes(new byte[0]));
        assertEquals(-1, message.readBytes(new byte[0]));
        assertArrayEquals(new byte[0], (byte[]) message.readObject());
        assertEquals(1, message.readInt());
    }

    @Test
    void shouldRefuseOtherReadsBeforeAnArrayHasEnded() throws JMSException {
        EponaStreamMessage message = Wire.received(stream(new byte[] {1, 2}, "3"));

        assertEquals(1, message.readBytes(new byte[1]));
        assertThrows(MessageFormatException.class, message::readObject);
        assertThrows(MessageFormatException.class, message::readString);
        assertEquals(1, message.readBytes(new byte[2]));
        assertThrows(MessageFormatException.class, () -> message.readBytes(new byte[1]));
        assertEquals("3", message.readString());
        message.reset();
        assertArrayEquals(new byte[] {1, 2}, (byte[]) message.readObject());
    }

    @Test
    void shouldCopyArraysInAndOut() throws JMSException {
        byte[] array = {1};
        EponaStreamMessage message = stream((Object) array);
        array[0] = 2;
        message.reset();
        ((byte[]) message.readObject())[0] = 3;
        message.reset();

        assertArrayEquals(new byte[] {1}, (byte[]) message.readObject());
    }

    @Test
    void shouldRefuseValuesOfOtherClasses() {
        EponaStreamMessage message = Messages.stream();

        assertThrows(MessageFormatException.class, () -> message.writeObject(new Object()));
        assertThrows(IndexOutOfBoundsException.class, () -> message.writeBytes(new byte[1], 1, 1));
    }

    @Test
    void shouldHaveNoTypeAsAWhole() throws JMSException {
        for (EponaStreamMessage message : new EponaStreamMessage[] {stream(1), Messages.stream()}) {
            assertFalse(message.isBodyAssignableTo(Object.class));
            assertThrows(MessageFormatException.class, () -> message.getBody(Object.class));
        }
    }

    @Test
    void shouldCarryMegabytesAndThousandsOfValues() throws JMSException {
        EponaStreamMessage message = stream(new byte[5_000_000]);
        for (int i = 1; i < 65_534; i++) {
            message.writeInt(i);
        }

        EponaStreamMessage received = Wire.received(message);

        assertEquals(5_000_000, ((byte[]) received.readObject()).length);
        for (int i = 1; i < 65_534; i++) {
            assertEquals(i, received.readInt());
        }
    }
}
