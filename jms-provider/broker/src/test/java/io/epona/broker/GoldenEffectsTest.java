package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.AcknowledgeConfirmedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SendRejectedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import io.epona.protocol.wire.WelcomeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal that the first version of the effect records wrote must be readable for ever. {@link #main} wrote it; it is
 * never written again, a new version adds a file of its own.
 */
class GoldenEffectsTest {
    private static final String SEGMENT = "0000000000000000.epj";
    private static final String GOLDEN = "effects-v1.epj";
    private static final long CONNECTION = 4711;
    private static final long PRODUCER = 99;

    @TempDir
    Path directory;

    @Test
    void shouldReadTheJournalOfVersion1() throws Exception {
        Path journal = Files.createDirectories(directory.resolve("journal"));
        try (InputStream golden = GoldenEffectsTest.class.getResourceAsStream(GOLDEN)) {
            Files.copy(golden, journal.resolve(SEGMENT));
        }

        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                WireClient client = connect(broker, true)) {
            WireClient.Frame frame = client.openSession(1, PRODUCER).read(SessionOpenedDecoder.TEMPLATE_ID);
            SessionOpenedDecoder opened =
                    new SessionOpenedDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
            assertEquals(5, opened.lastSequence());
            SessionOpenedDecoder.RejectedDecoder rejected = opened.rejected();
            assertEquals(1, rejected.count());
            assertEquals(4, rejected.next().sequence());
            assertEquals(ErrorCode.TRANSACTION_ROLLED_BACK.number(), rejected.code());
            client.resumeComplete().openQueueConsumer(1, 1, "orders").credit(1, 10);
            assertEquals(2, messageNumber(client));
            assertEquals(3, messageNumber(client));
            assertEquals(5, messageNumber(client));
        }
    }

    private static long messageNumber(WireClient client) throws IOException {
        WireClient.Frame frame = client.read(DeliveryDecoder.TEMPLATE_ID);
        return new DeliveryDecoder()
                .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version())
                .messageNumber();
    }

    private static WireClient connect(EponaBroker broker, boolean isResumed) throws IOException {
        WireClient client = new WireClient(broker.port()).hello(CONNECTION, isResumed, "");
        client.read(WelcomeDecoder.TEMPLATE_ID);
        return client;
    }

    /** Writes the journal into the directory given and leaves there the part that is not empty. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                WireClient client = connect(broker, false)) {
            client.openSession(1, PRODUCER).read(SessionOpenedDecoder.TEMPLATE_ID);
            client.send(1, 1, false, "orders", "removed").send(1, 2, false, "orders", "kept");
            client.send(1, 1, true, "orders", "committed").send(1, 2, true, "bills", "committed, too");
            client.commit(1, 3, 2).read(SendConfirmedDecoder.TEMPLATE_ID);
            client.send(1, 1, true, "orders", "rejected").commit(1, 4, 2).read(SendRejectedDecoder.TEMPLATE_ID);
            client.send(1, 5, false, "orders", "last").read(SendConfirmedDecoder.TEMPLATE_ID);
            client.openQueueConsumer(1, 1, "orders").credit(1, 1).read(DeliveryDecoder.TEMPLATE_ID);
            client.acknowledge(1, 1, 1, 1, 1).read(AcknowledgeConfirmedDecoder.TEMPLATE_ID);
            client.openSession(2, 100).read(SessionOpenedDecoder.TEMPLATE_ID);
        }
        byte[] segment = Files.readAllBytes(directory.resolve("journal").resolve(SEGMENT));
        int length = segment.length;
        while (segment[length - 1] == 0) {
            length--;
        }
        Files.write(directory.resolve(GOLDEN), Arrays.copyOf(segment, (length + 7) & ~7));
    }
}
