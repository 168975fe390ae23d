package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MalformedMessageTest {
    private static final int FLIP_ROUNDS = 20_000;

    private static JMSException assertMalformed(byte[] bytes, int length) {
        JMSException refused = assertThrows(
                JMSException.class, () -> new MessageDecoder().decode(bytes, 0, length, 1), "length=" + length);
        assertEquals("EPONA-1001", refused.getErrorCode());
        return refused;
    }

    @Test
    void shouldRefuseEveryTruncation() throws JMSException {
        for (EponaMessage message : SampleMessages.all().values()) {
            byte[] encoded = Wire.encoded(message);
            for (int length = 0; length < encoded.length; length++) {
                assertMalformed(Arrays.copyOf(encoded, length), length);
                assertMalformed(encoded, length);
            }
        }
    }

    @Test
    void shouldRefuseTruncatedValuesWhenTheyAreRead() throws JMSException {
        for (String kind : new String[] {"map", "stream"}) {
            byte[] values = encodedBody(SampleMessages.all().get(kind));
            for (int length = 1; length < values.length; length++) {
                EponaStreamMessage message = Messages.stream();
                message.receive(Slice.EMPTY, new Slice(values, 0, length), 1);

                JMSException refused = assertThrows(JMSException.class, message::readObject);

                assertEquals("EPONA-1001", refused.getErrorCode());
                assertThrows(JMSException.class, message::readObject);
            }
        }
    }

    private static byte[] encodedBody(EponaMessage message) throws JMSException {
        byte[] encoded = Wire.encoded(message);
        int headerEnd = 8 + 30 + 5 * Short.BYTES + 2 * Integer.BYTES;
        return Arrays.copyOfRange(encoded, headerEnd, encoded.length);
    }

    @Test
    void shouldThrowNothingButJmsExceptionsWhateverTheBytes() throws JMSException {
        long seed = Long.getLong("epona.test.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[][] encoded = SampleMessages.all().values().stream()
                .map(MalformedMessageTest::encodedUnchecked)
                .toArray(byte[][]::new);
        int refusedCount = 0;
        for (int round = 0; round < FLIP_ROUNDS; round++) {
            byte[] bytes = encoded[random.nextInt(encoded.length)].clone();
            damage(bytes, random);
            String origin = "epona.test.seed=" + seed + " round=" + round;
            refusedCount += assertDoesNotThrow(() -> isReadable(bytes), origin) ? 0 : 1;
        }
        assertTrue(refusedCount > FLIP_ROUNDS / 10 && refusedCount < FLIP_ROUNDS, "refused=" + refusedCount);
    }

    private static byte[] encodedUnchecked(EponaMessage message) {
        try {
            return Wire.encoded(message);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static void damage(byte[] bytes, Random random) {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
            }
        }
    }

    private static boolean isReadable(byte[] bytes) {
        try {
            EponaMessage message = Wire.decoded(bytes);
            SampleMessages.describe(message);
            Wire.encoded(message);
            return true;
        } catch (MessageEOFException e) {
            throw new AssertionError("a complete read must not reach the end", e);
        } catch (JMSException e) {
            return false;
        }
    }

    @Test
    void shouldNotBelieveAbsurdLengthsAndCounts() throws JMSException {
        byte[] encoded = Wire.encoded(SampleMessages.all().get("stream"));
        int bodyLengthAt = 8 + 30 + 5 * Short.BYTES + Integer.BYTES;
        for (int absurd : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, encoded.length}) {
            byte[] bytes = encoded.clone();
            for (int i = 0; i < Integer.BYTES; i++) {
                bytes[bodyLengthAt + i] = (byte) (absurd >>> 8 * i);
            }
            assertMalformed(bytes, bytes.length);
        }
        int countAt = bodyLengthAt + Integer.BYTES + 8 + Short.BYTES;
        encoded[countAt] = -1;
        encoded[countAt + 1] = -1;
        EponaStreamMessage received = (EponaStreamMessage) Wire.decoded(encoded);
        assertThrows(JMSException.class, received::readObject);
    }

    @Test
    void shouldRefuseOtherTemplatesSchemasAndShortBlocks() throws JMSException {
        byte[] encoded = Wire.encoded(Messages.empty());
        for (int at : new int[] {0, 2, 4}) {
            byte[] bytes = encoded.clone();
            bytes[at]--;
            assertMalformed(bytes, bytes.length);
        }
    }

    @Test
    void shouldRefuseUnknownKindsAndPriorities() throws JMSException {
        byte[] encoded = Wire.encoded(Messages.empty());
        for (int at = 8 + 2; at < 8 + 6; at++) {
            for (int value : new int[] {10, 254, 255}) {
                byte[] bytes = encoded.clone();
                bytes[at] = (byte) value;
                assertMalformed(bytes, bytes.length);
            }
        }
    }

    @Test
    void shouldNameTheProblemAndTheCause() {
        JMSException refused = assertMalformed(new byte[3], 3);

        assertTrue(refused.getMessage().startsWith("EPONA-1001 message is malformed: length=3"), refused.getMessage());
        assertTrue(refused.getLinkedException() instanceof IndexOutOfBoundsException);
    }
}
