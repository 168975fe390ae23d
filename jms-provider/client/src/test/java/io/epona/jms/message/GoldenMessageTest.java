package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.protocol.wire.MessageHeaderDecoder;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that were stored by an older version must stay readable, and a newer version's must not confuse this one. */
class GoldenMessageTest {
    static List<String> kinds() throws JMSException {
        return List.copyOf(SampleMessages.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldReadWhatVersionOneWrote(String kind) throws JMSException, IOException {
        EponaMessage expected = Wire.received(SampleMessages.all().get(kind));

        EponaMessage actual = Wire.decoded(golden(kind));

        assertEquals(SampleMessages.describe(expected), SampleMessages.describe(actual));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldWriteWhatVersionOneWroteWhileItIsTheLatest(String kind) throws JMSException, IOException {
        assertEquals(1, MessageHeaderDecoder.SCHEMA_VERSION, "keep these files, and add some of the new version");
        assertEquals(hex(golden(kind)), hex(Wire.encoded(SampleMessages.all().get(kind))));
        assertEquals(hex(golden(kind)), hex(Wire.encoded(Wire.decoded(golden(kind)))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldSkipWhatALaterVersionAdded(String kind) throws JMSException {
        EponaMessage sent = SampleMessages.all().get(kind);
        byte[] encoded = Wire.encoded(sent);
        int blockEnd = MessageHeaderDecoder.ENCODED_LENGTH + 30;
        ByteBuffer later = ByteBuffer.allocate(encoded.length + 9).order(ByteOrder.LITTLE_ENDIAN);
        later.put(encoded, 0, blockEnd).putInt(-1);
        later.put(encoded, blockEnd, encoded.length - blockEnd).putInt(1).put((byte) 'x');
        later.putShort(0, (short) 34).putShort(6, (short) 2);

        EponaMessage actual = Wire.decoded(later.array());

        assertEquals(SampleMessages.describe(Wire.received(sent)), SampleMessages.describe(actual));
    }

    private static byte[] golden(String kind) throws IOException {
        try (InputStream in = GoldenMessageTest.class.getResourceAsStream("/golden/wire-v1/" + kind + ".hex")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        }
    }

    /** Lines of 32 bytes, as in the files. */
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).replaceAll("(.{64})", "$1\n");
    }
}
