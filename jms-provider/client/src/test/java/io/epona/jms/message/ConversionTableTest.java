package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The conversion tables of the specification (3.5.4 and 3.11.3), cell by cell, before and after sending. */
class ConversionTableTest {
    private static final List<String> TYPES =
            List.of("boolean", "byte", "short", "char", "int", "long", "float", "double", "String", "byte[]");
    private static final List<String> PROPERTY_TYPES =
            List.of("boolean", "byte", "short", "int", "long", "float", "double", "String");
    private static final Object[] VALUES = {
        true, (byte) 1, (short) 1, 'c', 1, 1L, 1f, 1d, "1", new byte[] {1},
    };
    /** A row for each type written, a column for each type read. */
    private static final String[] TABLE = {
        "+.......+.", ".++.++..+.", "..+.++..+.", "...+....+.", "....++..+.",
        ".....+..+.", "......+++.", ".......++.", "+++.+++++.", ".........+",
    };

    private interface Write<M> {
        M message(Object value) throws JMSException;
    }

    private interface Read<M> {
        Object value(M message, String type) throws JMSException;
    }

    private static <M extends EponaMessage> void check(List<String> types, Write<M> write, Read<M> read)
            throws JMSException {
        for (String from : types) {
            for (String to : types) {
                Object value = VALUES[TYPES.indexOf(from)];
                boolean isMarked = TABLE[TYPES.indexOf(from)].charAt(TYPES.indexOf(to)) == '+';
                for (M message : List.of(write.message(value), Wire.received(write.message(value)))) {
                    String cell = from + " as " + to;
                    if (isMarked) {
                        assertSameValue(expected(value, to), read.value(message, to), cell);
                    } else {
                        assertThrows(MessageFormatException.class, () -> read.value(message, to), cell);
                        // What was refused is still there.
                        assertSameValue(value, read.value(message, from), cell);
                    }
                }
            }
        }
    }

    private static Object expected(Object value, String type) {
        return switch (type) {
            case "boolean" -> value.equals(true);
            case "byte" -> (byte) 1;
            case "short" -> (short) 1;
            case "char" -> 'c';
            case "int" -> 1;
            case "long" -> 1L;
            case "float" -> 1f;
            case "double" -> 1d;
            case "String" -> value.toString();
            default -> value;
        };
    }

    private static void assertSameValue(Object expected, Object actual, String cell) {
        assertEquals(
                Arrays.deepToString(new Object[] {expected, expected.getClass()}),
                Arrays.deepToString(new Object[] {actual, actual.getClass()}),
                cell);
    }

    @Test
    void shouldConvertProperties() throws JMSException {
        check(PROPERTY_TYPES, ConversionTableTest::withProperty, ConversionTableTest::readProperty);
    }

    @Test
    void shouldConvertMapEntries() throws JMSException {
        check(TYPES, ConversionTableTest::withEntry, ConversionTableTest::readEntry);
    }

    @Test
    void shouldConvertStreamElements() throws JMSException {
        check(TYPES, ConversionTableTest::withElement, ConversionTableTest::readElement);
    }

    @Test
    void shouldTreatNullAsTheTypesValueOfDoes() throws JMSException {
        checkNull(withEntry(null), ConversionTableTest::readEntry);
        checkNull(Messages.map(), ConversionTableTest::readEntry);
        checkNull(Wire.received(withEntry(null)), ConversionTableTest::readEntry);
        for (String type : List.of("byte", "char", "float")) {
            checkNullElement(type);
        }
    }

    private static <M> void checkNull(M message, Read<M> read) throws JMSException {
        assertEquals(false, read.value(message, "boolean"));
        for (String type : List.of("byte", "short", "int", "long")) {
            assertThrows(NumberFormatException.class, () -> read.value(message, type), type);
        }
        for (String type : List.of("char", "float", "double")) {
            assertThrows(NullPointerException.class, () -> read.value(message, type), type);
        }
        assertNull(read.value(message, "String"));
        assertNull(read.value(message, "byte[]"));
    }

    private static void checkNullElement(String type) throws JMSException {
        EponaStreamMessage message = Wire.received(withElement(null));
        assertThrows(RuntimeException.class, () -> readElement(message, type));
        assertFalse(message.readBoolean());
    }

    @Test
    void shouldRefuseTextThatIsNoNumber() throws JMSException {
        EponaMapMessage map = withEntry("one");
        EponaStreamMessage stream = withElement("one");
        for (String type : List.of("byte", "short", "int", "long", "float", "double")) {
            assertThrows(NumberFormatException.class, () -> readEntry(map, type), type);
            assertThrows(NumberFormatException.class, () -> readElement(stream, type), type);
        }
        assertEquals("one", stream.readString());
    }

    private static EponaMessage withProperty(Object value) throws JMSException {
        EponaMessage message = Messages.empty();
        message.setObjectProperty("name", value);
        return message;
    }

    private static EponaMapMessage withEntry(Object value) throws JMSException {
        EponaMapMessage message = Messages.map();
        message.setObject("name", value);
        return message;
    }

    private static EponaStreamMessage withElement(Object value) throws JMSException {
        EponaStreamMessage message = Messages.stream();
        message.writeObject(value);
        message.reset();
        return message;
    }

    private static Object readProperty(EponaMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBooleanProperty("name");
            case "byte" -> message.getByteProperty("name");
            case "short" -> message.getShortProperty("name");
            case "int" -> message.getIntProperty("name");
            case "long" -> message.getLongProperty("name");
            case "float" -> message.getFloatProperty("name");
            case "double" -> message.getDoubleProperty("name");
            default -> message.getStringProperty("name");
        };
    }

    private static Object readEntry(EponaMapMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBoolean("name");
            case "byte" -> message.getByte("name");
            case "short" -> message.getShort("name");
            case "char" -> message.getChar("name");
            case "int" -> message.getInt("name");
            case "long" -> message.getLong("name");
            case "float" -> message.getFloat("name");
            case "double" -> message.getDouble("name");
            case "String" -> message.getString("name");
            default -> message.getBytes("name");
        };
    }

    private static Object readElement(EponaStreamMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.readBoolean();
            case "byte" -> message.readByte();
            case "short" -> message.readShort();
            case "char" -> message.readChar();
            case "int" -> message.readInt();
            case "long" -> message.readLong();
            case "float" -> message.readFloat();
            case "double" -> message.readDouble();
            case "String" -> message.readString();
            default -> readArray(message);
        };
    }

    private static byte[] readArray(EponaStreamMessage message) throws JMSException {
        byte[] piece = new byte[8];
        int length = message.readBytes(piece);
        return length < 0 ? null : Arrays.copyOf(piece, length);
    }
}
