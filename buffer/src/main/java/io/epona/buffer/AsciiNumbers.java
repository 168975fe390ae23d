package io.epona.buffer;

import org.agrona.AsciiNumberFormatException;
import org.agrona.MutableDirectBuffer;

/**
 * Decimal numbers as ASCII digits. What is not a number, does not fit its type, or is negative where a natural number is
 * asked for is refused with a {@link NumberFormatException}.
 */
interface AsciiNumbers extends MutableDirectBuffer {
    @Override
    default int parseNaturalIntAscii(int index, int length) {
        return (int) -parseDigits(index, length, -Integer.MAX_VALUE);
    }

    @Override
    default long parseNaturalLongAscii(int index, int length) {
        return -parseDigits(index, length, -Long.MAX_VALUE);
    }

    @Override
    default int parseIntAscii(int index, int length) {
        if (length > 0 && getByte(index) == '-') {
            return (int) parseDigits(index + 1, length - 1, Integer.MIN_VALUE);
        }
        return parseNaturalIntAscii(index, length);
    }

    @Override
    default long parseLongAscii(int index, int length) {
        if (length > 0 && getByte(index) == '-') {
            return parseDigits(index + 1, length - 1, Long.MIN_VALUE);
        }
        return parseNaturalLongAscii(index, length);
    }

    /** Parses downwards from zero, because the negative numbers reach one further than the positive ones. */
    private long parseDigits(int index, int length, long minimum) {
        boundsCheck(index, length);
        if (length == 0) {
            throw new AsciiNumberFormatException("number has no digits: index=" + index);
        }
        long value = 0;
        for (int i = index; i < index + length; i++) {
            int digit = getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new AsciiNumberFormatException("number has a byte that is no digit: index=" + i);
            }
            if (value < minimum / 10 || value * 10 < minimum + digit) {
                throw new AsciiNumberFormatException(
                        "number is out of range: index=" + index + " length=" + length + " minimum=" + minimum);
            }
            value = value * 10 - digit;
        }
        return value;
    }

    @Override
    default int putIntAscii(int index, int value) {
        return putLongAscii(index, value);
    }

    @Override
    default int putNaturalIntAscii(int index, int value) {
        return putNaturalLongAscii(index, value);
    }

    @Override
    default int putNaturalLongAscii(int index, long value) {
        refuseNegative(value);
        return putLongAscii(index, value);
    }

    @Override
    default int putLongAscii(int index, long value) {
        int length = (value < 0 ? 1 : 0) + digitCount(value);
        checkLimit(Math.addExact(index, length));
        putDigits(index + length, digitCount(value), value);
        if (value < 0) {
            putByte(index, (byte) '-');
        }
        return length;
    }

    @Override
    default void putNaturalPaddedIntAscii(int index, int length, int value) {
        refuseNegative(value);
        if (digitCount(value) > length) {
            throw new NumberFormatException("number does not fit: value=" + value + " length=" + length);
        }
        checkLimit(Math.addExact(index, length));
        putDigits(index + length, length, value);
    }

    @Override
    default int putNaturalIntAsciiFromEnd(int value, int endExclusive) {
        refuseNegative(value);
        int length = digitCount(value);
        putDigits(endExclusive, length, value);
        return endExclusive - length;
    }

    private void putDigits(int endExclusive, int length, long value) {
        long rest = value;
        for (int i = endExclusive - 1; i >= endExclusive - length; i--) {
            putByte(i, (byte) ('0' + Math.abs((int) (rest % 10))));
            rest /= 10;
        }
    }

    private static int digitCount(long value) {
        int count = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            count++;
        }
        return count;
    }

    private static void refuseNegative(long value) {
        if (value < 0) {
            throw new NumberFormatException("number is negative: value=" + value);
        }
    }
}
