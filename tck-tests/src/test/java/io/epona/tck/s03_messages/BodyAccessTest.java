package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 3.7, the Message interface: {@code getBody} and {@code isBodyAssignableTo}. */
class BodyAccessTest extends ConformanceTest {
    private static final List<Class<?>> TYPES = List.of(
            String.class,
            CharSequence.class,
            Object.class,
            Serializable.class,
            Comparable.class,
            Map.class,
            byte[].class,
            Integer.class,
            Number.class,
            List.class,
            StringBuilder.class);

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(
                        "text",
                        Set.of(String.class, CharSequence.class, Object.class, Serializable.class, Comparable.class)),
                Arguments.of("bytes", Set.of(byte[].class, Object.class, Serializable.class)),
                Arguments.of("map", Set.of(Map.class, Object.class)),
                Arguments.of(
                        "object",
                        Set.of(Integer.class, Number.class, Object.class, Serializable.class, Comparable.class)),
                Arguments.of("stream", Set.of()));
    }

    private static Message message(Session session, String kind) throws Exception {
        return switch (kind) {
            case "text" -> session.createTextMessage("text");
            case "bytes" -> {
                BytesMessage bytes = session.createBytesMessage();
                bytes.writeBytes(new byte[] {1, 2});
                yield bytes;
            }
            case "map" -> {
                MapMessage map = session.createMapMessage();
                map.setInt("a", 1);
                map.setString("b", "two");
                yield map;
            }
            case "object" -> session.createObjectMessage(17);
            default -> {
                StreamMessage stream = session.createStreamMessage();
                stream.writeInt(1);
                yield stream;
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void shouldBeAssignableToTheTypesOfTheBody(String kind, Set<Class<?>> assignable) throws Exception {
        Session session = session();
        Message received = sendAndReceive(session, message(session, kind));

        for (Class<?> type : TYPES) {
            boolean isAssignable = assignable.contains(type);
            // Of maps and bytes, the specification names their type and Object; what else their classes are is left
            // open.
            if ((kind.equals("map") || kind.equals("bytes")) && type == Serializable.class) {
                continue;
            }
            assertEquals(isAssignable, received.isBodyAssignableTo(type), type.getName());
            if (isAssignable) {
                assertTrue(type.isInstance(received.getBody(type)), type.getName());
            } else {
                assertThrows(MessageFormatException.class, () -> received.getBody(type), type.getName());
            }
        }
    }

    @Test
    void shouldGiveTheBody() throws Exception {
        Session session = session();

        assertEquals("text", sendAndReceive(session, message(session, "text")).getBody(String.class));
        assertEquals(17, sendAndReceive(session, message(session, "object")).getBody(Integer.class));
        assertArrayEquals(
                new byte[] {1, 2},
                sendAndReceive(session, message(session, "bytes")).getBody(byte[].class));
        assertEquals(
                Map.of("a", 1, "b", "two"),
                sendAndReceive(session, message(session, "map")).getBody(Map.class));
    }

    @Test
    void shouldHaveNoBodyInAPlainMessage() throws Exception {
        Session session = session();
        Message received = sendAndReceive(session, session.createMessage());

        for (Class<?> type : TYPES) {
            assertTrue(received.isBodyAssignableTo(type));
            assertNull(received.getBody(type));
        }
    }

    @Test
    void shouldGiveNullForABodyThatIsNotThere() throws Exception {
        Session session = session();

        for (Message message :
                List.of(session.createTextMessage(), session.createObjectMessage(), session.createBytesMessage())) {
            Message received = sendAndReceive(session, message);
            for (Class<?> type : List.of(String.class, Map.class, byte[].class, Integer.class)) {
                assertTrue(received.isBodyAssignableTo(type), message.getClass() + " " + type);
                assertNull(received.getBody(type), message.getClass() + " " + type);
            }
        }
    }

    @Test
    void shouldNotMoveTheReadingOfBytes() throws Exception {
        Session session = session();
        BytesMessage received = (BytesMessage) sendAndReceive(session, message(session, "bytes"));

        assertArrayEquals(new byte[] {1, 2}, received.getBody(byte[].class));

        assertEquals(1, received.readByte());
    }

    @Test
    void shouldBeAssignableBeforeItIsSent() throws Exception {
        Session session = session();

        assertTrue(message(session, "text").isBodyAssignableTo(String.class));
        assertFalse(message(session, "text").isBodyAssignableTo(Map.class));
        assertEquals("text", message(session, "text").getBody(CharSequence.class));
        assertTrue(message(session, "object").isBodyAssignableTo(Number.class));
        assertThrows(
                MessageFormatException.class, () -> message(session, "object").getBody(String.class));
    }

    @Test
    void shouldResetBytesBeforeAndAfter() throws Exception {
        BytesMessage bytes = (BytesMessage) message(session(), "bytes");

        assertArrayEquals(new byte[] {1, 2}, bytes.getBody(byte[].class));
        assertEquals(1, bytes.readByte());
        assertArrayEquals(new byte[] {1, 2}, bytes.getBody(byte[].class));
        assertEquals(1, bytes.readByte());
    }
}
