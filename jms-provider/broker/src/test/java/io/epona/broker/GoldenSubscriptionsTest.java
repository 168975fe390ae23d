package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.ResponseDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The subscriptions of a journal that version 4 of the effect records wrote, which must be readable for ever. {@link #main}
 * wrote it; it is never written again.
 */
class GoldenSubscriptionsTest {
    private static final String SEGMENT = "0000000000000000.epj";
    private static final String GOLDEN = "effects-v4-subscriptions.epj";
    private static final long PRODUCER = 99;

    @TempDir
    Path directory;

    private static WireClient connect(EponaBroker broker, long id, String clientId) throws IOException {
        WireClient client = new WireClient(broker.port()).hello(id, false, clientId);
        client.openSession(1, PRODUCER + id).read(SessionOpenedDecoder.TEMPLATE_ID);
        return client;
    }

    private static WireClient openDeaf(WireClient client) throws IOException {
        return client.openTopicConsumer(1, 2, "news.eu", "deaf", "", new WireClient.Terms(true, false, true));
    }

    @Test
    void shouldReadSharedOnesAndOnesWithNoLocalAndPatterns() throws Exception {
        Path journal = Files.createDirectories(directory.resolve("journal"));
        try (InputStream golden = GoldenSubscriptionsTest.class.getResourceAsStream(GOLDEN)) {
            Files.copy(golden, journal.resolve(SEGMENT));
        }
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                WireClient local = connect(broker, 3, "golden");
                WireClient other = connect(broker, 4, "")) {
            openDeaf(local).read(ConsumerOpenedDecoder.TEMPLATE_ID);
            local.credit(2, 10);
            local.publish(1, 1, "news.eu", "local").read(SendConfirmedDecoder.TEMPLATE_ID);
            other.publish(1, 1, "news.eu", "remote").read(SendConfirmedDecoder.TEMPLATE_ID);
            assertEquals(3, messageNumber(local), "neither what was sent before nor what is local");
            other.openDurableConsumer(1, 1, "news.*", "readers", "").read(ResponseDecoder.TEMPLATE_ID);
            other.openSharedConsumer(1, 1, "news.*", "readers", true).read(ConsumerOpenedDecoder.TEMPLATE_ID);
            other.openSharedConsumer(1, 2, "news.*", "readers", true).read(ConsumerOpenedDecoder.TEMPLATE_ID);
            other.credit(1, 10);
            for (int number = 1; number <= 3; number++) {
                assertEquals(number, messageNumber(other));
            }
        }
    }

    private static long messageNumber(WireClient client) throws IOException {
        WireClient.Frame frame = client.read(DeliveryDecoder.TEMPLATE_ID);
        return new DeliveryDecoder()
                .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version())
                .messageNumber();
    }

    /** Writes the journal into the directory given and leaves there the part that is not empty. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                WireClient local = connect(broker, 1, "golden");
                WireClient other = connect(broker, 2, "")) {
            openDeaf(local).read(ConsumerOpenedDecoder.TEMPLATE_ID);
            other.openSharedConsumer(1, 1, "news.*", "readers", true).read(ConsumerOpenedDecoder.TEMPLATE_ID);
            local.publish(1, 1, "news.eu", "kept").read(SendConfirmedDecoder.TEMPLATE_ID);
        }
        byte[] segment = Files.readAllBytes(directory.resolve("journal").resolve(SEGMENT));
        int length = segment.length;
        while (segment[length - 1] == 0) {
            length--;
        }
        Files.write(directory.resolve(GOLDEN), Arrays.copyOf(segment, (length + 7) & ~7));
    }
}
