package io.epona.broker.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.buffer.NioBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no selector, where it goes wrong, and what no selector may do to the broker. */
class SelectorSyntaxTest {
    private final SampleMessage message = new SampleMessage().with("a", 1).with("b", "text");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2 | ` ` | expected=a value found=the end",
                "4 | a = | expected=a value found=the end",
                "5 | a = AND b = 1 | expected=a value found=AND",
                "3 | a b | expected=an operator or the end found=b",
                "4 | a == 1 | expected=a value found==",
                "3 | a != 1 | character=U+0021",
                "5 | a = NULL | expected=a value found=NULL",
                "5 | a = \"x\" | character=U+0022",
                "7 | a = 1 ; | character=U+003B",
                "7 | a = 1 b | expected=an operator or the end found=b",
                "7 | a = b = c | expected=an operator or the end found==",
                "5 | a = 'open | not closed",
                "7 | (a = 1 | expected=) found=the end",
                "6 | a = 1) | found=)",
                "6 | a IS 1 | expected=NULL found=1",
                "1 | 1 IS NULL | expected=an identifier",
                "1 | (a + 1) IS NULL | expected=an identifier",
                "6 | a IN 'x' | expected=( found=a text",
                "7 | a IN () | expected=a text found=)",
                "7 | a IN (1) | expected=a text found=1",
                "11 | a IN ('x' 'y') | expected=, or ) found=a text",
                "1 | 'x' IN ('x') | expected=an identifier",
                "8 | a LIKE b | expected=a text found=b",
                "1 | 'x' LIKE 'x' | expected=an identifier",
                "19 | a LIKE 'x' ESCAPE '' | one character",
                "19 | a LIKE 'x' ESCAPE '!!' | one character",
                "8 | a LIKE 'x!' ESCAPE '!' | ends with its escape",
                "7 | a NOT = 1 | expected=BETWEEN, IN or LIKE found==",
                "13 | a BETWEEN 1 OR 2 | expected=AND found=OR",
                "11 | a BETWEEN 'a' AND 'b' | expected=a number found=a text",
                "9 | NOT (NOT | found=the end",
                "1 | 1 | expected=a condition found=a number",
                "1 | 'x' | expected=a condition found=a text",
                "1 | a + 1 | expected=a condition found=a number",
                "1 | JMSType | expected=a condition found=a text",
                "6 | a OR 1 | expected=a condition found=a number",
                "5 | NOT 'x' | expected=a condition found=a text",
                "5 | a > 'x' | expected=a number found=a text",
                "5 | a < TRUE | expected=a number found=a condition",
                "1 | JMSType >= a | expected=a number found=a text",
                "8 | TRUE = 0 | expected=a condition found=a number",
                "7 | 'a' = 1 | expected=a text found=a number",
                "5 | a + 'x' = 1 | expected=a number found=a text",
                "2 | -'x' = 1 | expected=a number found=a text",
                "1 | JMSDestination = 'q' | name=JMSDestination",
                "1 | JMSReplyTo IS NULL | name=JMSReplyTo",
                "1 | JMSRedelivered = FALSE | name=JMSRedelivered",
                "1 | JMSExpiration > 0 | name=JMSExpiration",
                "5 | a = 12x | as in Java",
                "8 | a = 1.2.3 | an operator or the end found=.3",
                "5 | a = 0x | as in Java",
                "5 | a = 08 | malformed or too great",
                "5 | a = 1_ | as in Java",
                "5 | a = 9223372036854775808 | malformed or too great",
                "6 | a = -9223372036854775809 | malformed or too great",
                "5 | a = 1e999 | malformed or too great",
                "5 | a = 1e99f | malformed or too great",
                "5 | a = 1.5L | malformed or too great",
                "1 | BETWEEN = 1 | found=BETWEEN",
                "1 | like = 1 | found=LIKE",
            })
    void shouldSayWhereItGoesWrong(int position, String selector, String problem) {
        SelectorSyntaxException e =
                assertThrows(SelectorSyntaxException.class, () -> Selector.parse(selector), selector);
        assertTrue(e.getMessage().contains(problem), e.getMessage());
        assertTrue(e.getMessage().contains("position=" + e.position()), e.getMessage());
        assertEquals(position, e.position(), e.getMessage());
    }

    @Test
    void shouldLimitNesting() throws Exception {
        int limit = SelectorParser.NESTING_LIMIT;
        for (String[] parts : new String[][] {{"(", "a = 1", ")"}, {"NOT ", "a = 2", ""}}) {
            Selector deepest = Selector.parse(parts[0].repeat(limit) + parts[1] + parts[2].repeat(limit));
            assertEquals(parts[0].equals("("), message.matches(deepest));
            String deeper = parts[0].repeat(limit + 1) + parts[1] + parts[2].repeat(limit + 1);
            SelectorSyntaxException e = assertThrows(SelectorSyntaxException.class, () -> Selector.parse(deeper));
            assertTrue(e.getMessage().contains("limit=" + limit), e.getMessage());
        }
        assertThrows(SelectorSyntaxException.class, () -> Selector.parse("a = " + "- ".repeat(30_000) + "1"));
        assertThrows(SelectorSyntaxException.class, () -> Selector.parse("(".repeat(Selector.MAX_LENGTH)));
    }

    @Test
    void shouldTakeLongSelectorsUpToTheLimit() throws Exception {
        assertEquals("T", message.truth("a = 2 OR ".repeat(7000) + "a = 1"));
        assertEquals("F", message.truth("a = 1 AND ".repeat(6500) + "a = 2"));
        assertEquals("T", message.truth("a" + "+1".repeat(30_000) + " = 30001"));
        assertEquals("T", message.truth("b NOT IN ('x'" + ",'y'".repeat(16_000) + ")"));
        String literal = "b <> '" + "x".repeat(Selector.MAX_LENGTH - 7) + "'";
        assertTrue(message.matches(Selector.parse(literal)));
        SelectorSyntaxException e = assertThrows(SelectorSyntaxException.class, () -> Selector.parse(literal + " "));
        assertTrue(e.getMessage().contains("limit=" + Selector.MAX_LENGTH), e.getMessage());
    }

    @Test
    void shouldParseOrRefuseWhateverItIsGiven() {
        String[] words = {
            "a", "b", "1", "'x'", "2.5", "NOT", "AND", "OR", "IN", "LIKE", "BETWEEN", "IS", "NULL", "(", ")", ",", "=",
            "<", ">", "+", "-", "*", "/", "ESCAPE", "TRUE", "\u0000", "'", ".", "e", "JMSType", "\ud83d"
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder selector = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                selector.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "" : " ");
            }
            try {
                message.matches(Selector.parse(selector.toString()));
            } catch (SelectorSyntaxException e) {
                assertTrue(e.position() >= 1 && e.position() <= selector.length() + 1, "seed=" + seed);
            } catch (RuntimeException e) {
                throw new AssertionError("seed=" + seed + " selector=" + selector, e);
            }
        }
    }

    @Test
    void shouldNotFailOnMalformedMessages() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = message.bytes();
        Selector selector = Selector.parse("b LIKE '%x%' AND zzz IS NULL AND JMSType IS NULL AND JMSMessageID IS NULL");
        NioBuffer buffer = new NioBuffer();
        for (int i = 0; i < 50_000; i++) {
            byte[] bad = good.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            buffer.wrap(bad);
            try {
                selector.matches(buffer, 0, random.nextBoolean() ? bad.length : random.nextInt(bad.length));
            } catch (RuntimeException e) {
                throw new AssertionError("seed=" + seed, e);
            }
        }
    }
}
