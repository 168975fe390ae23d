package io.epona.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeConfirmedDecoder;
import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.DisconnectDecoder;
import io.epona.protocol.wire.HeldRefusedDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import io.epona.protocol.wire.WelcomeDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that resumes a consumer and says in several frames what it holds. */
class HeldWireTest {
    private static final long CONNECTION = 4711;
    private static final int COUNT = 6;

    @TempDir
    Path directory;

    private final long[] numbers = new long[COUNT + 1];
    private EponaBroker broker;
    private WireClient client;
    private WireClient other;

    /** A client that has received all messages of a queue, and lost its connection. */
    @BeforeEach
    void start() throws Exception {
        broker = EponaBroker.builder().dataDirectory(directory).port(0).start();
        client = connect(CONNECTION, Protocol.VERSION, false);
        for (int i = 1; i <= COUNT; i++) {
            client.send(1, i, false, "orders", "m" + i);
        }
        while (confirmed(client) < COUNT) {
            assertTrue(broker.failure().isEmpty());
        }
        client.openQueueConsumer(1, 1, "orders").credit(1, 10);
        for (int i = 1; i <= COUNT; i++) {
            numbers[i] = delivery(client).messageNumber();
        }
        client.close();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        if (other != null) {
            other.close();
        }
        broker.close();
        assertTrue(broker.failure().isEmpty(), () -> "failure: " + broker.failure());
    }

    private void restart() throws Exception {
        int port = broker.port();
        broker.close();
        broker = EponaBroker.builder().dataDirectory(directory).port(port).start();
    }

    private WireClient connect(long id, int version, boolean isResumed) throws IOException {
        WireClient connected = new WireClient(broker.port()).hello(version, id, isResumed, "", 10_000);
        connected.read(WelcomeDecoder.TEMPLATE_ID);
        connected.openSession(1, id).read(SessionOpenedDecoder.TEMPLATE_ID);
        return connected;
    }

    private void resume() throws IOException {
        client = connect(CONNECTION, Protocol.VERSION, true);
    }

    /** Another client waits for what comes back. */
    private void waitWithAnother() throws IOException {
        other = connect(1234, Protocol.VERSION, false);
        other.openQueueConsumer(1, 1, "orders").credit(1, 10).read(ConsumerOpenedDecoder.TEMPLATE_ID);
    }

    private void open(long heldMore, int... ids) throws IOException {
        client.resumeQueueConsumer(1, 1, "orders", COUNT + 1, held(ids), heldMore);
    }

    private void name(int... ids) throws IOException {
        client.heldMore(1, held(ids));
    }

    private long[][] held(int... ids) {
        long[][] held = new long[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            held[i] = new long[] {ids[i], numbers[ids[i]]};
        }
        return held;
    }

