package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.DisconnectDecoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SendDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import io.epona.protocol.wire.WelcomeDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a socket brings, its sender gets a reason and is closed, and a well-behaved client notices nothing. */
class MalformedInputTest {
    @TempDir
    Path directory;

    private EponaBroker broker;
    private WireClient witness;
    private long witnessSequence;

    @BeforeEach
    void start() throws Exception {
        broker = EponaBroker.builder().dataDirectory(directory).port(0).start();
        witness = new WireClient(broker.port()).hello(1, false, "");
        witness.read(WelcomeDecoder.TEMPLATE_ID);
        witness.openSession(1, 1).read(SessionOpenedDecoder.TEMPLATE_ID);
    }

    @AfterEach
    void stop() throws Exception {
        checkWitness();
        witness.close();
        broker.close();
        assertTrue(broker.failure().isEmpty(), () -> "failure: " + broker.failure());
    }

    private void checkWitness() throws IOException {
        witness.send(1, ++witnessSequence, false, "witness", "still here").read(SendConfirmedDecoder.TEMPLATE_ID);
    }

    private void assertRefused(ErrorCode code, WireClient offender) throws IOException {
        WireClient.Frame frame = offender.read(DisconnectDecoder.TEMPLATE_ID);
        DisconnectDecoder disconnect =
                new DisconnectDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
        assertEquals(code, ErrorCode.of(disconnect.code()));
        assertTrue(disconnect.reasonLength() > 0);
        assertNull(offender.read());
        offender.close();
        checkWitness();
    }

    private WireClient introduced() throws IOException {
        WireClient client = new WireClient(broker.port()).hello(2, false, "");
        client.read(WelcomeDecoder.TEMPLATE_ID);
        return client;
    }

