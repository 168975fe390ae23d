package io.epona.jms.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EponaDestinationTest {
    @Test
    void shouldBeEqualByKindAndName() {
        assertEquals(new EponaQueue("orders"), new EponaQueue("orders"));
        assertEquals(new EponaQueue("orders").hashCode(), new EponaQueue("orders").hashCode());
        assertNotEquals(new EponaQueue("orders"), new EponaQueue("Orders"));
        assertNotEquals(new EponaQueue("orders"), new EponaTopic("orders"));
    }

    @Test
    void shouldParseWhatItPrints() {
        assertEquals("queue://a/b?c", new EponaQueue("a/b?c").toString());
        assertEquals(new EponaQueue("a/b?c"), EponaDestination.parse("queue://a/b?c"));
        assertEquals(new EponaTopic("news"), EponaDestination.parse(new EponaTopic("news").toString()));
        assertTrue(EponaDestination.parse("queue://q").isQueue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "orders", "queue://", "topic://", "QUEUE://a", "queue:/a", "queue://a\nb", "topic://\u0000"})
    void shouldRefuseTextThatIsNoDestination(String text) {
        assertThrows(IllegalArgumentException.class, () -> EponaDestination.parse(text));
    }

    @Test
    void shouldLimitTheEncodedLengthOfTheName() {
        assertEquals(1024, new EponaTopic("x".repeat(1024)).getTopicName().length());
        assertThrows(IllegalArgumentException.class, () -> new EponaTopic("x".repeat(1025)));
        assertEquals(512, new EponaQueue("é".repeat(512)).getQueueName().length());
        assertThrows(IllegalArgumentException.class, () -> new EponaQueue("é".repeat(512) + "x"));
        assertThrows(IllegalArgumentException.class, () -> new EponaQueue(null));
    }

    @Test
    void shouldSurviveSerialisation() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new EponaTopic("news"));
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(new EponaTopic("news"), in.readObject());
        }
    }
}
