package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.admin.DestinationInfo;
import io.epona.jms.admin.EponaAdmin;
import io.epona.jms.admin.SubscriptionInfo;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators see and do. */
class AdministrationTest extends JmsTest {
    private EponaAdmin admin;
    private JMSContext context;

    @BeforeEach
    void connectBoth() throws Exception {
        admin = EponaAdmin.connect(uri());
        context = new EponaConnectionFactory(uri()).createContext();
    }

    @AfterEach
    void closeBoth() {
        context.close();
        admin.close();
    }

    private void send(String queue, int count) {
        for (int i = 0; i < count; i++) {
            context.createProducer().setProperty("index", i).send(context.createQueue(queue), "text " + i);
        }
    }

    private List<String> drain(String queue) {
        List<String> bodies = new ArrayList<>();
        try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
            for (String body = consumer.receiveBody(String.class, 300);
                    body != null;
                    body = consumer.receiveBody(String.class, 300)) {
                bodies.add(body);
            }
        }
        return bodies;
    }

    @Test
    void shouldListWhatThereIs() throws Exception {
        assertEquals(List.of(), admin.destinations(""));
        send("orders", 3);
        admin.createTopic("news");
        admin.createQueue("a.b");
        admin.createQueue("a.b");

        List<DestinationInfo> all = admin.destinations("");

        assertEquals(
                List.of("a.b", "orders", "news"),
                all.stream().map(DestinationInfo::name).toList());
        assertEquals(
                List.of(true, true, false),
                all.stream().map(DestinationInfo::isQueue).toList());
        assertEquals(3, all.get(1).messages());
        assertTrue(all.get(1).bytes() > 0);
        assertEquals(
                List.of("a.b"),
                admin.destinations("a.#").stream().map(DestinationInfo::name).toList());
        assertNull(admin.queue("news"));
        assertNotNull(admin.topic("news"));
    }

    @Test
    void shouldListMoreThanOnePage() throws Exception {
        for (int i = 0; i < 1_201; i++) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .send(context.createQueue(String.format("q%04d", i)), "");
        }
        context.createQueue("q1200");
        send("zzz", 1);

        List<DestinationInfo> all = admin.destinations("");

        assertEquals(1_202, all.size());
        assertEquals("q0500", all.get(500).name());
        assertEquals("zzz", all.get(1_201).name());
    }

    @Test
    void shouldCountMessagesInFlightConsumersAndSubscriptions() throws Exception {
        try (Connection connection = connect("client");
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            Topic news = session.createTopic("news");
            session.createDurableSubscriber(news, "sub").close();
            session.createConsumer(news);
            var consumer = session.createConsumer(session.createQueue("orders"));
            send("orders", 2);
            context.createProducer().send(context.createTopic("news"), "text");
            Message received = consumer.receive(TIMEOUT_MS);

            DestinationInfo orders = admin.queue("orders");
            assertEquals(2, orders.messages());
            assertEquals(1, orders.consumers());
            assertTrue(orders.inFlight() >= 1);
            DestinationInfo topic = admin.topic("news");
            assertEquals(2, topic.subscriptions());
            assertEquals(2, topic.messages());
            List<SubscriptionInfo> subscriptions = admin.subscriptions("news");
            assertEquals(1, subscriptions.size());
            assertEquals("client", subscriptions.get(0).clientId());
            assertEquals("sub", subscriptions.get(0).name());
            assertEquals(1, subscriptions.get(0).messages());
            assertEquals(0, subscriptions.get(0).consumers());
            received.acknowledge();
        }
        assertThrows(InvalidDestinationException.class, () -> admin.subscriptions("none"));
    }

    @Test
    void shouldCreateForGood() throws Exception {
        admin.createQueue("kept");
        admin.createTopic("kept too");
        restartBroker();

        assertNotNull(admin.queue("kept"));
        assertNotNull(admin.topic("kept too"));
        JMSException e = assertThrows(InvalidDestinationException.class, () -> admin.createQueue(""));
        assertEquals("EPONA-2001", e.getErrorCode());
    }

    @Test
    void shouldDeleteForGoodAndStartEmptyWhenCreatedAgain() throws Exception {
        send("orders", 3);
        assertEquals(
                "EPONA-2005",
                assertThrows(IllegalStateException.class, () -> admin.deleteQueue("orders", false))
                        .getErrorCode());

        assertEquals(3, admin.deleteQueue("orders", true));

        assertNull(admin.queue("orders"));
        assertEquals(
                "EPONA-2007",
                assertThrows(InvalidDestinationException.class, () -> admin.deleteQueue("orders", true))
                        .getErrorCode());
        restartBroker();
        assertNull(admin.queue("orders"));
        send("orders", 1);
        assertEquals(1, admin.queue("orders").messages());
        restartBroker();
        assertEquals(1, admin.queue("orders").messages());
        assertEquals(List.of("text 0"), drain("orders"));
        admin.deleteQueue("orders", false);
        restartBroker();
        assertEquals(List.of(), admin.destinations(""));
    }

    @Test
    void shouldLetProducersGoOnAfterADeletion() throws Exception {
        Queue orders = context.createQueue("orders");
        var producer = context.createProducer();
        producer.send(orders, "dropped");
        admin.deleteQueue("orders", true);
        producer.send(orders, "kept");

        assertEquals(List.of("kept"), drain("orders"));
    }

    @Test
    void shouldRollBackATransactionWhoseDestinationIsGone() throws Exception {
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            transacted.createProducer().send(transacted.createQueue("orders"), "a");
            transacted.createProducer().send(transacted.createQueue("other"), "b");
            // The broker has seen both once this request, which follows them, is answered.
            transacted.createBrowser(transacted.createQueue("other")).getEnumeration();
            admin.deleteQueue("orders", true);

            assertThrows(TransactionRolledBackRuntimeException.class, transacted::commit);

            assertEquals(0, admin.queue("other").messages());
            transacted.createProducer().send(transacted.createQueue("orders"), "c");
            transacted.commit();
            assertEquals(List.of("c"), drain("orders"));
        }
    }

    @Test
    void shouldTakeConsumersToTheNewQueueWhenTheirsIsDeletedByForce() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            var consumer = session.createConsumer(session.createQueue("orders"));
            send("orders", 2);
            Message held = consumer.receive(TIMEOUT_MS);
            assertThrows(IllegalStateException.class, () -> admin.deleteQueue("orders", false));

            assertEquals(2, admin.deleteQueue("orders", true));

            context.createProducer().send(context.createQueue("orders"), "new");
            TextMessage received = (TextMessage) consumer.receive(TIMEOUT_MS);
            while (received != null && !received.getText().equals("new")) {
                // One that the client had been sent ahead.
                received = (TextMessage) consumer.receive(TIMEOUT_MS);
            }
            assertNotNull(received);
            assertNotNull(held);
            received.acknowledge();
        }
        assertEquals(0, admin.queue("orders").messages());
    }

    @Test
    void shouldDeleteTopicsWithTheirSubscriptionsByForce() throws Exception {
        try (Connection connection = connect("client");
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            session.createDurableSubscriber(session.createTopic("news"), "sub").close();
        }
        context.createProducer().send(context.createTopic("news"), "text");
        assertThrows(IllegalStateException.class, () -> admin.deleteTopic("news", false));

        assertEquals(1, admin.deleteTopic("news", true));

        restartBroker();
        assertEquals(List.of(), admin.destinations(""));
        try (Connection connection = connect("client");
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            var subscriber = session.createDurableSubscriber(session.createTopic("news"), "sub");
            context.createProducer().send(context.createTopic("news"), "later");
            assertEquals("later", ((TextMessage) subscriber.receive(TIMEOUT_MS)).getText());
        }
    }

    @Test
    void shouldPurgeWhatIsSelectedAndNotInFlight() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            var consumer = session.createConsumer(session.createQueue("orders"), "index = 4");
            send("orders", 10);
            assertNotNull(consumer.receive(TIMEOUT_MS));

            assertEquals(2, admin.purge("orders", "index < 5", 2, count -> {}).count());
            assertEquals(
                    2,
                    admin.purge("orders", "index < 5", EponaAdmin.NO_LIMIT, count -> {})
                            .count());

            assertEquals(6, admin.queue("orders").messages());
            assertEquals(
                    5,
                    admin.purge("orders", "", EponaAdmin.NO_LIMIT, count -> {}).count());
            assertEquals(1, admin.queue("orders").messages(), "the one in flight");
        }
        assertThrows(InvalidSelectorException.class, () -> admin.purge("orders", "index <", 1, count -> {}));
        assertThrows(InvalidDestinationException.class, () -> admin.purge("none", "", 1, count -> {}));
        assertThrows(IllegalStateException.class, () -> admin.purge("orders", "", 0, count -> {}));
        restartBroker();
        assertEquals(List.of("text 4"), drain("orders"));
    }

    @Test
    void shouldPurgeInSteps() throws Exception {
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int i = 0; i < 2_500; i++) {
                transacted.createProducer().setPriority(i % 10).send(transacted.createQueue("long"), "text");
            }
            transacted.commit();
        }
        List<Long> progress = new ArrayList<>();

        assertEquals(
                2_500,
                admin.purge("long", "", EponaAdmin.NO_LIMIT, progress::add).count());

        assertTrue(progress.size() >= 3, progress::toString);
        assertEquals(0, admin.queue("long").messages());
        assertEquals(0, admin.queue("long").bytes());
    }

    @Test
    void shouldMoveMessagesWithAllThatTheyWereSentWith() throws Exception {
        TextMessage sent = context.createTextMessage("body");
        sent.setStringProperty("name", "value");
        sent.setJMSCorrelationID("correlation");
        sent.setJMSType("type");
        context.createProducer()
                .setPriority(7)
                .setTimeToLive(3_600_000)
                .setJMSReplyTo(context.createTopic("answers"))
                .send(context.createQueue("from"), sent);
        admin.createQueue("a queue with a longer name");

        assertEquals(
                1,
                admin.move("from", "a queue with a longer name", "", EponaAdmin.NO_LIMIT, count -> {})
                        .count());

        restartBroker();
        assertEquals(0, admin.queue("from").messages());
        Queue target = context.createQueue("a queue with a longer name");
        try (JMSConsumer consumer = context.createConsumer(target)) {
            TextMessage moved = (TextMessage) consumer.receive(TIMEOUT_MS);
            assertEquals("body", moved.getText());
            assertEquals("value", moved.getStringProperty("name"));
            assertEquals("correlation", moved.getJMSCorrelationID());
            assertEquals("type", moved.getJMSType());
            assertEquals(sent.getJMSMessageID(), moved.getJMSMessageID());
            assertEquals(sent.getJMSTimestamp(), moved.getJMSTimestamp());
            assertEquals(sent.getJMSExpiration(), moved.getJMSExpiration());
            assertEquals(7, moved.getJMSPriority());
            assertEquals(target, moved.getJMSDestination());
            assertEquals(context.createTopic("answers"), moved.getJMSReplyTo());
            assertEquals(DeliveryMode.PERSISTENT, moved.getJMSDeliveryMode());
        }
    }

    @Test
    void shouldMoveSomeAndKeepTheirOrder() throws Exception {
        admin.createQueue("to");
        send("from", 10);
        context.createProducer()
                .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setProperty("index", 10)
                .send(context.createQueue("from"), "volatile");

        assertEquals(2, admin.move("from", "to", "index > 2", 2, count -> {}).count());
        assertEquals(
                1,
                admin.move("from", "to", "index = 10", EponaAdmin.NO_LIMIT, count -> {})
                        .count());

        assertEquals(8, admin.queue("from").messages());
        assertEquals(List.of("text 3", "text 4", "volatile"), drain("to"));
        assertThrows(InvalidDestinationException.class, () -> admin.move("from", "from", "", 1, count -> {}));
        assertThrows(InvalidDestinationException.class, () -> admin.move("from", "none", "", 1, count -> {}));
    }

    @Test
    void shouldWakeConsumersOfTheQueueThatIsMovedTo() throws Exception {
        send("from", 3);
        try (JMSConsumer consumer = context.createConsumer(context.createQueue("to"))) {
            assertEquals(
                    3,
                    admin.move("from", "to", "", EponaAdmin.NO_LIMIT, count -> {})
                            .count());

            assertEquals("text 0", consumer.receiveBody(String.class, TIMEOUT_MS));
            assertEquals("text 1", consumer.receiveBody(String.class, TIMEOUT_MS));
            assertEquals("text 2", consumer.receiveBody(String.class, TIMEOUT_MS));
        }
    }

    @Test
    void shouldGoOnAfterARestartOfTheBroker() throws Exception {
        send("orders", 1);
        restartBroker();

        assertEquals(1, admin.queue("orders").messages());
        assertEquals(
                1, admin.purge("orders", "", EponaAdmin.NO_LIMIT, count -> {}).count());
    }

    @Test
    void shouldSayWhenItIsClosed() {
        admin.close();

        JMSException e = assertThrows(JMSException.class, () -> admin.createQueue("q"));

        assertInstanceOf(IllegalStateException.class, e);
    }
}
