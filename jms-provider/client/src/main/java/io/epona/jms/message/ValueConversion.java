package io.epona.jms.message;

import io.epona.protocol.wire.ValueKind;
import jakarta.jms.JMSException;

/**
 * The conversion table of the specification, for properties, maps and streams: a value that was written as one type is
 * read as another.
 *
 * <p>A null, and text, is treated as {@code valueOf(String)} of the type treats it, which may throw a
 * {@link NumberFormatException} or, for float and double, a {@link NullPointerException}. What the table does not mark is
 * refused with a {@link jakarta.jms.MessageFormatException}.
 */
final class ValueConversion {
    private ValueConversion() {}

    static boolean toBoolean(Object value) throws JMSException {
        return value instanceof Boolean flag ? flag : Boolean.parseBoolean(text(value, "boolean"));
    }

    static byte toByte(Object value) throws JMSException {
        return value instanceof Byte number ? number : Byte.parseByte(text(value, "byte"));
    }

    static short toShort(Object value) throws JMSException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).shortValue();
        }
        return Short.parseShort(text(value, "short"));
    }

    static char toChar(Object value) throws JMSException {
        if (value instanceof Character character) {
            return character;
        } else if (value == null) {
            throw new NullPointerException("null cannot be read as a char");
        }
        throw refused(value, "char");
    }

    static int toInt(Object value) throws JMSException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        return Integer.parseInt(text(value, "int"));
    }

    static long toLong(Object value) throws JMSException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return Long.parseLong(text(value, "long"));
    }

    static float toFloat(Object value) throws JMSException {
        return value instanceof Float number ? number : Float.parseFloat(text(value, "float"));
    }

    static double toDouble(Object value) throws JMSException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        return Double.parseDouble(text(value, "double"));
    }

    static String toText(Object value) throws JMSException {
        if (value instanceof byte[]) {
            throw refused(value, "String");
        }
        return value == null ? null : value.toString();
    }

    /** The array itself, not a copy. */
    static byte[] toBytes(Object value) throws JMSException {
        if (value == null || value instanceof byte[]) {
            return (byte[]) value;
        }
        throw refused(value, "byte[]");
    }

    /** The value as the application may have it: an array is copied, everything else cannot be changed. */
    static Object isolated(Object value) {
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /** The value isolated from the application's, if a map or a stream can hold it. */
    static Object requireValue(Object value) throws JMSException {
        if (ValueBits.kindOf(value) == ValueKind.NULL_VAL) {
            throw MessageErrors.invalid("class of the value is not supported: class="
                    + value.getClass().getName());
        }
        return isolated(value);
    }

    private static String text(Object value, String type) throws JMSException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw refused(value, type);
    }

    private static JMSException refused(Object value, String type) {
        return MessageErrors.invalid("value cannot be read as this type: type=" + type + " class="
                + value.getClass().getSimpleName());
    }
}
