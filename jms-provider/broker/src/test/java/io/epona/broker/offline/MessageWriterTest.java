package io.epona.broker.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.protocol.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes no message, and how that is said. */
class MessageWriterTest {
    private static Map<String, Object> fields(String name, Object value) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("destination", "queue://orders");
        fields.put("bodyKind", "text");
        fields.put(name, value);
        return fields;
    }

    private static String problem(Map<String, Object> fields) {
        return assertThrows(BadMessageException.class, () -> new MessageWriter().write(fields))
                .getMessage();
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        assertEquals("field is missing: field=destination", problem(fields("destination", null)));
        assertEquals("field is missing: field=bodyKind", problem(fields("bodyKind", null)));
        assertEquals("kind of a body is unknown: bodyKind=poem", problem(fields("bodyKind", "poem")));
        assertEquals(
                "destination must be queue://name or topic://name: field=replyTo",
                problem(fields("replyTo", "orders")));
        assertEquals(
                "name must have 1 to 1024 bytes: field=destination length=0",
                problem(fields("destination", "queue://")));
        assertEquals("field is out of range: field=priority value=10 range=0..9", problem(fields("priority", 10L)));
        assertEquals(
                "field has the wrong type: field=persistent expected=true or false",
                problem(fields("persistent", "yes")));
        assertEquals(
                "field is not Base64: field=correlationIdBytes cause=Illegal base64 character 2d",
                problem(fields("correlationIdBytes", "a-cd")));
        assertEquals("field has the wrong type: field=body expected=text", problem(fields("body", 1L)));
    }

    @ParameterizedTest
    @CsvSource({
        "byte, 128",
        "byte, -129",
        "short, 32768",
        "short, -32769",
        "int, 2147483648",
        "int, -2147483649",
    })
    void shouldRefuseNumbersThatTheirTypeCannotHold(String type, long value) {
        assertEquals(
                "value is not of its type: field=properties.count type=" + type,
                problem(fields("properties", Map.of("count", Map.of(type, value)))));
    }

    @ParameterizedTest
    @CsvSource({
        "byte, 127",
        "byte, -128",
        "short, 32767",
        "short, -32768",
        "int, 2147483647",
        "int, -2147483648",
    })
    void shouldTakeNumbersThatTheirTypeCanHold(String type, long value) throws BadMessageException {
        new MessageWriter().write(fields("properties", Map.of("count", Map.of(type, value))));
    }

    @Test
    void shouldRefuseValuesThatDoNotCarryTheirType() {
        assertEquals(
                "value must be an object of its type and itself: field=properties.count",
                problem(fields("properties", Map.of("count", 1L))));
        assertEquals(
                "type of a value is unknown: field=properties.count type=integer",
                problem(fields("properties", Map.of("count", Map.of("integer", 1L)))));
        assertEquals(
                "value is not of its type: field=properties.letter type=char",
                problem(fields("properties", Map.of("letter", Map.of("char", "ab")))));
        assertEquals(
                "value is not of its type: field=properties.count type=double",
                problem(fields("properties", Map.of("count", Map.of("double", "much")))));
    }

    @Test
    void shouldRefuseAMessageThatIsTooLongAndTakeTheLongest() throws BadMessageException {
        int empty = new MessageWriter().write(fields("body", "")).encoded().length;
        int room = Protocol.MAX_MESSAGE_LENGTH - empty;

        assertEquals(
                Protocol.MAX_MESSAGE_LENGTH,
                new MessageWriter().write(fields("body", "x".repeat(room))).encoded().length);
        assertEquals(
                "message is too long: length=16777217 limit=16777216", problem(fields("body", "x".repeat(room + 1))));
    }

    @Test
    void shouldTellOfFieldsThatItDoesNotKnow() throws BadMessageException {
        MessageWriter writer = new MessageWriter();
        writer.write(fields("colour", "red"));
        writer.write(fields("subscriptions", List.of(Map.of("clientId", "c", "name", "n", "size", 1L))));

        assertEquals(Set.of("colour", "subscriptions.size"), writer.unknownFields());
    }
}
