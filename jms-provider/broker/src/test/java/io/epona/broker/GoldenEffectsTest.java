package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
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
 * A journal that any version of the effect records wrote must be readable for ever. {@link #main} wrote the latest; none is
 * ever written again, a new version adds a file of its own.
 */
class GoldenEffectsTest {
    private static final String SEGMENT = "0000000000000000.epj";
    private static final String NORMAL = "JMSPriority BETWEEN 4 AND 4";
    private static final long CONNECTION = 4711;
    private static final long PRODUCER = 99;

    @TempDir
    Path directory;

    @Test
    void shouldReadTheJournalOfVersion1() throws Exception {
        copyGolden("effects-v1.epj");

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

    @Test
    void shouldReadTheSelectorsOfVersion3() throws Exception {
        copyGolden("effects-v3.epj");

        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                WireClient client = new WireClient(broker.port()).hello(CONNECTION, true, "golden")) {
            client.openSession(1, PRODUCER).read(SessionOpenedDecoder.TEMPLATE_ID);
            client.resumeComplete()
                    .publish(1, 3, "news", "later")
                    .openDurableConsumer(1, 1, "news", "normal", NORMAL)
                    .openDurableConsumer(1, 2, "news", "urgent", "JMSPriority > 4")
                    .openDurableConsumer(1, 3, "news", "all", "")
                    .credit(2, 10)
                    .credit(1, 2)
                    .read(DeliveryDecoder.TEMPLATE_ID);
            assertEquals(3, messageNumber(client), "the normal subscription has both, the urgent one none");
            client.credit(3, 2);
            assertEquals(1, messageNumber(client));
            assertEquals(3, messageNumber(client));
        }
    }

    private void copyGolden(String name) throws IOException {
        Path journal = Files.createDirectories(directory.resolve("journal"));
        try (InputStream golden = GoldenEffectsTest.class.getResourceAsStream(name)) {
            Files.copy(golden, journal.resolve(SEGMENT));
        }
    }

    /** Writes the journal of the latest version into the directory given and leaves there the part that is not empty. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                WireClient client = new WireClient(broker.port()).hello(CONNECTION, false, "golden")) {
            client.openSession(1, PRODUCER).read(SessionOpenedDecoder.TEMPLATE_ID);
            client.openDurableConsumer(1, 1, "news", "normal", NORMAL)
                    .openDurableConsumer(1, 2, "news", "urgent", "JMSPriority > 4")
                    .openDurableConsumer(1, 3, "news", "all", "");
            client.publish(1, 1, "news", "kept").read(SendConfirmedDecoder.TEMPLATE_ID);
            client.send(1, 2, false, "orders", "beside").read(SendConfirmedDecoder.TEMPLATE_ID);
        }
        byte[] segment = Files.readAllBytes(directory.resolve("journal").resolve(SEGMENT));
        int length = segment.length;
        while (segment[length - 1] == 0) {
            length--;
        }
        Files.write(directory.resolve("effects-v3.epj"), Arrays.copyOf(segment, (length + 7) & ~7));
    }
}
