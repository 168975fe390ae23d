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
    private static final int LATEST = 5;

    static List<String> kinds() throws JMSException {
        return List.copyOf(SampleMessages.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldReadWhatEveryVersionWrote(String kind) throws JMSException, IOException {
        EponaMessage expected = Wire.received(SampleMessages.all().get(kind));

        for (int version = 1; version <= LATEST; version++) {
            EponaMessage actual = Wire.decoded(golden(version, kind));

            assertEquals(SampleMessages.describe(expected), SampleMessages.describe(actual), "version=" + version);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldWriteWhatTheLatestVersionWrote(String kind) throws JMSException, IOException {
        assertEquals(LATEST, MessageHeaderDecoder.SCHEMA_VERSION, "keep these files, and add some of the new version");
        assertEquals(
                hex(golden(LATEST, kind)), hex(Wire.encoded(SampleMessages.all().get(kind))));
        assertEquals(hex(golden(LATEST, kind)), hex(Wire.encoded(Wire.decoded(golden(LATEST, kind)))));
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
        later.putShort(0, (short) 34).putShort(6, (short) (LATEST + 1));

        EponaMessage actual = Wire.decoded(later.array());

        assertEquals(SampleMessages.describe(Wire.received(sent)), SampleMessages.describe(actual));
    }

    private static byte[] golden(int version, String kind) throws IOException {
        try (InputStream in =
                GoldenMessageTest.class.getResourceAsStream("/golden/wire-v" + version + "/" + kind + ".hex")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        }
    }

    /** Lines of 32 bytes, as in the files. */
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).replaceAll("(.{64})", "$1\n");
    }
}
