package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import jakarta.jms.TransactionRolledBackException;
import org.junit.jupiter.api.Test;

/** Queues and topics that end with their connection. */
class TemporaryDestinationTest extends JmsTest {
    private static String text(Message message) throws JMSException {
        assertNotNull(message, "no message came in time");
        return ((TextMessage) message).getText();
    }

    private static void send(Session session, Destination to, String text) throws JMSException {
        session.createProducer(to).send(session.createTextMessage(text));
    }

    /** Answers one request in upper case. */
    private static void answer(Session session, MessageConsumer requests) throws JMSException {
        Message request = requests.receive(TIMEOUT_MS);
        send(session, request.getJMSReplyTo(), text(request).toUpperCase());
    }

    @Test
    void shouldCarryTheReplyToARequest() throws Exception {
        try (Connection asking = connect();
                Connection answering = connect()) {
            Session asker = asking.createSession();
            Session answerer = answering.createSession();
            Queue service = asker.createQueue("service");
            MessageConsumer requests = answerer.createConsumer(service);
            TemporaryQueue queue = asker.createTemporaryQueue();
            TemporaryTopic topic = asker.createTemporaryTopic();
            assertNotEquals(queue.getQueueName(), asker.createTemporaryQueue().getQueueName());
            for (Destination replyTo : new Destination[] {queue, topic}) {
                MessageConsumer replies = asker.createConsumer(replyTo);
                Message request = asker.createTextMessage("ping");
                request.setJMSReplyTo(replyTo);
                asker.createProducer(service).send(request);

                Message received = requests.receive(TIMEOUT_MS);
                assertEquals(replyTo, received.getJMSReplyTo());
                assertEquals(replyTo.getClass(), received.getJMSReplyTo().getClass());
                send(answerer, received.getJMSReplyTo(), "pong");

                Message reply = replies.receive(TIMEOUT_MS);
                assertEquals("pong", text(reply));
                assertEquals(replyTo, reply.getJMSDestination());
                replies.close();
            }
        }
    }

    @Test
    void shouldLetOnlyItsOwnConnectionConsume() throws Exception {
        try (Connection own = connect("owner");
                Connection other = connect("other")) {
            Session session = own.createSession();
            Session stranger = other.createSession();
            TemporaryQueue queue = session.createTemporaryQueue();
            TemporaryTopic topic = session.createTemporaryTopic();
            assertThrows(InvalidDestinationException.class, () -> stranger.createConsumer(queue));
            assertThrows(InvalidDestinationException.class, () -> stranger.createConsumer(topic));
            assertThrows(InvalidDestinationException.class, () -> stranger.createSharedConsumer(topic, "s"));
            assertThrows(InvalidDestinationException.class, () -> stranger.createBrowser(queue));
            assertThrows(InvalidDestinationException.class, () -> session.createDurableConsumer(topic, "s"));
            assertThrows(InvalidDestinationException.class, () -> session.createSharedDurableConsumer(topic, "s"));

            send(stranger, queue, "anyone may send");
            assertTrue(session.createBrowser(queue).getEnumeration().hasMoreElements());
            assertEquals(
                    "anyone may send",
                    text(own.createSession().createConsumer(queue).receive(TIMEOUT_MS)));
            MessageConsumer subscriber = session.createSharedConsumer(topic, "s");
            send(stranger, topic, "to the topic, too");
            assertEquals("to the topic, too", text(subscriber.receive(TIMEOUT_MS)));
        }
    }

    @Test
    void shouldBeDeletedWhenItHasNoConsumers() throws Exception {
        try (Connection own = connect();
                Connection other = connect()) {
            Session session = own.createSession(Session.CLIENT_ACKNOWLEDGE);
            Session stranger = other.createSession();
            TemporaryQueue queue = session.createTemporaryQueue();
            TemporaryTopic topic = session.createTemporaryTopic();
            MessageConsumer consumer = session.createConsumer(queue);
            MessageConsumer subscriber = session.createConsumer(topic);
            assertEquals(
                    "EPONA-2005",
                    assertThrows(JMSException.class, queue::delete).getErrorCode());
            assertEquals(
                    "EPONA-2005",
                    assertThrows(JMSException.class, topic::delete).getErrorCode());
            send(session, queue, "received and not acknowledged");
            assertNotNull(consumer.receive(TIMEOUT_MS));
            MessageProducer cached = stranger.createProducer(queue);
            cached.send(stranger.createMessage());
            consumer.close();
            subscriber.close();
            session.close();

            queue.delete();
            topic.delete();
            queue.delete();

            assertThrows(InvalidDestinationException.class, () -> cached.send(stranger.createMessage()));
            assertThrows(InvalidDestinationException.class, () -> send(stranger, topic, "gone"));
            Session later = own.createSession();
            assertThrows(InvalidDestinationException.class, () -> later.createConsumer(queue));
            MessageProducer careless = later.createProducer(queue);
            careless.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
            assertThrows(InvalidDestinationException.class, () -> careless.send(later.createMessage()));
        }
    }

    @Test
    void shouldNotBeDeletedByAnotherConnection() throws Exception {
        try (Connection own = connect();
                Connection other = connect()) {
            Session session = own.createSession();
            Queue service = session.createQueue("service");
            TemporaryQueue queue = session.createTemporaryQueue();
            Message request = session.createTextMessage("x");
            request.setJMSReplyTo(queue);
            session.createProducer(service).send(request);
            Message received = other.createSession().createConsumer(service).receive(TIMEOUT_MS);
            TemporaryQueue theirs = (TemporaryQueue) received.getJMSReplyTo();
            assertThrows(JMSException.class, theirs::delete);
            send(session, queue, "still there");
        }
    }

