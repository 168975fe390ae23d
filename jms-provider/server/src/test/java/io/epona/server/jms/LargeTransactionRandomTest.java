package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.settings.Limits;
import io.epona.jms.EponaXAConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/**
 * Sessions send, commit and roll back, move messages, and prepare branches, most of it in transactions that are too large for
 * memory, while the log is reclaimed and the broker starts from the log or from a checkpoint: what is in queues and
 * subscriptions is always what a model says, in its order.
 */
class LargeTransactionRandomTest extends SmallSegmentsTest {
    private static final int STEPS = Integer.getInteger("epona.largeSteps", 600);
    private static final int TRANSACTION_MEMORY = 2_000;
    private static final int SENDERS = 3;
    private static final int MAX_PREPARED = 3;
    private static final String TOPIC = "topic";
    private static final List<String> QUEUES = List.of("a", "b", "c");

    private final long seed = Long.getLong("epona.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, List<Integer>> model = new LinkedHashMap<>();
    private final List<Sender> senders = new ArrayList<>();
    private final Map<Xid, List<Sent>> prepared = new LinkedHashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private Session mover;
    private XASession branches;
    private int lastIndex;

    private record Sent(String destination, int index) {}

    /** A session, and what it has sent in its transaction. */
    private record Sender(Session session, List<Sent> sent) {}

    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return super.store(builder).limits(Limits.defaults().withTransaction(TRANSACTION_MEMORY));
    }

