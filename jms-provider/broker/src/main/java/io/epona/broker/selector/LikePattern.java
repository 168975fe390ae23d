package io.epona.broker.selector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * A pattern of LIKE: the bytes of its characters in UTF-8, with symbols for the wildcards in between. A byte of one
 * character is never taken for one of another, so only the wildcards need to know where characters begin.
 */
final class LikePattern {
    private static final int ANY_CHARACTER = -1;
    private static final int ANY_SEQUENCE = -2;

    private final int[] symbols;

    private LikePattern(int[] symbols) {
        this.symbols = symbols;
    }

    /**
     * Makes a pattern.
     *
     * @param escape the character that takes the meaning from the one after it, negative for none
     * @return null if the pattern ends with the escape character
     */
    static LikePattern of(String pattern, int escape) {
        int[] symbols = new int[pattern.getBytes(StandardCharsets.UTF_8).length];
        int count = 0;
        boolean isEscaped = false;
        for (int character : pattern.codePoints().toArray()) {
            if (!isEscaped && character == escape) {
                isEscaped = true;
            } else if (!isEscaped && character == '_') {
                symbols[count++] = ANY_CHARACTER;
            } else if (!isEscaped && character == '%') {
                symbols[count++] = ANY_SEQUENCE;
            } else {
                for (byte part : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    symbols[count++] = part & 0xFF;
                }
                isEscaped = false;
            }
        }
        return isEscaped ? null : new LikePattern(Arrays.copyOf(symbols, count));
    }

    /** Whether a text has this form. Goes back to the last wildcard for a sequence only: an earlier one could do no more. */
    boolean matches(Value value) {
        DirectBuffer text = value.text();
        int at = value.textOffset();
        int end = at + value.textLength();
        int symbol = 0;
        int sequenceSymbol = -1;
        int sequenceEnd = 0;
        while (at < end) {
            if (symbol < symbols.length && symbols[symbol] == ANY_SEQUENCE) {
                sequenceSymbol = symbol++;
                sequenceEnd = at;
            } else if (symbol < symbols.length && symbols[symbol] == ANY_CHARACTER) {
                symbol++;
                at = nextCharacter(text, at, end);
            } else if (symbol < symbols.length && symbols[symbol] == (text.getByte(at) & 0xFF)) {
                symbol++;
                at++;
            } else if (sequenceSymbol >= 0) {
                symbol = sequenceSymbol + 1;
                sequenceEnd = nextCharacter(text, sequenceEnd, end);
                at = sequenceEnd;
            } else {
                return false;
            }
        }
        while (symbol < symbols.length && symbols[symbol] == ANY_SEQUENCE) {
            symbol++;
        }
        return symbol == symbols.length;
    }

    private static int nextCharacter(DirectBuffer text, int at, int end) {
        int next = at + 1;
        while (next < end && (text.getByte(next) & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }
}