    @Test
    void shouldEndWithItsConnection() throws Exception {
        try (Connection other = connect()) {
            Session stranger = other.createSession();
            Session transacted = other.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer cached;
            TemporaryQueue queue;
            try (Connection own = connect()) {
                Session session = own.createSession();
                queue = session.createTemporaryQueue();
                session.close();
                cached = stranger.createProducer(queue);
                cached.send(stranger.createMessage());
                send(transacted, queue, "committed too late");
            }
            assertThrows(InvalidDestinationException.class, () -> cached.send(stranger.createMessage()));
            assertThrows(TransactionRolledBackException.class, transacted::commit);
            assertThrows(InvalidDestinationException.class, () -> send(stranger, queue, "gone"));
            assertThrows(
                    InvalidDestinationException.class,
                    () -> send(stranger, stranger.createQueue(queue.getQueueName()), "nobody can make one"));
            assertThrows(JMSException.class, queue::delete, "its connection is closed");
        }
    }

    @Test
    void shouldOutliveTheBroker() throws Exception {
        try (Connection asking = connect();
                Connection answering = connect()) {
            Session asker = asking.createSession();
            Session answerer = answering.createSession();
            Queue service = asker.createQueue("service");
            TemporaryQueue queue = asker.createTemporaryQueue();
            TemporaryQueue unused = asker.createTemporaryQueue();
            TemporaryQueue deleted = asker.createTemporaryQueue();
            deleted.delete();
            MessageConsumer replies = asker.createConsumer(queue);
            Message request = asker.createTextMessage("ping");
            request.setJMSReplyTo(queue);
            asker.createProducer(service).send(request);

            restartBroker();

            // Whoever of the two comes back first.
            answer(answerer, answerer.createConsumer(service));
            assertEquals("PING", text(replies.receive(TIMEOUT_MS)));
            send(answerer, unused, "x");
            assertEquals("x", text(asker.createConsumer(unused).receive(TIMEOUT_MS)));
            assertThrows(InvalidDestinationException.class, () -> asker.createConsumer(deleted));
            replies.close();
            queue.delete();
            assertThrows(InvalidDestinationException.class, () -> send(answerer, queue, "gone"));
        }
    }

    @Test
    void shouldServeRequestors() throws Exception {
        try (Connection answering = connect();
                QueueConnection queues = new EponaConnectionFactory(uri()).createQueueConnection();
                TopicConnection topics = new EponaConnectionFactory(uri()).createTopicConnection()) {
            queues.start();
            topics.start();
            Session answerer = answering.createSession();
            Queue queue = answerer.createQueue("service");
            Topic topic = answerer.createTopic("service");
            for (Destination service : new Destination[] {queue, topic}) {
                MessageConsumer requests = answerer.createConsumer(service);
                requests.setMessageListener(request -> {
                    try {
                        answerer.createProducer(request.getJMSReplyTo())
                                .send(answerer.createTextMessage(text(request).toUpperCase()));
                    } catch (JMSException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            QueueRequestor queueRequestor = new QueueRequestor(queueSession, queue);
            assertEquals("A", text(queueRequestor.request(queueSession.createTextMessage("a"))));
            assertEquals("B", text(queueRequestor.request(queueSession.createTextMessage("b"))));
            queueRequestor.close();
            TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
            TopicRequestor topicRequestor = new TopicRequestor(topicSession, topic);
            assertEquals("A", text(topicRequestor.request(topicSession.createTextMessage("a"))));
            topicRequestor.close();
        }
    }

    @Test
    void shouldLeaveNothingBehindAfterManyRequests() throws Exception {
        try (Connection asking = connect();
                Connection answering = connect()) {
            Session asker = asking.createSession();
            Session answerer = answering.createSession();
            Queue service = asker.createQueue("service");
            MessageConsumer requests = answerer.createConsumer(service);
            MessageProducer producer = asker.createProducer(service);
            // More than a connection may have at a time.
            for (int i = 0; i < 10_500; i++) {
                TemporaryQueue queue = asker.createTemporaryQueue();
                if (i % 100 == 0) {
                    MessageConsumer replies = asker.createConsumer(queue);
                    Message request = asker.createTextMessage("r" + i);
                    request.setJMSReplyTo(queue);
                    producer.send(request);
                    answer(answerer, requests);
                    assertEquals("R" + i, text(replies.receive(TIMEOUT_MS)));
                    replies.close();
                }
                queue.delete();
            }
        }
    }

    @Test
    void shouldWorkThroughTheSimplifiedApi() {
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext();
                JMSContext other = new EponaConnectionFactory(uri()).createContext()) {
            TemporaryQueue queue = context.createTemporaryQueue();
            TemporaryTopic topic = context.createTemporaryTopic();
            for (Destination destination : new Destination[] {queue, topic}) {
                try (var consumer = context.createConsumer(destination)) {
                    other.createProducer().send(destination, "x");
                    assertEquals("x", consumer.receiveBody(String.class, TIMEOUT_MS));
                }
            }
            assertTrue(queue.toString().startsWith("queue://$temp."));
            assertFalse(queue.equals(topic));
        }
    }
}