    @Test
    void shouldHaveWhatTheModelHas() throws Exception {
        Connection subscriber = connect("subscriber");
        connections.add(subscriber);
        mover = subscriber.createSession(Session.SESSION_TRANSACTED);
        QUEUES.forEach(queue -> model.put(queue, new ArrayList<>()));
        model.put("all", new ArrayList<>());
        model.put("odd", new ArrayList<>());
        subscribe("all").close();
        subscribe("odd").close();
        for (int i = 0; i < SENDERS; i++) {
            Connection connection = connect();
            connections.add(connection);
            senders.add(new Sender(connection.createSession(Session.SESSION_TRANSACTED), new ArrayList<>()));
        }
        XAConnection xaConnection = new EponaXAConnectionFactory(uri()).createXAConnection();
        connections.add(xaConnection);
        branches = xaConnection.createXASession();
        for (int step = 0; step < STEPS; step++) {
            act();
        }
        check();
        drain();
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private void act() throws Exception {
        Sender sender = senders.get(random.nextInt(SENDERS));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> sender.sent().addAll(send(sender.session(), 1 + random.nextInt(40)));
            case 4 -> commit(sender);
            case 5 -> {
                sender.session().rollback();
                sender.sent().clear();
            }
            case 6, 7 -> move(random(QUEUES), random(QUEUES), random.nextInt(3) > 0);
            case 8 -> take(random(List.of("all", "odd")));
            case 9 -> actOnBranch();
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    churn();
                }
            }
            default -> {
                if (random.nextInt(8) == 0) {
                    restart();
                }
            }
        }
    }

    private String random(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private List<Sent> send(Session session, int count) throws JMSException {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = random.nextInt(5) == 0 ? TOPIC : random(QUEUES);
            sent.add(send(session, name, ++lastIndex));
        }
        return sent;
    }

    private Sent send(Session session, String name, int index) throws JMSException {
        Destination destination = name.equals(TOPIC) ? session.createTopic(name) : session.createQueue(name);
        BytesMessage message = session.createBytesMessage();
        message.setIntProperty("index", index);
        message.setBooleanProperty("isOdd", index % 2 == 1);
        message.writeBytes(new byte[random.nextInt(1_500)]);
        try (var producer = session.createProducer(destination)) {
            producer.send(message);
        }
        return new Sent(name, index);
    }

    private void commit(Sender sender) throws JMSException {
        sender.session().commit();
        apply(sender.sent());
        sender.sent().clear();
    }

    private void apply(List<Sent> committed) {
        for (Sent sent : committed) {
            if (!sent.destination().equals(TOPIC)) {
                model.get(sent.destination()).add(sent.index());
                continue;
            }
            model.get("all").add(sent.index());
            if (sent.index() % 2 == 1) {
                model.get("odd").add(sent.index());
            }
        }
    }

    /** Moves the first messages of a queue to the end of one, with others sent beside, or does not after all. */
    private void move(String from, String to, boolean isCommitted) throws JMSException {
        List<Integer> source = model.get(from);
        int count = Math.min(source.size(), random.nextInt(60));
        List<Sent> sent = new ArrayList<>();
        try (MessageConsumer consumer = mover.createConsumer(mover.createQueue(from))) {
            for (int i = 0; i < count; i++) {
                receive(consumer, source.get(i));
                sent.add(send(mover, to, source.get(i)));
            }
            sent.addAll(send(mover, random.nextInt(20)));
            if (isCommitted) {
                mover.commit();
                source.subList(0, count).clear();
                apply(sent);
            } else {
                mover.rollback();
            }
        }
    }

    private void receive(MessageConsumer consumer, int expected) throws JMSException {
        Message message = consumer.receive(TIMEOUT_MS);
        assertNotNull(message, () -> "nothing came: expected=" + expected + " seed=" + seed);
        assertEquals(expected, message.getIntProperty("index"), () -> "seed=" + seed);
    }

    private MessageConsumer subscribe(String name) throws JMSException {
        String selector = name.equals("odd") ? "isOdd" : null;
        return mover.createDurableConsumer(mover.createTopic(TOPIC), name, selector, false);
    }

    private void take(String subscription) throws JMSException {
        List<Integer> messages = model.get(subscription);
        int count = Math.min(messages.size(), random.nextInt(40));
        try (MessageConsumer consumer = subscribe(subscription)) {
            for (int i = 0; i < count; i++) {
                receive(consumer, messages.get(i));
            }
            mover.commit();
        }
        messages.subList(0, count).clear();
    }

    private void actOnBranch() throws Exception {
        XAResource resource = branches.getXAResource();
        if (prepared.size() < MAX_PREPARED && random.nextBoolean()) {
            Xid xid = XaTest.newXid();
            resource.start(xid, XAResource.TMNOFLAGS);
            List<Sent> sent = new ArrayList<>(send(branches, 1 + random.nextInt(40)));
            resource.end(xid, XAResource.TMSUCCESS);
            resource.prepare(xid);
            prepared.put(xid, sent);
        } else if (!prepared.isEmpty()) {
            Xid xid = List.copyOf(prepared.keySet()).get(random.nextInt(prepared.size()));
            List<Sent> sent = prepared.remove(xid);
            if (random.nextInt(3) == 0) {
                resource.rollback(xid);
            } else {
                resource.commit(xid, false);
                apply(sent);
            }
        }
    }

    private void churn() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            awaitDrops(session);
        }
    }

    private void restart() throws Exception {
        check();
        stopBroker();
        if (random.nextBoolean()) {
            Files.deleteIfExists(directory.resolve("journal/checkpoint.epc"));
        }
        startBroker();
        check();
    }

    /** What browsers show of queues. */
    private void check() throws JMSException {
        for (String queue : QUEUES) {
            List<Integer> actual = new ArrayList<>();
            try (var browser = mover.createBrowser(mover.createQueue(queue))) {
                Enumeration<?> messages = browser.getEnumeration();
                while (messages.hasMoreElements()) {
                    actual.add(((Message) messages.nextElement()).getIntProperty("index"));
                }
            }
            assertEquals(model.get(queue), actual, () -> "queue=" + queue + " seed=" + seed);
        }
    }

    private void drain() throws JMSException {
        for (String queue : QUEUES) {
            try (MessageConsumer consumer = mover.createConsumer(mover.createQueue(queue))) {
                for (int index : model.get(queue)) {
                    receive(consumer, index);
                }
            }
        }
        for (String subscription : List.of("all", "odd")) {
            try (MessageConsumer consumer = subscribe(subscription)) {
                for (int index : model.get(subscription)) {
                    receive(consumer, index);
                }
                assertNull(consumer.receiveNoWait(), () -> "seed=" + seed);
            }
        }
        mover.commit();
    }
}
