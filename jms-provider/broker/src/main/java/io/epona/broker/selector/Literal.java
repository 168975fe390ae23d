package io.epona.broker.selector;

import io.epona.buffer.NioBuffer;
import java.nio.charset.StandardCharsets;

/** A value that stands in the selector. */
final class Literal implements Expression {
    private final Value value;
    private final StaticType type;

    private Literal(Value value, StaticType type) {
        this.value = value;
        this.type = type;
    }

    static Literal text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(encoded);
        Value value = new Value();
        value.setText(buffer, 0, encoded.length);
        return new Literal(value, StaticType.TEXT);
    }

    static Literal truth(boolean isTrue) {
        Value value = new Value();
        value.setBoolean(isTrue);
        return new Literal(value, StaticType.BOOLEAN);
    }

    /**
     * A number as Java writes it, of the type it has there; an integer that is too great for an int is a long.
     *
     * @throws NumberFormatException if it is too great for its type
     */
    static Literal number(String digits, boolean isNegative) {
        String text = digits.replace("_", "");
        Value value = new Value();
        if (isFraction(text)) {
            setFraction(value, isNegative ? "-" + text : text);
        } else {
            setInteger(value, text, isNegative);
        }
        return new Literal(value, StaticType.NUMBER);
    }

    private static boolean isHexadecimal(String text) {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private static boolean isFraction(String text) {
        return !isHexadecimal(text) && text.chars().anyMatch(character -> ".eEfFdD".indexOf(character) >= 0);
    }

    private static void setFraction(Value value, String text) {
        boolean isFloat = text.endsWith("f") || text.endsWith("F");
        double number = isFloat ? Float.parseFloat(text) : Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw new NumberFormatException("number too great: " + text);
        }
        value.setFraction(isFloat ? ValueType.FLOAT : ValueType.DOUBLE, number);
    }

    private static void setInteger(Value value, String text, boolean isNegative) {
        boolean isLong = text.endsWith("l") || text.endsWith("L");
        String digits = isLong ? text.substring(0, text.length() - 1) : text;
        int radix = radix(digits);
        if (radix == 10) {
            long number = Long.parseLong(isNegative ? "-" + digits : digits);
            boolean isInt = !isLong && number == (int) number;
            value.setInteger(isInt ? ValueType.INT : ValueType.LONG, number);
        } else {
            // As in Java, these write bits: 0xFFFFFFFF is the int -1.
            long bits = Long.parseUnsignedLong(digits.substring(radix == 8 ? 1 : 2), radix);
            boolean isInt = !isLong && bits >>> Integer.SIZE == 0;
            long number = isInt ? (int) bits : bits;
            value.setInteger(isInt ? ValueType.INT : ValueType.LONG, isNegative ? -number : number);
        }
    }

    private static int radix(String digits) {
        if (isHexadecimal(digits)) {
            return 16;
        } else if (digits.startsWith("0b") || digits.startsWith("0B")) {
            return 2;
        }
        return digits.length() > 1 && digits.charAt(0) == '0' ? 8 : 10;
    }

    @Override
    public void evaluate(MessageFields message, Value result) {
        result.set(value);
    }

    @Override
    public StaticType type() {
        return type;
    }

    Value value() {
        return value;
    }
}
