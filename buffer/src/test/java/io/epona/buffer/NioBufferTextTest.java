package io.epona.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NioBufferTextTest {
    private static final String UTF8 = "a\u00e9\u20ac\ud83d\ude00";

    @ParameterizedTest
    @EnumSource
    void shouldRoundTripAsciiStrings(Memory memory) {
        NioBuffer buffer = memory.create(64);
        StringBuilder text = new StringBuilder();

        assertEquals(9, buffer.putStringAscii(1, "a\u00e9bcd"));
        assertEquals("a?bcd", buffer.getStringAscii(1));
        assertEquals("a?b", buffer.getStringAscii(1, 3));
        assertEquals(5, buffer.getStringAscii(1, text));
        assertEquals(8, buffer.putStringAscii(20, new StringBuilder("wxyz"), ByteOrder.BIG_ENDIAN));
        assertEquals("wxyz", buffer.getStringAscii(20, ByteOrder.BIG_ENDIAN));
        assertEquals(4, buffer.getStringAscii(20, text, ByteOrder.BIG_ENDIAN));
        assertEquals(2, buffer.putStringWithoutLengthAscii(40, "12345", 3, 9));
        assertEquals("45", buffer.getStringWithoutLengthAscii(40, 2));
        buffer.putByte(41, (byte) 0xFF);
        assertEquals("4\uFFFD", buffer.getStringWithoutLengthAscii(40, 2));
        assertEquals(2, buffer.getStringWithoutLengthAscii(40, 2, text));
        assertEquals("a?bcdwxyz4\uFFFD", text.toString());
        assertEquals(4, buffer.putStringAscii(50, (String) null));
        assertEquals("", buffer.getStringAscii(50));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRoundTripUtf8Strings(Memory memory) {
        NioBuffer buffer = memory.create(64);

        assertEquals(14, buffer.putStringUtf8(3, UTF8));
        assertEquals(UTF8, buffer.getStringUtf8(3));
        assertEquals("a\u00e9", buffer.getStringUtf8(3, 3));
        assertEquals(14, buffer.putStringUtf8(20, UTF8, ByteOrder.BIG_ENDIAN, 10));
        assertEquals(UTF8, buffer.getStringUtf8(20, ByteOrder.BIG_ENDIAN));
        assertEquals(10, buffer.putStringWithoutLengthUtf8(40, UTF8));
        assertEquals(UTF8, buffer.getStringWithoutLengthUtf8(40, 10));
        assertThrows(IllegalArgumentException.class, () -> buffer.putStringUtf8(3, UTF8, 9));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRoundTripNumbers(Memory memory) {
        NioBuffer buffer = memory.create(24);
        for (long value : new long[] {0, 1, 9, 10, 99, 100, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            int length = Long.toString(value).length();
            assertEquals(length, buffer.putNaturalLongAscii(2, value));
            assertEquals(value, buffer.parseNaturalLongAscii(2, length));
            assertEquals(length + 1, buffer.putLongAscii(2, -value - 1) + digitsLost(value));
            assertEquals(-value - 1, buffer.parseLongAscii(2, buffer.putLongAscii(2, -value - 1)));
        }
        for (int value : new int[] {0, 7, 12_345, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertEquals(value, buffer.parseIntAscii(1, buffer.putIntAscii(1, value)));
        }
        assertEquals(3, buffer.putNaturalIntAscii(0, 123));
        assertEquals(123, buffer.parseNaturalIntAscii(0, 3));
        buffer.putNaturalPaddedIntAscii(0, 5, 42);
        assertEquals("00042", buffer.getStringWithoutLengthAscii(0, 5));
        assertEquals(4, buffer.putNaturalIntAsciiFromEnd(678, 7));
        assertEquals(678, buffer.parseNaturalIntAscii(4, 3));
    }

    /** -value - 1 has as many digits as value, except where that carries. */
    private static int digitsLost(long value) {
        return Long.toString(value).length() + 1 - Long.toString(-value - 1).length();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsNoNumberOfTheType(Memory memory) {
        NioBuffer buffer = memory.create(24);

        buffer.putStringWithoutLengthAscii(0, "2147483648");
        assertThrows(NumberFormatException.class, () -> buffer.parseIntAscii(0, 10));
        buffer.putStringWithoutLengthAscii(0, "-2147483649");
        assertThrows(NumberFormatException.class, () -> buffer.parseIntAscii(0, 11));
        buffer.putStringWithoutLengthAscii(0, "9223372036854775808");
        assertThrows(NumberFormatException.class, () -> buffer.parseLongAscii(0, 19));
        buffer.putStringWithoutLengthAscii(0, "92233720368547758070");
        assertThrows(NumberFormatException.class, () -> buffer.parseLongAscii(0, 20));
        buffer.putStringWithoutLengthAscii(0, "-5x");
        assertThrows(NumberFormatException.class, () -> buffer.parseNaturalIntAscii(0, 2));
        assertThrows(NumberFormatException.class, () -> buffer.parseIntAscii(0, 3));
        assertThrows(NumberFormatException.class, () -> buffer.parseIntAscii(0, 1));
        assertThrows(NumberFormatException.class, () -> buffer.parseIntAscii(0, 0));
        assertThrows(NumberFormatException.class, () -> buffer.putNaturalIntAscii(0, -1));
        assertThrows(NumberFormatException.class, () -> buffer.putNaturalPaddedIntAscii(0, 2, 100));
    }
}
