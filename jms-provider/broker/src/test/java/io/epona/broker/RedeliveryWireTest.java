package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages whose client is gone without a word. */
class RedeliveryWireTest {
    private static final long SENDER = 1;
    private static final long RECEIVER = 2;

    @TempDir
    Path directory;

    private EponaBroker start(int maxDeliveries) throws BrokerStartException {
        DeliveryPolicy policy = new DeliveryPolicy(maxDeliveries, 0, 1, 0, 0, "DEAD.*", "");
        return EponaBroker.builder()
                .dataDirectory(directory)
                .port(0)
                .destinations(DestinationSettings.DEFAULT.with("#", policy))
                .start();
    }

    /** A former client with this id, if there is one, is given up at once. */
    private static WireClient connect(EponaBroker broker, long id) throws IOException {
        WireClient client = new WireClient(broker.port()).hello(id, false, "");
        client.openSession(1, id).read(SessionOpenedDecoder.TEMPLATE_ID);
        return client;
    }

    private static WireClient consume(EponaBroker broker, String queue, int credit) throws IOException {
        WireClient client = connect(broker, RECEIVER).openQueueConsumer(1, 1, queue);
        client.read(ConsumerOpenedDecoder.TEMPLATE_ID);
        return client.credit(1, credit);
    }

    /** Numbers and delivery counts. */
    private static List<String> deliveries(WireClient client, int count) throws IOException {
        List<String> deliveries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WireClient.Frame frame = client.read(DeliveryDecoder.TEMPLATE_ID);
            DeliveryDecoder delivery =
                    new DeliveryDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
            deliveries.add(delivery.messageNumber() + ":" + delivery.deliveryCount());
        }
        return deliveries;
    }

    private static void send(EponaBroker broker, int count) throws IOException {
        try (WireClient client = connect(broker, SENDER)) {
            for (int i = 1; i <= count; i++) {
                client.send(1, i, false, "orders", "m" + i).read(SendConfirmedDecoder.TEMPLATE_ID);
            }
        }
    }

    @Test
    void shouldCountWhatALostClientHadAndKeepTheCounts() throws Exception {
        try (EponaBroker broker = start(0)) {
            send(broker, 3);
            try (WireClient first = consume(broker, "orders", 2)) {
                assertEquals(List.of("1:1", "2:1"), deliveries(first, 2));
            }
            try (WireClient second = consume(broker, "orders", 1)) {
                assertEquals(List.of("1:2"), deliveries(second, 1));
            }
            try (WireClient third = consume(broker, "orders", 1)) {
                assertEquals(List.of("1:3"), deliveries(third, 1));
            }
        }
        try (EponaBroker broker = start(0);
                WireClient client = consume(broker, "orders", 3)) {
            assertEquals(
                    List.of("1:3", "2:2", "3:1"),
                    deliveries(client, 3),
                    "what was in flight at the end is not counted");
            assertTrue(broker.failure().isEmpty());
        }
    }

    @Test
    void shouldGiveUpOnlyTheFirstOfWhatALostClientHad() throws Exception {
        try (EponaBroker broker = start(2)) {
            send(broker, 3);
            try (WireClient first = consume(broker, "orders", 3)) {
                assertEquals(List.of("1:1", "2:1", "3:1"), deliveries(first, 3));
            }
            try (WireClient second = consume(broker, "orders", 3)) {
                assertEquals(List.of("1:2", "2:2", "3:2"), deliveries(second, 3));
            }
            try (WireClient third = consume(broker, "orders", 3)) {
                assertEquals(List.of("2:2", "3:2"), deliveries(third, 2), "seen or not, they were not what killed it");
            }
            try (WireClient fourth = consume(broker, "DEAD.orders", 3)) {
                assertEquals(List.of("4:1", "5:1"), deliveries(fourth, 2), "one for each loss");
            }
        }
    }

    @Test
    void shouldReturnWhatIsSaidToHaveExpiredAndNeverDoes() throws Exception {
        try (EponaBroker broker = start(0)) {
            send(broker, 1);
            try (WireClient client = consume(broker, "orders", 2)) {
                assertEquals(List.of("1:1"), deliveries(client, 1));
                client.expired(1, 1).expired(1, 99).expired(7, 1);
                assertEquals(List.of("1:1"), deliveries(client, 1));
            }
        }
    }
}
