package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.HeartbeatDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What becomes of a shared subscription when a client that uses it dies. */
class SharedSubscriptionWireTest {
    private static WireClient connect(EponaBroker broker, long id) throws IOException {
        WireClient client = new WireClient(broker.port()).hello(id, false, "");
        client.openSession(1, id).read(SessionOpenedDecoder.TEMPLATE_ID);
        return client;
    }

    private static DeliveryDecoder delivery(WireClient client) throws IOException {
        WireClient.Frame frame = client.read(DeliveryDecoder.TEMPLATE_ID);
        return new DeliveryDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
    }

    private static boolean opens(WireClient client) throws IOException {
        WireClient.Frame answer =
                client.openSharedConsumer(1, 1, "u", "s", false).read();
        while (answer.template() == HeartbeatDecoder.TEMPLATE_ID) {
            answer = client.read();
        }
        return answer.template() == ConsumerOpenedDecoder.TEMPLATE_ID;
    }

    @Test
    void shouldGiveWhatADeadClientHadToTheOthers() throws Exception {
        try (EponaBroker broker = EponaBroker.builder().inMemory().port(0).start();
                WireClient living = connect(broker, 1)) {
            try (WireClient dying = connect(broker, 2)) {
                for (int consumer = 1; consumer <= 2; consumer++) {
                    dying.openSharedConsumer(1, consumer, "t", "s", consumer == 1);
                    dying.read(ConsumerOpenedDecoder.TEMPLATE_ID);
                    dying.credit(consumer, 1);
                }
                living.publish(1, 1, "t", "x").read(SendConfirmedDecoder.TEMPLATE_ID);
                assertEquals(1, delivery(dying).deliveryCount());
                assertEquals(1, delivery(dying).deliveryCount());
                living.openSharedConsumer(1, 1, "t", "s", true).openSharedConsumer(1, 2, "t", "s", false);
                living.credit(1, 1).credit(2, 1);
            }
            assertEquals(2, delivery(living).deliveryCount(), "delivered again after the grace of the lost connection");
            assertEquals(2, delivery(living).deliveryCount());
        }
    }

    @Test
    void shouldEndWithTheGraceOfItsLastConsumer() throws Exception {
        try (EponaBroker broker = EponaBroker.builder().inMemory().port(0).start();
                WireClient living = connect(broker, 1)) {
            try (WireClient dying = connect(broker, 2)) {
                dying.openSharedConsumer(1, 1, "t", "s", false).read(ConsumerOpenedDecoder.TEMPLATE_ID);
                assertFalse(opens(living), "another topic, as long as the other client lives");
            }
            while (!opens(living)) {
                assertTrue(broker.failure().isEmpty());
            }
        }
    }
}
