package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ResourceAllocationException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class MessageLimitsTest {
    /** Length of a message whose only content is its body. */
    private static final int OVERHEAD = 8 + 30 + 5 * Short.BYTES + 2 * Integer.BYTES;

    private static void assertTooLong(EponaMessage message) {
        NioBuffer buffer = NioBuffer.growable(16);

        JMSException refused =
                assertThrows(ResourceAllocationException.class, () -> new MessageEncoder().encode(message, buffer, 0));

        assertEquals("EPONA-2002", refused.getErrorCode());
        assertTrue(buffer.capacity() <= 2 * Protocol.MAX_MESSAGE_LENGTH, buffer.toString());
    }

    @Test
    void shouldSendTheLongestMessageAndNoneLonger() throws JMSException {
        for (int excess = -1; excess <= 1; excess++) {
            int length = Protocol.MAX_MESSAGE_LENGTH - OVERHEAD + excess;
            EponaBytesMessage bytes = Messages.bytes();
            bytes.writeBytes(new byte[length]);
            EponaTextMessage text = Messages.text();
            text.setText("x".repeat(length));
            if (excess > 0) {
                assertTooLong(bytes);
                assertTooLong(text);
            } else {
                assertEquals(Protocol.MAX_MESSAGE_LENGTH + excess, Wire.encoded(bytes).length);
                assertEquals(Protocol.MAX_MESSAGE_LENGTH + excess, Wire.encoded(text).length);
            }
        }
    }

    @Test
    void shouldRefuseFarTooLongBodiesOfEveryKind() throws JMSException {
        byte[] tenMegabytes = new byte[10 * 1024 * 1024];
        EponaTextMessage text = Messages.text();
        text.setText("ä".repeat(Protocol.MAX_MESSAGE_LENGTH - 100));
        assertTooLong(text);
        EponaMapMessage map = Messages.map();
        map.setBytes("a", tenMegabytes);
        map.setBytes("b", tenMegabytes);
        assertTooLong(map);
        EponaStreamMessage stream = Messages.stream();
        stream.writeBytes(tenMegabytes);
        stream.writeBytes(tenMegabytes);
        assertTooLong(stream);
        EponaObjectMessage object = Messages.object();
        object.setObject(new byte[Protocol.MAX_MESSAGE_LENGTH]);
        assertTooLong(object);
        EponaMessage properties = Messages.empty();
        properties.setStringProperty("a", "x".repeat(Protocol.MAX_MESSAGE_LENGTH));
        assertTooLong(properties);
    }

    @Test
    void shouldEncodeTheNextMessageAfterARefusal() throws JMSException {
        MessageEncoder encoder = new MessageEncoder();
        NioBuffer buffer = NioBuffer.growable(16);
        EponaTextMessage text = Messages.text();
        text.setText("x".repeat(Protocol.MAX_MESSAGE_LENGTH));
        assertThrows(JMSException.class, () -> encoder.encode(text, buffer, 7));
        text.setText("short");

        int length = encoder.encode(text, buffer, 7);

        assertEquals(
                "short",
                new MessageDecoder().decode(buffer.byteArray(), 7, length, 1).getBody(String.class));
    }

    @Test
    void shouldLimitTheNumberOfValues() throws JMSException {
        EponaStreamMessage stream = Messages.stream();
        for (int i = 0; i < Protocol.MAX_GROUP_COUNT; i++) {
            stream.writeBoolean(true);
        }
        Wire.encoded(stream);
        stream.writeBoolean(true);

        assertThrows(MessageFormatException.class, () -> Wire.encoded(stream));
    }

    @Test
    void shouldLimitTheLengthOfHeadersAndNames() throws JMSException {
        EponaMessage message = Messages.empty();
        message.setJMSType("x".repeat(65_535));
        assertThrows(MessageFormatException.class, () -> Wire.encoded(message));
        message.setJMSType("ä".repeat(32_768));
        assertThrows(MessageFormatException.class, () -> Wire.encoded(message));
        message.setJMSType("ä".repeat(32_767));
        message.setJMSCorrelationIDAsBytes(new byte[65_535]);
        assertThrows(MessageFormatException.class, () -> Wire.encoded(message));
        message.setJMSCorrelationIDAsBytes(new byte[65_534]);
        message.setIntProperty("x".repeat(65_535), 1);
        assertThrows(MessageFormatException.class, () -> Wire.encoded(message));
        message.clearProperties();
        message.setIntProperty("x".repeat(65_534), 1);

        assertEquals(1, Wire.received(message).getIntProperty("x".repeat(65_534)));
    }

    @Test
    void shouldCostAReceiverTheSameHoweverLongTheMessage() throws JMSException {
        EponaBytesMessage sent = Messages.bytes();
        sent.setStringProperty("property", "x".repeat(1_000_000));
        sent.writeBytes(new byte[4_000_000]);
        byte[] encoded = Wire.encoded(sent);
        MessageDecoder decoder = new MessageDecoder();
        decoder.decode(encoded, 0, encoded.length, 1);

        long before = allocatedBytes();
        EponaMessage received = decoder.decode(encoded, 0, encoded.length, 1);
        long allocated = allocatedBytes() - before;

        assertTrue(allocated < 4096, "allocated=" + allocated);
        assertEquals(1_000_000, received.getStringProperty("property").length());
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
