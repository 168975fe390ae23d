package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeadersTest {
    @Test
    void shouldStartWithTheDefaultsOfTheSpecification() {
        EponaMessage message = Messages.empty();

        assertEquals(DeliveryMode.PERSISTENT, message.getJMSDeliveryMode());
        assertEquals(4, message.getJMSPriority());
        assertEquals(0, message.getJMSExpiration());
        assertEquals(0, message.deliveryCount());
        assertFalse(message.getJMSRedelivered());
        assertNull(message.getJMSMessageID());
        assertNull(message.getJMSCorrelationID());
        assertNull(message.getJMSCorrelationIDAsBytes());
        assertNull(message.getJMSDestination());
    }

    @Test
    void shouldCarryEveryHeader() throws JMSException {
        EponaMessage sent = Messages.empty();
        sent.setJMSDestination(new EponaQueue("orders"));
        sent.setJMSReplyTo(new EponaTopic("replies.\uD83D\uDE00"));
        sent.setJMSMessageID("ID:7");
        sent.setJMSCorrelationID("corrélation");
        sent.setJMSType("type \uD83D\uDE00");
        sent.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        sent.setJMSPriority(9);
        sent.setJMSTimestamp(1_700_000_000_001L);
        sent.setJMSExpiration(Long.MAX_VALUE);
        sent.setJMSDeliveryTime(-1);

        EponaMessage received = Wire.received(sent);

        assertEquals(new EponaQueue("orders"), received.getJMSDestination());
        assertEquals(new EponaTopic("replies.\uD83D\uDE00"), received.getJMSReplyTo());
        assertEquals("ID:7", received.getJMSMessageID());
        assertEquals("corrélation", received.getJMSCorrelationID());
        assertEquals("type \uD83D\uDE00", received.getJMSType());
        assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
        assertEquals(9, received.getJMSPriority());
        assertEquals(1_700_000_000_001L, received.getJMSTimestamp());
        assertEquals(Long.MAX_VALUE, received.getJMSExpiration());
        assertEquals(-1, received.getJMSDeliveryTime());
    }

    @Test
    void shouldTellAbsentFromEmpty() throws JMSException {
        EponaMessage sent = Messages.empty();
        sent.setJMSType("");
        sent.setJMSCorrelationID("");

        EponaMessage received = Wire.received(sent);

        assertEquals("", received.getJMSType());
        assertEquals("", received.getJMSCorrelationID());
        assertNull(received.getJMSMessageID());
        assertNull(Wire.received(Messages.empty()).getJMSType());
        assertNull(Wire.received(Messages.empty()).getJMSCorrelationIDAsBytes());
        assertNull(received.getJMSReplyTo());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 65_534})
    void shouldCarryTextOfAnyLength(int length) throws JMSException {
        for (String text : new String[] {"a".repeat(length), "a".repeat(Math.max(0, length - 2)) + "é"}) {
            EponaMessage sent = Messages.empty();
            sent.setJMSType(text);

            assertEquals(text, Wire.received(sent).getJMSType());
        }
    }

    @Test
    void shouldKeepACorrelationIdInBytes() throws JMSException {
        byte[] id = {0, -1, (byte) 0xC3, 4};
        EponaMessage sent = Messages.empty();
        sent.setJMSCorrelationIDAsBytes(id);
        id[0] = 9;

        EponaMessage received = Wire.received(sent);
        received.getJMSCorrelationIDAsBytes()[1] = 7;

        assertArrayEquals(new byte[] {0, -1, (byte) 0xC3, 4}, received.getJMSCorrelationIDAsBytes());
        assertArrayEquals(
                new byte[] {0, -1, (byte) 0xC3, 4}, Wire.received(received).getJMSCorrelationIDAsBytes());
        sent.setJMSCorrelationID("é");
        assertArrayEquals(new byte[] {(byte) 0xC3, (byte) 0xA9}, sent.getJMSCorrelationIDAsBytes());
        sent.setJMSCorrelationIDAsBytes(null);
        assertNull(sent.getJMSCorrelationID());
    }

    @Test
    void shouldBeWritableAfterReceipt() throws JMSException {
        EponaMessage received = Wire.received(Messages.empty());

        received.setJMSType("other");
        received.setJMSPriority(0);

        assertEquals("other", Wire.received(received).getJMSType());
        assertEquals(0, Wire.received(received).getJMSPriority());
    }

    @Test
    void shouldSayWhetherItIsRedelivered() throws JMSException {
        byte[] encoded = Wire.encoded(Messages.empty());

        assertFalse(Wire.decoded(encoded, 1).getJMSRedelivered());
        assertTrue(Wire.decoded(encoded, 2).getJMSRedelivered());
        assertEquals(2, Wire.decoded(encoded, 2).deliveryCount());
    }

    @Test
    void shouldShareTheDestinationAmongMessagesOfAQueue() throws JMSException {
        EponaMessage sent = Messages.empty();
        sent.setJMSDestination(new EponaQueue("orders"));
        byte[] encoded = Wire.encoded(sent);
        sent.setJMSDestination(new EponaTopic("orders"));
        byte[] other = Wire.encoded(sent);
        MessageDecoder decoder = new MessageDecoder();

        Destination first = decoder.decode(encoded, 0, encoded.length, 1).getJMSDestination();
        Destination second = decoder.decode(encoded, 0, encoded.length, 1).getJMSDestination();
        Destination third = decoder.decode(other, 0, other.length, 1).getJMSDestination();

        assertSame(first, second);
        assertEquals(new EponaTopic("orders"), third);
    }

    @Test
    void shouldRefuseDestinationsOfOtherProviders() throws JMSException {
        EponaMessage message = Messages.empty();
        Destination foreign = new Destination() {};

        assertThrows(InvalidDestinationException.class, () -> message.setJMSReplyTo(foreign));
        message.setJMSDestination(foreign);
        assertThrows(InvalidDestinationException.class, () -> Wire.encoded(message));
    }

    @Test
    void shouldRefuseToEncodeAPriorityOutOfRange() {
        EponaMessage message = Messages.empty();
        for (int priority : new int[] {-1, 10}) {
            message.setJMSPriority(priority);
            assertThrows(JMSException.class, () -> Wire.encoded(message));
        }
    }

    @Test
    void shouldAcknowledgeThroughTheSessionIfThereIsOne() throws JMSException {
        AtomicInteger count = new AtomicInteger();
        EponaMessage message = Messages.empty();

        message.acknowledge();
        message.acknowledgeWith(count::incrementAndGet);
        message.acknowledge();

        assertEquals(1, count.get());
    }
}