    private static long confirmed(WireClient from) throws IOException {
        WireClient.Frame frame = from.read(SendConfirmedDecoder.TEMPLATE_ID);
        return new SendConfirmedDecoder()
                .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version())
                .sequence();
    }

    private static DeliveryDecoder delivery(WireClient to) throws IOException {
        WireClient.Frame frame = to.read(DeliveryDecoder.TEMPLATE_ID);
        return new DeliveryDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
    }

    /** Which of the messages comes next. */
    private int next(WireClient to) throws IOException {
        long number = delivery(to).messageNumber();
        return (int) (number - numbers[1] + 1);
    }

    /** The deliveries that the broker refuses at last, as it opens the consumer. */
    private List<Long> opened() throws IOException {
        WireClient.Frame frame = client.read(ConsumerOpenedDecoder.TEMPLATE_ID);
        List<Long> refused = new ArrayList<>();
        new ConsumerOpenedDecoder()
                .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version())
                .refused()
                .forEach(each -> refused.add(each.deliveryId()));
        return refused;
    }

    private List<Long> refusedBefore() throws IOException {
        WireClient.Frame frame = client.read(HeldRefusedDecoder.TEMPLATE_ID);
        List<Long> refused = new ArrayList<>();
        new HeldRefusedDecoder()
                .wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version())
                .refused()
                .forEach(each -> refused.add(each.deliveryId()));
        return refused;
    }

    private void assertViolation() throws IOException {
        WireClient.Frame frame = client.read(DisconnectDecoder.TEMPLATE_ID);
        DisconnectDecoder disconnect =
                new DisconnectDecoder().wrap(frame.buffer(), frame.body(), frame.blockLength(), frame.version());
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, ErrorCode.of(disconnect.code()), disconnect.reason());
    }

    @Test
    void shouldKeepWhatIsNamedAndGiveTheRestToOthers() throws Exception {
        waitWithAnother();
        resume();
        open(3, 1);
        name(3, 4);
        assertEquals(2, next(other), "passed over");
        name(5);
        assertEquals(List.of(), opened());
        assertEquals(6, next(other));

        client.acknowledge(1, 1, 1, 1, COUNT).read(AcknowledgeConfirmedDecoder.TEMPLATE_ID);
        other.acknowledge(1, 1, 1, 1, 2).read(AcknowledgeConfirmedDecoder.TEMPLATE_ID);
        client.send(1, COUNT + 1, false, "orders", "last");
        assertEquals(COUNT + 1, next(other));
    }

    @Test
    void shouldTakeWhatIsNamedAfterARestart() throws Exception {
        restart();
        waitWithAnother();
        resume();
        open(4, 1);
        name(3, 4);
        name(5, 6);
        assertEquals(List.of(), opened());
        client.resumeComplete();

        assertEquals(2, next(other));
        client.acknowledge(1, 1, 1, 1, COUNT).read(AcknowledgeConfirmedDecoder.TEMPLATE_ID);
        client.send(1, COUNT + 1, false, "orders", "last");
        assertEquals(COUNT + 1, next(other));
    }

    @Test
    void shouldGoOnWhenTheConnectionIsLostInBetween() throws Exception {
        waitWithAnother();
        resume();
        open(5, 1);
        name(2, 3);
        client.close();

        resume();
        open(3, 1, 2, 3);
        name(5, 6);
        assertEquals(4, next(other));
        client.close();

        resume();
        open(4, 1);
        name(2, 3, 5, 6);
        assertEquals(List.of(), opened());
        client.acknowledge(1, 1, 1, 1, COUNT).read(AcknowledgeConfirmedDecoder.TEMPLATE_ID);
        client.send(1, COUNT + 1, false, "orders", "last");
        assertEquals(COUNT + 1, next(other));
    }

    @Test
    void shouldRefuseAtOnceWhatOthersHave() throws Exception {
        waitWithAnother();
        resume();
        open(0, 1, 2, 6);
        assertEquals(List.of(), opened());
        assertEquals(3, next(other));
        assertEquals(4, next(other));
        assertEquals(5, next(other));
        client.close();

        resume();
        open(3, 1, 2, 3);
        assertEquals(List.of(3L), refusedBefore());
        name(4);
        assertEquals(List.of(4L), refusedBefore());
        name(5, 6);
        assertEquals(List.of(5L), opened());
    }

    @Test
    void shouldTakeBackWhatWasNotMentionedAndNobodyHas() throws Exception {
        resume();
        open(0, 4, 5);
        assertEquals(List.of(), opened());
        client.close();

        resume();
        open(3, 1);
        name(2);
        name(4, 5);
        assertEquals(List.of(), opened());
        waitWithAnother();
        assertEquals(3, next(other));
        assertEquals(6, next(other));
    }

    @Test
    void shouldDeliverBehindWhatIsHeld() throws Exception {
        resume();
        open(2, 1);
        name(2, 3);
        assertEquals(List.of(), opened());
        client.credit(1, 10);
        for (int i = 4; i <= COUNT; i++) {
            DeliveryDecoder delivery = delivery(client);
            assertEquals(COUNT + i - 3, delivery.deliveryId());
            assertEquals(numbers[i], delivery.messageNumber());
        }
    }

    @Test
    void shouldEndAConnectionThatNamesMoreThanItSaid() throws Exception {
        resume();
        open(2, 1);
        name(2, 3, 4);
        assertViolation();
    }

    @Test
    void shouldEndAConnectionThatNamesWhatItHoldsWithoutOpeningTheConsumer() throws Exception {
        resume();
        name(1);
        assertViolation();
        resume();
        open(0, 1);
        name(2);
        assertViolation();
    }

    @Test
    void shouldEndAConnectionThatNamesDeliveriesOutOfOrder() throws Exception {
        resume();
        open(2, 1, 3);
        name(3);
        assertViolation();
        resume();
        open(0, 2, 1);
        assertViolation();
    }

    @Test
    void shouldEndAConnectionThatHoldsMoreThanItCanHave() throws Exception {
        resume();
        open(Protocol.MAX_IN_FLIGHT, 1);
        assertViolation();
        resume();
        open(Protocol.MAX_IN_FLIGHT - 1L, 1);
        client.close();
        client = connect(CONNECTION, Protocol.HELD_VERSION - 1, true);
        open(Protocol.MAX_GROUP_COUNT, 1);
        assertViolation();
    }

    @Test
    void shouldIgnoreWhatIsHeldAtAConsumerThatIsNotThere() throws Exception {
        resume();
        client.heldMore(7, held(1));
        open(1, 1);
        name(2);
        assertEquals(List.of(), opened());
    }
}
