package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import io.epona.tck.support.Kind;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sections 3.5.4 and 3.11.3, conversions: each cell of the tables, before a message is sent and after it was received. */
class ConversionTest extends ConformanceTest {
    static Stream<Arguments> cells() {
        return Arrays.stream(Kind.values())
                .flatMap(written -> Arrays.stream(Kind.values()).map(read -> Arguments.of(written, read)));
    }

    static Stream<Arguments> propertyCells() {
        return cells().filter(
                        cell -> ((Kind) cell.get()[0]).isPropertyType() && ((Kind) cell.get()[1]).isPropertyType());
    }

    static Stream<Arguments> nulls() {
        return Stream.of(
                Arguments.of(Kind.BOOLEAN, null),
                Arguments.of(Kind.BYTE, NumberFormatException.class),
                Arguments.of(Kind.SHORT, NumberFormatException.class),
                Arguments.of(Kind.CHAR, NullPointerException.class),
                Arguments.of(Kind.INT, NumberFormatException.class),
                Arguments.of(Kind.LONG, NumberFormatException.class),
                Arguments.of(Kind.FLOAT, RuntimeException.class),
                Arguments.of(Kind.DOUBLE, RuntimeException.class));
    }

    static Stream<Arguments> propertyNulls() {
        return nulls().filter(row -> ((Kind) row.get()[0]).isPropertyType());
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("propertyCells")
    void shouldConvertProperties(Kind written, Kind read) throws Exception {
        Session session = session();
        Message message = session.createMessage();
        written.setProperty(message, written.sampleFor(read));

        check(written, read, () -> read.getProperty(message));
        Message received = sendAndReceive(session, message);
        check(written, read, () -> read.getProperty(received));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("cells")
    void shouldConvertEntriesOfMaps(Kind written, Kind read) throws Exception {
        Session session = session();
        MapMessage message = session.createMapMessage();
        written.setEntry(message, written.sampleFor(read));

        check(written, read, () -> read.getEntry(message));
        MapMessage received = (MapMessage) sendAndReceive(session, message);
        check(written, read, () -> read.getEntry(received));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("cells")
    void shouldConvertValuesOfStreams(Kind written, Kind read) throws Exception {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        written.write(message, written.sampleFor(read));
        StreamMessage received = (StreamMessage) sendAndReceive(session, message);

        message.reset();
        check(written, read, () -> read.read(message));
        check(written, read, () -> read.read(received));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("cells")
    void shouldLeaveTheValueOfAStreamAfterAFailedConversion(Kind written, Kind read) throws Exception {
        StreamMessage message = session().createStreamMessage();
        written.write(message, written.sampleFor(read));
        message.reset();
        if (!written.isReadableAs(read)) {
            assertThrows(Exception.class, () -> read.read(message));
        }

        same(written.sampleFor(read), written.read(message));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldGiveObjectsOfTheTypeWritten(Kind written) throws Exception {
        Session session = session();
        StreamMessage stream = session.createStreamMessage();
        MapMessage map = session.createMapMessage();
        written.write(stream, written.sampleFor(written));
        written.setEntry(map, written.sampleFor(written));

        same(written.sampleFor(written), ((StreamMessage) sendAndReceive(session, stream)).readObject());
        same(written.sampleFor(written), ((MapMessage) sendAndReceive(session, map)).getObject("p"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldTakeObjectsAsValuesOfTheirTypes(Kind kind) throws Exception {
        Session session = session();
        StreamMessage stream = session.createStreamMessage();
        MapMessage map = session.createMapMessage();
        stream.writeObject(kind.sampleFor(kind));
        map.setObject("p", kind.sampleFor(kind));

        same(kind.sampleFor(kind), kind.read((StreamMessage) sendAndReceive(session, stream)));
        same(kind.sampleFor(kind), kind.getEntry((MapMessage) sendAndReceive(session, map)));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldTakePropertiesAsObjectsOfTheirTypes(Kind kind) throws Exception {
        Session session = session();
        Message message = session.createMessage();
        if (!kind.isPropertyType()) {
            assertThrows(MessageFormatException.class, () -> message.setObjectProperty("p", kind.sampleFor(kind)));
            return;
        }
        message.setObjectProperty("p", kind.sampleFor(kind));

        Message received = sendAndReceive(session, message);

        assertEquals(kind.sampleFor(kind), received.getObjectProperty("p"));
        assertEquals(kind.sampleFor(kind), kind.getProperty(received));
    }

    @ParameterizedTest(name = "null as {0}")
    @MethodSource("propertyNulls")
    void shouldReadNullPropertiesAsValueOfNullDoes(Kind read, Class<? extends Throwable> thrown) throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setObjectProperty("p", null);

        checkNull(thrown, () -> read.getProperty(message));
        Message received = sendAndReceive(session, message);
        checkNull(thrown, () -> read.getProperty(received));
        assertNull(received.getStringProperty("p"));
        assertNull(received.getObjectProperty("p"));
    }

    @ParameterizedTest(name = "null as {0}")
    @MethodSource("nulls")
    void shouldReadNullEntriesAsValueOfNullDoes(Kind read, Class<? extends Throwable> thrown) throws Exception {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setObject("p", null);
        MapMessage received = (MapMessage) sendAndReceive(session, message);

        checkNull(thrown, () -> read.getEntry(message));
        checkNull(thrown, () -> read.getEntry(received));
        assertNull(received.getString("p"));
        assertNull(received.getBytes("p"));
        assertNull(received.getObject("p"));
    }

    @ParameterizedTest(name = "null as {0}")
    @MethodSource("nulls")
    void shouldReadNullsOfStreamsAsValueOfNullDoes(Kind read, Class<? extends Throwable> thrown) throws Exception {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeString(null);
        message.writeString("end");
        StreamMessage received = (StreamMessage) sendAndReceive(session, message);

        checkNull(thrown, () -> read.read(received));
        if (thrown == NumberFormatException.class) {
            // A value stays where it is when reading it threw this exception; of others nothing is said.
            assertNull(received.readString());
            assertEquals("end", received.readString());
        }
    }

    private static void check(Kind written, Kind read, ThrowingRead reading) throws Exception {
        if (written.isReadableAs(read)) {
            same(written.expectedAs(read), reading.read());
        } else if (written == Kind.STRING && read != Kind.CHAR && read != Kind.BYTES) {
            assertThrows(NumberFormatException.class, reading::read);
        } else {
            assertThrows(MessageFormatException.class, reading::read);
        }
    }

    private static void checkNull(Class<? extends Throwable> thrown, ThrowingRead reading) throws Exception {
        if (thrown == null) {
            assertFalse((Boolean) reading.read());
        } else {
            Executable executable = reading::read;
            assertThrows(thrown, executable);
        }
    }

    private static void same(Object expected, Object actual) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual);
        } else {
            assertEquals(expected, actual);
        }
    }

    @FunctionalInterface
    private interface ThrowingRead {
        Object read() throws Exception;
    }
}
