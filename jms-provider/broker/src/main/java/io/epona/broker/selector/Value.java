package io.epona.broker.selector;

import org.agrona.DirectBuffer;

/** A place for a value, filled again and again, so that evaluating allocates nothing. */
final class Value {
    private ValueType type = ValueType.NULL;
    /** Of a boolean (0 or 1), an int, a long. */
    private long integer;
    /** Of a float, a double. */
    private double fraction;
    /** Where the UTF-8 form of a text is. */
    private DirectBuffer text;

    private int textOffset;
    private int textLength;

    ValueType type() {
        return type;
    }

    boolean isNull() {
        return type == ValueType.NULL;
    }

    boolean isNumber() {
        return type.isNumber();
    }

    /** Whether it is the boolean true; false for whatever else it is. */
    boolean isTrue() {
        return type == ValueType.BOOLEAN && integer != 0;
    }

    /** Whether it is the boolean false. */
    boolean isFalse() {
        return type == ValueType.BOOLEAN && integer == 0;
    }

    void setNull() {
        type = ValueType.NULL;
    }

    void setBoolean(boolean value) {
        type = ValueType.BOOLEAN;
        integer = value ? 1 : 0;
    }

    /** @param numberType INT or LONG; the value is cut to that */
    void setInteger(ValueType numberType, long value) {
        type = numberType;
        integer = numberType == ValueType.INT ? (int) value : value;
    }

    /** @param numberType FLOAT or DOUBLE; the value is rounded to that */
    void setFraction(ValueType numberType, double value) {
        type = numberType;
        fraction = numberType == ValueType.FLOAT ? (float) value : value;
    }

    void setText(DirectBuffer buffer, int offset, int length) {
        type = ValueType.TEXT;
        text = buffer;
        textOffset = offset;
        textLength = length;
    }

    void set(Value other) {
        type = other.type;
        integer = other.integer;
        fraction = other.fraction;
        text = other.text;
        textOffset = other.textOffset;
        textLength = other.textLength;
    }

    long integer() {
        return integer;
    }

    /** The number as Java would convert it to FLOAT or DOUBLE. */
    double fraction(ValueType numberType) {
        if (type == ValueType.INT || type == ValueType.LONG) {
            return numberType == ValueType.FLOAT ? (float) integer : (double) integer;
        }
        return fraction;
    }

    DirectBuffer text() {
        return text;
    }

    int textOffset() {
        return textOffset;
    }

    int textLength() {
        return textLength;
    }

    /** Whether two texts have the same characters. */
    boolean hasSameText(Value other) {
        if (textLength != other.textLength) {
            return false;
        }
        for (int i = 0; i < textLength; i++) {
            if (text.getByte(textOffset + i) != other.text.getByte(other.textOffset + i)) {
                return false;
            }
        }
        return true;
    }
}
