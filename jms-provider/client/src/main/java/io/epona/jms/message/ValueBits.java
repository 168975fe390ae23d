package io.epona.jms.message;

import io.epona.protocol.wire.ValueKind;

/** How the value of a property or of an entry of a map or stream is encoded: as a kind, and bits or content. */
final class ValueBits {
    private ValueBits() {}

    /** The kind of the value, {@link ValueKind#NULL_VAL} if its class is not one that a message can hold. */
    static ValueKind kindOf(Object value) {
        if (value == null) {
            return ValueKind.NOTHING;
        } else if (value instanceof String) {
            return ValueKind.TEXT;
        } else if (value instanceof Integer) {
            return ValueKind.INT;
        } else if (value instanceof Long) {
            return ValueKind.LONG;
        } else if (value instanceof Boolean) {
            return ValueKind.BOOLEAN;
        } else if (value instanceof Double) {
            return ValueKind.DOUBLE;
        } else if (value instanceof Float) {
            return ValueKind.FLOAT;
        } else if (value instanceof Short) {
            return ValueKind.SHORT;
        } else if (value instanceof Byte) {
            return ValueKind.BYTE;
        } else if (value instanceof Character) {
            return ValueKind.CHAR;
        }
        return value instanceof byte[] ? ValueKind.BYTES : ValueKind.NULL_VAL;
    }

    /** The bits of a value of this kind; 0 for a kind that has content instead. */
    static long bitsOf(ValueKind kind, Object value) {
        return switch (kind) {
            case BOOLEAN -> ((Boolean) value) ? 1 : 0;
            case BYTE, SHORT, INT, LONG -> ((Number) value).longValue();
            case CHAR -> (Character) value;
            case FLOAT -> Integer.toUnsignedLong(Float.floatToRawIntBits((Float) value));
            case DOUBLE -> Double.doubleToRawLongBits((Double) value);
            default -> 0;
        };
    }

    /** The value of this kind; null for a kind that has content instead of bits. */
    static Object valueOf(ValueKind kind, long bits) {
        return switch (kind) {
            case BOOLEAN -> bits != 0;
            case BYTE -> (byte) bits;
            case SHORT -> (short) bits;
            case CHAR -> (char) bits;
            case INT -> (int) bits;
            case LONG -> bits;
            case FLOAT -> Float.intBitsToFloat((int) bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
            default -> null;
        };
    }
}
