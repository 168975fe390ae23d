package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link GoldenEffectsTest}: what version 4 says of messages that came back must be readable for ever. */
class GoldenReturnsTest {
    private static final String SEGMENT = "0000000000000000.epj";
    private static final String GOLDEN = "effects-v4-returns.epj";

    @TempDir
    Path directory;

    @Test
    void shouldReadTheDeliveryCountsOfVersion4() throws Exception {
        Path journal = Files.createDirectories(directory.resolve("journal"));
        try (InputStream golden = GoldenReturnsTest.class.getResourceAsStream(GOLDEN)) {
            Files.copy(golden, journal.resolve(SEGMENT));
        }
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                WireClient client = consume(broker, 3)) {
            assertEquals(List.of("1:2", "2:2", "3:1"), List.of(delivery(client), delivery(client), delivery(client)));
        }
    }

    private static WireClient consume(EponaBroker broker, int credit) throws IOException {
        WireClient client = new WireClient(broker.port()).hello(2, false, "").openSession(1, 2);
        client.read(SessionOpenedDecoder.TEMPLATE_ID);
        client.openQueueConsumer(1, 1, "orders").read(ConsumerOpenedDecoder.TEMPLATE_ID);
        return client.credit(1, credit);
    }

    private static String delivery(WireClient client) throws IOException {
        WireClient.Frame frame = client.read(DeliveryDecoder.TEMPLATE_ID);
        DeliveryDecoder delivery =
                new DeliveryDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
        return delivery.messageNumber() + ":" + delivery.deliveryCount();
    }

    /** Writes the journal into the directory given and leaves there the part that is not empty. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        DeliveryPolicy policy = new DeliveryPolicy(0, 1, 1, 1, 0, "", "");
        try (EponaBroker broker = EponaBroker.builder()
                .dataDirectory(directory)
                .port(0)
                .destinations(DestinationSettings.DEFAULT.with("#", policy))
                .start()) {
            try (WireClient sender =
                    new WireClient(broker.port()).hello(1, false, "").openSession(1, 1)) {
                for (int i = 1; i <= 3; i++) {
                    sender.send(1, i, false, "orders", "m" + i).read(SendConfirmedDecoder.TEMPLATE_ID);
                }
            }
            try (WireClient lost = consume(broker, 2)) {
                delivery(lost);
                delivery(lost);
            }
            // One with the same id takes the place of the client that was lost, and then ends in the same way.
            consume(broker, 0).close();
        }
        byte[] segment = Files.readAllBytes(directory.resolve("journal").resolve(SEGMENT));
        int length = segment.length;
        while (segment[length - 1] == 0) {
            length--;
        }
        Files.write(directory.resolve(GOLDEN), Arrays.copyOf(segment, (length + 7) & ~7));
    }
}