    private static byte[] frame(int blockLength, int template, int schema, int bodyLength) {
        return ByteBuffer.allocate(Protocol.HEADER_LENGTH + bodyLength)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) blockLength)
                .putShort((short) template)
                .putShort((short) schema)
                .putShort((short) Protocol.VERSION)
                .array();
    }

    @Test
    void shouldRefuseAnotherProtocol() throws Exception {
        byte[] http = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertRefused(ErrorCode.MALFORMED_FRAME, new WireClient(broker.port()).writeBytes(http));
    }

    @Test
    void shouldEndAConnectionThatSaysNothingOrOnlyHalfOfSomething() throws Exception {
        WireClient silent = new WireClient(broker.port());
        WireClient halfway = new WireClient(broker.port()).writeBytes(new byte[] {40, 0});
        WireClient asleep = new WireClient(broker.port()).hello(3, false, "", 100);

        assertRefused(ErrorCode.PEER_SILENT, asleep);
        assertRefused(ErrorCode.HANDSHAKE_TIMEOUT, silent);
        assertRefused(ErrorCode.HANDSHAKE_TIMEOUT, halfway);
    }

    @Test
    void shouldRefuseAWrongMagic() throws Exception {
        byte[] hello = frame(27, 1, MessageHeaderEncoder.SCHEMA_ID, 31);
        assertRefused(ErrorCode.NOT_EPONA, new WireClient(broker.port()).writeFrame(hello.length, hello));
    }

    @Test
    void shouldRefuseAnotherSchemaAndAnEarlyRequest() throws Exception {
        byte[] alien = frame(0, 1, 1, 64);
        assertRefused(ErrorCode.NOT_EPONA, new WireClient(broker.port()).writeFrame(alien.length, alien));
        assertRefused(ErrorCode.PROTOCOL_VIOLATION, new WireClient(broker.port()).openSession(1, 7));
    }

    @Test
    void shouldRefuseLengthsOutOfRange() throws Exception {
        for (int length : new int[] {-1, 0, 7, Protocol.MAX_HANDSHAKE_FRAME_LENGTH + 1, Integer.MAX_VALUE}) {
            assertRefused(ErrorCode.MALFORMED_FRAME, new WireClient(broker.port()).writeFrame(length, new byte[64]));
        }
        assertRefused(ErrorCode.FRAME_TOO_LONG, introduced().writeFrame(Protocol.MAX_FRAME_LENGTH + 1, new byte[64]));
    }

    @Test
    void shouldRefuseAnUnknownTemplateAndABodyThatEndsEarly() throws Exception {
        byte[] unknown = frame(0, 999, MessageHeaderEncoder.SCHEMA_ID, 0);
        assertRefused(ErrorCode.MALFORMED_FRAME, introduced().writeFrame(unknown.length, unknown));
        for (int template : new int[] {10, 12, 13, 20, 22, 23, 25, 27, 28, 30, 35}) {
            byte[] tooShort = frame(64, template, MessageHeaderEncoder.SCHEMA_ID, 1);
            assertRefused(ErrorCode.MALFORMED_FRAME, introduced().writeFrame(tooShort.length, tooShort));
        }
    }

    @Test
    void shouldRefuseASecondHelloAndAnUnknownSession() throws Exception {
        assertRefused(ErrorCode.MALFORMED_FRAME, introduced().hello(3, false, ""));
        assertRefused(ErrorCode.PROTOCOL_VIOLATION, introduced().send(5, 1, false, "q", "body"));
    }

    @Test
    void shouldRefuseAMessageWhosePartsDoNotFit() throws Exception {
        byte[] message = WireClient.message("q", "body");
        for (int i = Protocol.HEADER_LENGTH; i < message.length; i++) {
            byte[] cut = Arrays.copyOf(message, i);
            WireClient client = introduced();
            client.openSession(1, 8).read(SessionOpenedDecoder.TEMPLATE_ID);
            byte[] send = ByteBuffer.allocate(Protocol.HEADER_LENGTH + 17 + cut.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(frame(13, SendDecoder.TEMPLATE_ID, MessageHeaderEncoder.SCHEMA_ID, 0))
                    .putInt(1)
                    .put((byte) 0)
                    .putLong(1)
                    .putInt(cut.length)
                    .put(cut)
                    .array();
            assertRefused(ErrorCode.MALFORMED_FRAME, client.writeFrame(send.length, send));
        }
    }

    @Test
    void shouldSurviveRandomFrames() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] noise = frame(random.nextInt(64), random.nextInt(64), MessageHeaderEncoder.SCHEMA_ID, 128);
            byte[] body = new byte[128];
            random.nextBytes(body);
            System.arraycopy(body, 0, noise, Protocol.HEADER_LENGTH, body.length);
            try (WireClient client = introduced()) {
                client.writeFrame(noise.length, noise);
                checkWitness();
            }
            assertTrue(broker.failure().isEmpty(), () -> "seed=" + seed + " failure=" + broker.failure());
        }
    }

    @Test
    void shouldServeOthersWhileThousandsConnectAndSayNothing() throws Exception {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
        int count = (int) Math.min(10_000, free - 1500);
        List<WireClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                silent.add(new WireClient(broker.port()));
            }
            checkWitness();
            introduced().close();
        } finally {
            for (WireClient client : silent) {
                client.close();
            }
        }
    }

    @Test
    void shouldServeOthersWhileAClientReadsNothing() throws Exception {
        WireClient stalled = introduced();
        stalled.openSession(1, 20).openQueueConsumer(1, 1, "big").credit(1, 60_000);
        stalled.read(ConsumerOpenedDecoder.TEMPLATE_ID);
        for (int i = 0; i < 1000; i++) {
            stalled.credit(1, 60_000);
        }
        String body = "x".repeat(16 * 1024);
        int count = 4000;
        for (int i = 0; i < count; i++) {
            witness.send(1, ++witnessSequence, false, "big", body).read(SendConfirmedDecoder.TEMPLATE_ID);
        }
        try (WireClient reader = new WireClient(broker.port()).hello(30, false, "")) {
            reader.openSession(1, 30).openQueueConsumer(1, 1, "big");
            for (int i = 0; i < count; i++) {
                reader.credit(1, 1);
            }
            // What the kernel and the broker buffer for the one that stalls is a few megabytes, not all.
            for (int i = 0; i < count / 2; i++) {
                reader.read(DeliveryDecoder.TEMPLATE_ID);
            }
        }
        stalled.close();
    }
}
