package io.epona.broker.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What selectors say of one message: T, F or, for unknown, U. */
class SelectorTest {
    private final SampleMessage message = new SampleMessage()
            .with("age", 17)
            .with("weight", 2600L)
            .with("small", (short) -3)
            .with("tiny", (byte) 7)
            .with("half", 0.5f)
            .with("tenth", 0.1f)
            .with("pi", 3.25d)
            .with("color", "blue")
            .with("Country", "Peru")
            .with("number", "17")
            .with("empty", "")
            .with("quoted", "joe's")
            .with("yes", true)
            .with("no", false)
            .with("nothing", null)
            .with("JMSXGroupSeq", 3)
            .with("JMS_Acme_key", "k")
            .with("$a_1", 1)
            .with("größe", 42)
            .with("𝒳", 1)
            .texts("ID:1", "order-7", "car")
            .timestamp(1_000L);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Examples of the specification, section 3.8
                "T | JMSType = 'car' AND color = 'blue' AND weight > 2500",
                "T | age BETWEEN 15 AND 19",
                "F | age NOT BETWEEN 15 AND 19",
                "F | Country IN (' UK', 'US', 'France')",
                "T | Country NOT IN (' UK', 'US', 'France')",
                "T | quoted = 'joe''s'",
                "U | prop_name IS NULL AND missing = 1",
                "T | missing IS NULL",
                "F | missing IS NOT NULL",
                "T | nothing IS NULL",
                "T | age IS NOT NULL",
                // Comparison
                "T | age = 17",
                "F | age <> 17",
                "T | age >= 17",
                "T | age <= 17",
                "F | age < 17",
                "F | age > 17",
                "T | age <> 18",
                "T | color <> 'red'",
                "F | color <> 'blue'",
                "F | color = 'BLUE'",
                "T | empty = ''",
                "T | yes = TRUE",
                "F | yes = FALSE",
                "T | yes <> no",
                "T | yes",
                "F | no",
                "T | NOT no",
                "T | TRUE",
                "F | false",
                "T | (age > 16) = yes",
                "U | missing = missing",
                "U | missing <> 1",
                "U | missing",
                "U | missing BETWEEN 1 AND 2",
                "U | age BETWEEN missing AND 20",
                "F | age BETWEEN 18 AND missing",
                "T | age NOT BETWEEN 18 AND missing",
                "U | missing IN ('a')",
                "U | missing NOT IN ('a')",
                "U | missing LIKE '%'",
                "U | missing NOT LIKE '%'",
                // Unlike types are never equal nor unequal, and nothing is converted
                "F | number = 17",
                "F | number <> 17",
                "F | age = '17'",
                "F | age <> '17'",
                "F | yes = 'true'",
                "F | yes <> 1",
                "F | color > 1",
                "F | yes > 1",
                "F | age IN ('17')",
                "F | age NOT IN ('17')",
                "F | age LIKE '17'",
                "F | age NOT LIKE '17'",
                "F | number BETWEEN 1 AND 20",
                "F | number NOT BETWEEN 1 AND 2",
                // A condition that is no boolean is unknown
                "U | age OR FALSE",
                "U | NOT color",
                // Numbers of all types
                "T | age = 17.0",
                "T | weight = 2600",
                "T | small = -3",
                "T | tiny = 7",
                "T | half = 0.5",
                "F | tenth = 0.1",
                "T | tenth = 0.1f",
                "T | pi = 3.25",
                "T | pi > 3 AND pi < 4",
                "T | age = +17",
                "T | - age = -17",
                "T | - - age = 17",
                "T | -half < 0",
                "U | -color = 1",
                "U | -missing = 1",
                // Arithmetic
                "T | age + 1 = 18",
                "T | 1 + age * 2 = 35",
                "T | (1 + age) * 2 = 36",
                "T | age - 1 - 1 = 15",
                "T | 100 / 10 / 5 = 2",
                "T | 2 * 3 + 4 * 5 = 26",
                "T | age / 2 = 8",
                "T | age / 2. = 8.5",
                "T | 7 / 2 * 2 = 6",
                "T | -7 / 2 = -3",
                "T | half + half = 1",
                "T | tenth + tenth = 0.2f",
                "F | tenth + tenth = 0.2",
                "T | 2147483647 + 1 = -2147483648",
                "T | 2147483647 + 1L = 2147483648",
                "T | 9223372036854775807 + 1 = -9223372036854775808",
                "T | 16777217 = 16777216f",
                "U | age / 0 = 1",
                "U | weight / 0 <> 1",
                "T | 1 / 0. > 1000",
                "F | 0. / 0 = 0. / 0",
                "T | 0. / 0 <> 0. / 0",
                "T | -2147483648 / -1 = -2147483648",
                "U | color + 1 = 2",
                "U | yes * 2 = 2",
                "U | missing + 1 = 2",
                "T | age BETWEEN 10 + 5 AND 10 * 2",
                // Literals
                "T | 0x1F = 31",
                "T | 0XfF = 255",
                "T | 0xFFFFFFFF = -1",
                "T | 0xFFFFFFFFL = 4294967295",
                "T | 017 = 15",
                "T | 0b101 = 5",
                "T | 1_000 = 1000",
                "T | 0 = 00",
                "T | 57L = 57",
                "T | 7. = 7",
                "T | .5 = 0.5",
                "T | 7E3 = 7000",
                "T | -57.9E2 = -5790",
                "T | 1e-1 = .1",
                "T | 5f = 5.0D",
                "T | 09.5 = 9.5",
                "T | -9223372036854775808 < 0",
                "T | 'a b''''c' <> 'a b''c'",
                // Logic and its precedence
                "T | TRUE OR TRUE AND FALSE",
                "F | (TRUE OR TRUE) AND FALSE",
                "T | NOT FALSE OR FALSE AND FALSE",
                "F | NOT TRUE OR FALSE",
                "F | NOT (TRUE OR FALSE)",
                "T | NOT age = 18",
                "T | NOT NOT yes",
                "T | not age = 18 and Color is null or FALSE",
                // Identifiers
                "U | Age = 17",
                "T | $a_1 = 1",
                "T | größe = 42",
                "T | 𝒳 = 1",
                "T | JMSXGroupSeq = 3",
                "T | JMS_Acme_key = 'k'",
                "U | JMSXDeliveryCount = 1",
                // Header fields
                "T | JMSDeliveryMode = 'PERSISTENT'",
                "F | JMSDeliveryMode = 'NON_PERSISTENT'",
                "T | JMSDeliveryMode IN ('PERSISTENT')",
                "T | JMSPriority = 4",
                "F | JMSPriority > 4",
                "T | JMSMessageID = 'ID:1'",
                "T | JMSTimestamp = 1000",
                "T | JMSTimestamp + 1 = 1001L",
                "T | JMSCorrelationID LIKE 'order-_'",
                "T | JMSType IS NOT NULL",
                "F | JMSType = 7",
            })
    void shouldEvaluate(String expected, String selector) throws Exception {
        assertEquals(expected, message.truth(selector));
    }

    @ParameterizedTest
    @CsvSource({
        "T, T, T, T, F", "T, F, F, T, F", "T, U, U, T, F",
        "F, T, F, T, T", "F, F, F, F, T", "F, U, F, U, T",
        "U, T, U, T, U", "U, F, F, U, U", "U, U, U, U, U",
    })
    void shouldKnowThreeTruthValues(String left, String right, String and, String or, String notLeft) throws Exception {
        String a = left.replace("T", "yes").replace("F", "no").replace("U", "missing");
        String b = right.replace("T", "yes").replace("F", "no").replace("U", "missing");

        assertEquals(and, message.truth(a + " AND " + b));
        assertEquals(or, message.truth(a + " OR " + b));
        assertEquals(notLeft, message.truth("NOT " + a));
    }

    @Test
    void shouldTellAbsentHeaderFieldsFromEmptyOnes() throws Exception {
        SampleMessage absent = new SampleMessage().nonPersistent().priority(9);
        assertEquals("T", absent.truth("JMSMessageID IS NULL AND JMSCorrelationID IS NULL AND JMSType IS NULL"));
        assertEquals("U", absent.truth("JMSType = ''"));
        assertEquals("T", absent.truth("JMSTimestamp = 0"));
        assertEquals("T", absent.truth("JMSDeliveryMode = 'NON_PERSISTENT' AND JMSPriority = 9"));
        assertEquals("T", absent.truth("anything IS NULL"));
        assertEquals("T", new SampleMessage().texts("", "", "").truth("JMSType = '' AND JMSMessageID = ''"));
    }

    @Test
    void shouldForgetTheMessageBefore() throws Exception {
        Selector selector = Selector.parse("color = 'blue' OR JMSType = 'car' OR age = 17");

        assertTrue(message.matches(selector));
        assertFalse(new SampleMessage().matches(selector));
        assertFalse(new SampleMessage().with("color", "red").matches(selector));
        assertTrue(message.matches(selector));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "123 | '12%3' | T",
                "12993 | '12%3' | T",
                "1234 | '12%3' | F",
                "lose | 'l_se' | T",
                "loose | 'l_se' | F",
                "_foo | '\\_%' ESCAPE '\\' | T",
                "bar | '\\_%' ESCAPE '\\' | F",
                "`` | '' | T",
                "`` | '%' | T",
                "`` | '%%' | T",
                "`` | '_' | F",
                "a | '' | F",
                "a | '_' | T",
                "a | '%_%' | T",
                "ab | '_' | F",
                "ab | 'a%b' | T",
                "aab | '%ab' | T",
                "abab | '%ab' | T",
                "abac | '%ab' | F",
                "abcabd | '%ab_' | T",
                "mississippi | '%iss%ip%' | T",
                "mississippi | 'm%iss_ppi' | T",
                "mississippi | '%issx%' | F",
                "a.c | 'a.c' | T",
                "abc | 'a.c' | F",
                "a*c | 'a*c' | T",
                "ABC | 'abc' | F",
                "100% | '100!%' ESCAPE '!' | T",
                "1000 | '100!%' ESCAPE '!' | F",
                "a!b | 'a!!b' ESCAPE '!' | T",
                "ab | 'a!b' ESCAPE '!' | T",
                "a%b | 'a%%b' ESCAPE '%' | T",
                "axb | 'a%%b' ESCAPE '%' | F",
                "größe | 'gr__e' | T",
                "größe | 'gr___e' | F",
                "größe | '%ö%' | T",
                "größe | '%öß_' | T",
                "😀! | '_!' | T",
                "😀 | '__' | F",
                "a😀b | 'a😀b' | T",
                "a😀b | 'aé_b' ESCAPE 'é' | F",
                "aab | 'a€ab' ESCAPE '€' | T",
            })
    void shouldMatchPatterns(String text, String pattern, String expected) throws Exception {
        SampleMessage sample = new SampleMessage().with("text", text);
        assertEquals(expected, sample.truth("text LIKE " + pattern));
        assertEquals(expected.equals("T") ? "F" : "T", sample.truth("text NOT LIKE " + pattern));
    }
}
