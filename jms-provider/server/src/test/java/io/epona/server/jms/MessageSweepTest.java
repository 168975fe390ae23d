package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.admin.DestinationInfo;
import io.epona.jms.admin.EponaAdmin;
import io.epona.jms.admin.MessagesHandled;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** What purging and moving do to messages that are neither ready nor gone. */
class MessageSweepTest extends XaTest {
    private static final long LONG_DELAY_MS = 3_600_000;
    private static final int SHORT_DELAY_MS = 700;
    private static final long TTL_MS = 300;
    private static final long OUTAGE_MS = 2_000;

    /** From the next start on. */
    private int graceMs = 5_000;

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        DeliveryPolicy keeping = new DeliveryPolicy(0, 0, 1, 0, 0, "", "EXPIRED.*");
        DeliveryPolicy slow = new DeliveryPolicy(0, LONG_DELAY_MS, 1, LONG_DELAY_MS, 0, "", "");
        return super.store(builder)
                .resumeGraceMs(graceMs)
                .destinations(
                        DestinationSettings.DEFAULT.with("kept.#", keeping).with("slow.#", slow));
    }

    private interface AdminWork {
        void run(EponaAdmin admin) throws JMSException;
    }

    private void admin(AdminWork work) throws JMSException {
        try (EponaAdmin admin = EponaAdmin.connect(uri())) {
            work.run(admin);
        }
    }

    private MessagesHandled purge(String queue) throws JMSException {
        try (EponaAdmin admin = EponaAdmin.connect(uri())) {
            return admin.purge(queue, "", EponaAdmin.NO_LIMIT, count -> {});
        }
    }

    /** Creates the target first. */
    private MessagesHandled move(String queue, String target) throws JMSException {
        try (EponaAdmin admin = EponaAdmin.connect(uri())) {
            admin.createQueue(target);
            return admin.move(queue, target, "", EponaAdmin.NO_LIMIT, count -> {});
        }
    }

    private DestinationInfo queue(String name) throws JMSException {
        try (EponaAdmin admin = EponaAdmin.connect(uri())) {
            return admin.queue(name);
        }
    }

    private static long nowMs() {
        return Clock.systemUTC().millis();
    }

    /** A started connection whose consumers have one message at a time. */
    private Connection connectGreedless() throws JMSException {
        Connection connection = new EponaConnectionFactory(uri() + "?prefetchMessages=1").createConnection();
        connection.start();
        return connection;
    }

    private void sendDelayed(String queue, long delayMs, String... texts) throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            producer.setDeliveryDelay(delayMs);
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    private void sendReady(String queue, String... texts) throws Exception {
        sendDelayed(queue, 0, texts);
    }

    @Test
    void shouldPurgeDelayedMessages() throws Exception {
        sendDelayed("orders", LONG_DELAY_MS, "a", "b");
        sendReady("orders", "c");
        assertEquals(2, queue("orders").delayed());

        assertEquals(new MessagesHandled(3, 0), purge("orders"));

        assertEquals(0, queue("orders").delayed());
        restartBroker();
        assertEquals(0, queue("orders").messages());
        sendReady("orders", "d");
        assertEquals(List.of("d"), drain("orders", 1));
    }

    @Test
    void shouldMoveDelayedMessagesWithTheirDelay() throws Exception {
        sendDelayed("orders", LONG_DELAY_MS, "late");
        sendReady("orders", "now");

        assertEquals(new MessagesHandled(2, 0), move("orders", "others"));

        for (int starts = 0; starts < 2; starts++) {
            assertEquals(0, queue("orders").messages());
            assertEquals(1, queue("others").delayed());
            restartBroker();
        }
        assertEquals(List.of("now"), drain("others", 1));
        assertEquals(1, queue("others").delayed());
    }

    @Test
    void shouldDeliverAMovedMessageAtItsTime() throws Exception {
        admin(admin -> admin.createQueue("others"));
        sendDelayed("orders", SHORT_DELAY_MS, "late");

        long moved = move("orders", "others").count();

        assertEquals(1, moved);
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Message received =
                    session.createConsumer(session.createQueue("others")).receive(TIMEOUT_MS);
            assertNotNull(received);
            long nowMs = nowMs();
            assertTrue(received.getJMSDeliveryTime() <= nowMs, "earlyMs=" + (received.getJMSDeliveryTime() - nowMs));
        }
    }

    @Test
    void shouldMoveWhatWaitsForRedeliveryAsNotDeliveredBefore() throws Exception {
        sendReady("slow.orders", "a");
        try (Connection connection = connect();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            receive(session.createConsumer(session.createQueue("slow.orders")), 1);
            session.rollback();
        }
        assertEquals(1, queue("slow.orders").delayed());

        assertEquals(new MessagesHandled(1, 0), move("slow.orders", "orders"));

        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Message received =
                    session.createConsumer(session.createQueue("orders")).receive(TIMEOUT_MS);
            assertNotNull(received);
            assertFalse(received.getJMSRedelivered());
        }
    }

    @Test
    void shouldLeaveWhatIsDeliveredAndCountIt() throws Exception {
        for (int mode : new int[] {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED}) {
            String orders = "orders." + mode;
            String others = "others." + mode;
            sendReady(orders, "held", "b", "c");
            try (Connection connection = connectGreedless();
                    Session session = connection.createSession(mode)) {
                MessageConsumer consumer = session.createConsumer(session.createQueue(orders));
                assertEquals(List.of("held"), receive(consumer, 1));
                consumer.close();

                assertEquals(new MessagesHandled(2, 1), move(orders, others));
                assertEquals(new MessagesHandled(0, 1), purge(orders));
                assertEquals(1, queue(orders).inFlight());
            }
            assertEquals(List.of("held"), drain(orders, 1), "came back with the session's end");
            assertEquals(List.of("b", "c"), drain(others, 2));
        }
    }

    @Test
    void shouldCountOnlyWhatIsSelectedAndBeforeTheLimit() throws Exception {
        try (Connection connection = connectGreedless();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            for (int i = 0; i < 4; i++) {
                TextMessage message = session.createTextMessage("text " + i);
                message.setIntProperty("index", i);
                producer.send(message);
            }
            MessageConsumer first = session.createConsumer(session.createQueue("orders"), "index = 0");
            MessageConsumer last = session.createConsumer(session.createQueue("orders"), "index = 3");
            receive(first, 1);
            receive(last, 1);

            admin(admin -> {
                assertEquals(new MessagesHandled(1, 1), admin.purge("orders", "", 1, count -> {}));
                assertEquals(new MessagesHandled(1, 1), admin.purge("orders", "index > 0", 9, count -> {}));
                assertEquals(new MessagesHandled(0, 2), admin.purge("orders", "", 9, count -> {}));
            });
        }
    }

    @Test
    void shouldLeaveWhatPreparedBranchesHaveLockedAndSent() throws Exception {
        sendReady("in", "1", "2", "3", "4");
        Xid committed;
        Xid rolledBack;
        try (XAConnection connection = connectXa("?prefetchMessages=1")) {
            XASession session = connection.createXASession();
            committed = prepareTransfer(session, "in", "in", "sent");
            rolledBack = prepareTransfer(session, "in", "in", "never sent");
            admin(admin -> assertEquals(new MessagesHandled(1, 2), admin.purge("in", "", 1, count -> {})));
        }
        restartBroker();

        assertEquals(new MessagesHandled(1, 2), move("in", "moved"));
        assertEquals(new MessagesHandled(0, 2), purge("in"));

        try (XAConnection connection = connectXa()) {
            XASession session = connection.createXASession();
            session.getXAResource().commit(committed, false);
            session.getXAResource().rollback(rolledBack);
        }
        assertEquals(List.of("2", "sent"), drain("in", 2));
        assertEquals(List.of("4"), drain("moved", 1));
    }

    /** The queue does not expire anything before it is known that its consumer is gone: then purge and expiry are due. */
    @Test
    void shouldLeaveExpiredMessagesToTheBroker() throws Exception {
        graceMs = SHORT_DELAY_MS;
        sendReady("kept.orders", "held");
        Connection connection = connectGreedless();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        receive(session.createConsumer(session.createQueue("kept.orders")), 1);
        MessageProducer producer = session.createProducer(session.createQueue("kept.orders"));
        producer.setTimeToLive(TTL_MS);
        TextMessage message = session.createTextMessage("old");
        producer.send(message);
        stopBroker();
        connection.close();
        awaitMs(message.getJMSExpiration());
        startBroker();

        assertEquals(new MessagesHandled(1, 0), purge("kept.orders"), "the one that was held");

        assertEquals(List.of("old"), drain("EXPIRED.kept.orders", 1));
        assertEquals(0, queue("kept.orders").messages());
    }

    private static void awaitMs(long timeMs) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (long leftMs = timeMs - nowMs(); leftMs > 0; leftMs = timeMs - nowMs()) {
            assertFalse(never.await(leftMs, TimeUnit.MILLISECONDS));
        }
    }

    /** Otherwise a message would be there twice, at the client that has it and in the other queue. */
    @Test
    void shouldWaitAfterARestartForClientsThatMayHaveMessages() throws Exception {
        sendReady("orders", "held", "b");
        try (Connection connection = connectGreedless();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            Message held = consumer.receive(TIMEOUT_MS);
            assertNotNull(held);
            stopBroker();
            // Long enough for the client to try less often, so that the administrator comes first.
            awaitMs(nowMs() + OUTAGE_MS);
            startBroker();

            MessagesHandled moved = move("orders", "others");

            assertEquals(2, moved.count() + moved.leftInFlight());
            assertTrue(moved.leftInFlight() >= 1, moved::toString);
            held.acknowledge();
            assertEquals(moved.count(), queue("others").messages());
        }
    }

    /** A consumer that is gone for good would have the deletion wait. */
    @Test
    void shouldDeleteByForceWithoutWaitingForAnybody() throws Exception {
        graceMs = 3_600_000;
        sendReady("orders", "held", "b");
        Connection connection = connectGreedless();
        try (Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            receive(session.createConsumer(session.createQueue("orders")), 1);
            stopBroker();
            connection.close();
        }
        startBroker();

        admin(admin -> assertEquals(2, admin.deleteQueue("orders", true)));
    }
}
