package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class EponaMapMessageTest {
    @Test
    void shouldCarryEveryKindOfValue() throws JMSException {
        EponaMapMessage message = Messages.map();
        message.setBoolean("a boolean", true);
        message.setByte("byte", Byte.MAX_VALUE);
        message.setShort("short", Short.MAX_VALUE);
        message.setChar("char", 'ü');
        message.setInt("int", Integer.MAX_VALUE);
        message.setLong("long", Long.MAX_VALUE);
        message.setFloat("float", Float.NaN);
        message.setDouble("double", -0.0);
        message.setString("NULL", "grüße \uD83D\uDE00");
        message.setString("null", null);
        message.setBytes("bytes", new byte[] {1, 2, 3});
        message.setBytes("some bytes", new byte[] {1, 2, 3}, 1, 1);
        message.setBytes("no bytes", null);

        EponaMapMessage received = Wire.received(Wire.received(message));

        assertTrue(received.getBoolean("a boolean"));
        assertEquals(Byte.MAX_VALUE, received.getByte("byte"));
        assertEquals(Short.MAX_VALUE, received.getShort("short"));
        assertEquals('ü', received.getChar("char"));
        assertEquals(Integer.MAX_VALUE, received.getInt("int"));
        assertEquals(Long.MAX_VALUE, received.getLong("long"));
        assertEquals(Float.NaN, received.getFloat("float"));
        assertEquals(-0.0, received.getDouble("double"));
        assertEquals("grüße \uD83D\uDE00", received.getString("NULL"));
        assertNull(received.getString("null"));
        assertTrue(received.itemExists("null"));
        assertArrayEquals(new byte[] {1, 2, 3}, received.getBytes("bytes"));
        assertArrayEquals(new byte[] {2}, (byte[]) received.getObject("some bytes"));
        assertNull(received.getBytes("no bytes"));
        assertEquals(13, Collections.list(received.getMapNames()).size());
        assertEquals("grüße \uD83D\uDE00", Wire.received(received).getString("NULL"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void shouldRefuseAnEntryWithoutAName(String name) throws JMSException {
        EponaMapMessage message = Messages.map();

        assertThrows(IllegalArgumentException.class, () -> message.setInt(name, 1));
        assertThrows(IllegalArgumentException.class, () -> message.setObject(name, null));
        assertThrows(IllegalArgumentException.class, () -> message.setBytes(name, new byte[1], 0, 1));
        assertNull(message.getObject(name));
        assertFalse(message.itemExists(name));
    }

    @Test
    void shouldBeReadOnlyAfterReceiptUntilCleared() throws JMSException {
        EponaMapMessage message = Messages.map();
        message.setInt("a", 1);
        EponaMapMessage received = Wire.received(message);

        assertThrows(MessageNotWriteableException.class, () -> received.setInt("a", 2));
        assertEquals(1, received.getInt("a"));
        received.clearBody();
        assertFalse(received.itemExists("a"));
        received.setInt("b", 2);

        assertEquals(List.of("b"), Collections.list(Wire.received(received).getMapNames()));
    }

    @Test
    void shouldCopyArraysInAndOut() throws JMSException {
        byte[] array = {1};
        EponaMapMessage message = Messages.map();
        message.setBytes("a", array);
        message.setObject("b", array);
        array[0] = 2;
        message.getBytes("a")[0] = 3;
        ((byte[]) message.getObject("a"))[0] = 4;
        ((byte[]) message.getBody(Map.class).get("a"))[0] = 5;

        assertArrayEquals(new byte[] {1}, message.getBytes("a"));
        assertArrayEquals(new byte[] {1}, message.getBytes("b"));
    }

    @Test
    void shouldRefuseValuesOfOtherClasses() {
        EponaMapMessage message = Messages.map();

        assertThrows(MessageFormatException.class, () -> message.setObject("a", new Object()));
        assertThrows(IndexOutOfBoundsException.class, () -> message.setBytes("a", new byte[1], 0, 2));
    }

    @Test
    void shouldOfferItsBodyAsAMap() throws JMSException {
        EponaMapMessage message = Messages.map();
        message.setInt("a", 1);
        EponaMapMessage received = Wire.received(message);

        assertEquals(Map.of("a", 1), received.getBody(Map.class));
        assertEquals(Map.of("a", 1), received.getBody(Object.class));
        assertTrue(received.isBodyAssignableTo(Map.class));
        assertFalse(received.isBodyAssignableTo(HashMap.class));
        assertThrows(MessageFormatException.class, () -> received.getBody(HashMap.class));
    }
}
