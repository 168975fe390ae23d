package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeConfirmedDecoder;
import io.epona.protocol.wire.BrowseAnsweredDecoder;
import io.epona.protocol.wire.BrowsedDecoder;
import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.DisconnectDecoder;
import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SendRejectedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import io.epona.protocol.wire.WelcomeDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker promises on the wire, frame by frame. */
class WireTest {
    private static final long CONNECTION = 4711;
    private static final long PRODUCER = 99;

    @TempDir
    Path directory;

    private EponaBroker start() throws BrokerStartException {
        return EponaBroker.builder().dataDirectory(directory).port(0).start();
    }

    private static WireClient connect(EponaBroker broker, boolean isResumed) throws IOException {
        WireClient client = new WireClient(broker.port()).hello(CONNECTION, isResumed, "");
        client.read(WelcomeDecoder.TEMPLATE_ID);
        return client;
    }

    private static SessionOpenedDecoder openSession(WireClient client) throws IOException {
        WireClient.Frame frame = client.openSession(1, PRODUCER).read(SessionOpenedDecoder.TEMPLATE_ID);
        return new SessionOpenedDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
    }

    private static long confirmed(WireClient client) throws IOException {
        WireClient.Frame frame = client.read(SendConfirmedDecoder.TEMPLATE_ID);
        return new SendConfirmedDecoder()
                .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version())
                .sequence();
    }

    private static DeliveryDecoder delivery(WireClient client) throws IOException {
        WireClient.Frame frame = client.read(DeliveryDecoder.TEMPLATE_ID);
        return new DeliveryDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
    }

    private static String body(DeliveryDecoder delivery) {
        NioBuffer content = new NioBuffer();
        byte[] bytes = new byte[delivery.messageLength()];
        delivery.getMessage(bytes, 0, bytes.length);
        content.wrap(bytes);
        MessageDecoder message = new MessageDecoder().wrapAndApplyHeader(content, 0, new MessageHeaderDecoder());
        message.skipDestination();
        message.skipMessageId();
        message.skipCorrelationId();
        message.skipJmsType();
        message.skipReplyTo();
        message.skipProperties();
        byte[] body = new byte[message.bodyLength()];
        message.getBody(body, 0, body.length);
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void shouldKeepWhatItConfirmedOverARestart() throws Exception {
        try (EponaBroker broker = start();
                WireClient client = connect(broker, false)) {
            openSession(client);
            client.send(1, 1, false, "orders", "one").send(1, 2, false, "orders", "two");
            while (confirmed(client) < 2) {
                assertTrue(broker.failure().isEmpty());
            }
        }
        try (EponaBroker broker = start();
                WireClient client = connect(broker, true)) {
            assertEquals(2, openSession(client).lastSequence());
            client.openQueueConsumer(1, 1, "orders").credit(1, 10);
            assertEquals("one", body(delivery(client)));
            assertEquals("two", body(delivery(client)));
        }
    }

    @Test
    void shouldNotStoreARepetition() throws Exception {
        try (EponaBroker broker = start();
                WireClient client = connect(broker, false)) {
            openSession(client);
            client.send(1, 1, false, "orders", "one");
            assertEquals(1, confirmed(client));
            client.send(1, 1, false, "orders", "one").send(1, 2, false, "orders", "two");
            while (confirmed(client) < 2) {
                assertTrue(broker.failure().isEmpty());
            }
            client.openQueueConsumer(1, 1, "orders").credit(1, 10);
            assertEquals("one", body(delivery(client)));
            assertEquals("two", body(delivery(client)));
        }
    }

    @Test
    void shouldCommitAllOrNothingAndOnlyOnce() throws Exception {
        try (EponaBroker broker = start();
                WireClient client = connect(broker, false)) {
            openSession(client);
            client.send(1, 1, true, "a", "one").send(1, 2, true, "b", "two").commit(1, 1, 2);
            assertEquals(1, confirmed(client));
            client.send(1, 1, true, "a", "one").send(1, 2, true, "b", "two").commit(1, 1, 2);
            assertEquals(1, confirmed(client));
            client.send(1, 1, true, "a", "lost").commit(1, 2, 2);
            WireClient.Frame frame = client.read(SendRejectedDecoder.TEMPLATE_ID);
            SendRejectedDecoder rejected =
                    new SendRejectedDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
            assertEquals(2, rejected.sequence());
            assertEquals(ErrorCode.TRANSACTION_ROLLED_BACK.number(), rejected.code());
            client.send(1, 3, false, "a", "last");
            client.openQueueConsumer(1, 1, "a").credit(1, 10);
            assertEquals("one", body(delivery(client)));
            assertEquals("last", body(delivery(client)));
        }
        try (EponaBroker broker = start();
                WireClient client = connect(broker, true)) {
            SessionOpenedDecoder opened = openSession(client);
            assertEquals(3, opened.lastSequence());
            SessionOpenedDecoder.RejectedDecoder rejected = opened.rejected();
            assertEquals(1, rejected.count());
            assertEquals(2, rejected.next().sequence());
        }
    }

    @Test
    void shouldKeepForAClientWhatItHoldsOverARestart() throws Exception {
        long secondNumber;
        try (EponaBroker broker = start();
                WireClient client = connect(broker, false)) {
            openSession(client);
            client.send(1, 1, false, "orders", "one").send(1, 2, false, "orders", "two");
            client.openQueueConsumer(1, 1, "orders").credit(1, 10);
            delivery(client);
            secondNumber = delivery(client).messageNumber();
            client.acknowledge(1, 1, 1, 1, 1).read(AcknowledgeConfirmedDecoder.TEMPLATE_ID);
        }
        try (EponaBroker broker = start();
                WireClient other = new WireClient(broker.port()).hello(1234, false, "");
                WireClient client = connect(broker, true)) {
            other.openSession(1, 5).openQueueConsumer(1, 1, "orders").credit(1, 10);
            other.read(ConsumerOpenedDecoder.TEMPLATE_ID);
            openSession(client);
            client.resumeQueueConsumer(1, 1, "orders", 3, new long[][] {{2, secondNumber}})
                    .resumeComplete();
            WireClient.Frame opened = client.read(ConsumerOpenedDecoder.TEMPLATE_ID);
            ConsumerOpenedDecoder decoder = new ConsumerOpenedDecoder()
                    .wrap(opened.buffer(), opened.body(), opened.blockLength(), opened.version());
            assertFalse(decoder.refused().hasNext());
            client.send(1, 3, false, "orders", "three");
            assertEquals("three", body(delivery(other)));
            client.acknowledge(1, 2, 1, 2, 2).read(AcknowledgeConfirmedDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldSpeakTheVersionThatBothKnow() throws Exception {
        try (EponaBroker broker = start()) {
            for (int version : new int[] {1, Protocol.VERSION, Protocol.VERSION + 1}) {
                try (WireClient client = new WireClient(broker.port()).hello(version, version, false, "", 10_000)) {
                    WireClient.Frame frame = client.read(WelcomeDecoder.TEMPLATE_ID);
                    WelcomeDecoder welcome = new WelcomeDecoder()
                            .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
                    assertEquals(Math.min(version, Protocol.VERSION), welcome.protocolVersion());
                }
            }
            try (WireClient client = new WireClient(broker.port()).hello(0, 7, false, "", 10_000)) {
                client.read(DisconnectDecoder.TEMPLATE_ID);
            }
        }
    }

    @Test
    void shouldShowASnapshotInPartsAndKeepNothing() throws Exception {
        try (EponaBroker broker = start();
                WireClient client = connect(broker, false)) {
            openSession(client);
            for (int sequence = 1; sequence <= 5; sequence++) {
                client.send(1, sequence, false, "orders", "m" + sequence);
            }
            client.browse(1, 2, 0, 0, "orders");
            assertEquals("1 2 | last=5 after=2 complete=0", browsed(client));
            client.send(1, 6, false, "orders", "m6").browse(1, 0, 5, 2, "orders");
            assertEquals("| last=5 after=2 complete=0", browsed(client));
            client.browse(1, 10, 5, 2, "orders");
            assertEquals("3 4 5 | last=5 after=0 complete=1", browsed(client), "what came later is not shown");
            client.browse(1, 10, 5, 2, "orders");
            assertEquals("3 4 5 | last=5 after=0 complete=1", browsed(client), "a request may be repeated");
            client.browse(1, 10, 0, 0, "nothing-here");
            assertEquals("| last=6 after=0 complete=1", browsed(client));
        }
    }

    /** The numbers of the messages that come, and the answer behind them. */
    private static String browsed(WireClient client) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            WireClient.Frame frame = client.read();
            if (frame.template() == BrowsedDecoder.TEMPLATE_ID) {
                BrowsedDecoder message =
                        new BrowsedDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
                text.append(message.messageNumber()).append(' ');
            } else if (frame.template() == BrowseAnsweredDecoder.TEMPLATE_ID) {
                BrowseAnsweredDecoder answer = new BrowseAnsweredDecoder()
                        .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
                return text + "| last=" + answer.lastMessage() + " after=" + answer.afterMessage() + " complete="
                        + answer.complete();
            }
        }
    }
}
