package io.epona.tck.s06_connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.Calls;
import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Sections 6.1.8, 6.2.15, 7.1 and 8.8, closed objects: each method of each refuses to work, but for {@code close}, which does
 * nothing. What is closed, closes what was made from it.
 */
class ClosedObjectsTest extends ConformanceTest {
    private Queue queue;
    private Topic topic;
    private Calls calls;

    @BeforeEach
    void makeArguments() throws Exception {
        queue = queue();
        topic = topic();
        calls = new Calls(queue, topic, session().createTextMessage("text"));
    }

    private Stream<DynamicTest> refuse(String what, Object closed, Set<Class<?>> types, Set<String> except) {
        Class<? extends Exception> expected =
                closed instanceof JMSContext || closed instanceof JMSConsumer || closed instanceof JMSProducer
                        ? IllegalStateRuntimeException.class
                        : IllegalStateException.class;
        List<DynamicTest> tests = new ArrayList<>();
        for (Method method : Calls.methods(types, except)) {
            tests.add(dynamic(
                    what + ": " + Calls.describe(method),
                    () -> assertThrows(expected, () -> calls.call(closed, method))));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedConnection() throws Exception {
        Connection connection = connection();
        connection.close();
        return refuse("closed connection", connection, Set.of(Connection.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedQueueConnection() throws Exception {
        QueueConnection connection = closing(provider().queueConnectionFactory().createQueueConnection());
        connection.close();
        return refuse(
                "closed queue connection",
                connection,
                Set.of(QueueConnection.class),
                Set.of("close", "createDurableConnectionConsumer", "createSharedDurableConnectionConsumer"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedTopicConnection() throws Exception {
        TopicConnection connection = closing(provider().topicConnectionFactory().createTopicConnection());
        connection.close();
        return refuse("closed topic connection", connection, Set.of(TopicConnection.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedSession() throws Exception {
        Session session = session();
        session.close();
        return refuse("closed session", session, Set.of(Session.class), Set.of("close", "run"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfASessionOfAClosedConnection() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        connection.close();
        return refuse("session of a closed connection", session, Set.of(Session.class), Set.of("close", "run"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedQueueSession() throws Exception {
        QueueSession session = closing(provider().queueConnectionFactory().createQueueConnection())
                .createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        session.close();
        return refuse(
                "closed queue session",
                session,
                Set.of(QueueSession.class),
                // Those of topics are refused by a queue session whether it is closed or not.
                Set.of(
                        "close",
                        "run",
                        "createDurableConsumer",
                        "createDurableSubscriber",
                        "createSharedConsumer",
                        "createSharedDurableConsumer",
                        "createTemporaryTopic",
                        "createTopic",
                        "unsubscribe"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedTopicSession() throws Exception {
        TopicSession session = closing(provider().topicConnectionFactory().createTopicConnection())
                .createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        session.close();
        return refuse(
                "closed topic session",
                session,
                Set.of(TopicSession.class),
                Set.of("close", "run", "createBrowser", "createQueue", "createTemporaryQueue"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedProducer() throws Exception {
        MessageProducer producer = session().createProducer(topic);
        producer.close();
        return refuse("closed producer", producer, Set.of(MessageProducer.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAProducerOfAClosedSession() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(topic);
        session.close();
        return refuse("producer of a closed session", producer, Set.of(MessageProducer.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedSender() throws Exception {
        QueueSender sender = closing(provider().queueConnectionFactory().createQueueConnection())
                .createQueueSession(false, Session.AUTO_ACKNOWLEDGE)
                .createSender(queue);
        sender.close();
        return refuse("closed sender", sender, Set.of(QueueSender.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedPublisher() throws Exception {
        TopicPublisher publisher = closing(provider().topicConnectionFactory().createTopicConnection())
                .createTopicSession(false, Session.AUTO_ACKNOWLEDGE)
                .createPublisher(topic);
        publisher.close();
        return refuse("closed publisher", publisher, Set.of(TopicPublisher.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedConsumer() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue);
        consumer.close();
        return refuse("closed consumer", consumer, Set.of(MessageConsumer.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAConsumerOfAClosedConnection() throws Exception {
        Connection connection = connection();
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        connection.close();
        return refuse("consumer of a closed connection", consumer, Set.of(MessageConsumer.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedReceiver() throws Exception {
        QueueReceiver receiver = closing(provider().queueConnectionFactory().createQueueConnection())
                .createQueueSession(false, Session.AUTO_ACKNOWLEDGE)
                .createReceiver(queue);
        receiver.close();
        return refuse("closed receiver", receiver, Set.of(QueueReceiver.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedSubscriber() throws Exception {
        TopicSubscriber subscriber = closing(provider().topicConnectionFactory().createTopicConnection())
                .createTopicSession(false, Session.AUTO_ACKNOWLEDGE)
                .createSubscriber(topic);
        subscriber.close();
        return refuse("closed subscriber", subscriber, Set.of(TopicSubscriber.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfABrowserOfAClosedSession() throws Exception {
        Session session = session();
        QueueBrowser browser = session.createBrowser(queue);
        session.close();
        return refuse("browser of a closed session", browser, Set.of(QueueBrowser.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryCallOfAClosedContext() {
        JMSContext context = context();
        context.createTextMessage();
        context.close();
        return refuse(
                "closed context",
                context,
                Set.of(JMSContext.class),
                // That a closed one refuses these, the documentation of the interface does not say.
                Set.of("close", "getAutoStart", "setAutoStart", "getSessionMode", "getTransacted", "createProducer"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryReceiveOfAConsumerOfAClosedContext() {
        JMSContext context = context();
        JMSConsumer consumer = context.createConsumer(queue);
        context.close();
        return refuse("consumer of a closed context", consumer, Set.of(JMSConsumer.class), Set.of("close"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEveryReceiveOfAClosedContextConsumer() {
        JMSConsumer consumer = context().createConsumer(queue);
        consumer.close();
        return refuse("closed context consumer", consumer, Set.of(JMSConsumer.class), Set.of("close"));
    }

    @Test
    void shouldRefuseToSendThroughAClosedContext() {
        JMSContext context = context();
        JMSProducer producer = context.createProducer();
        context.close();

        assertThrows(IllegalStateRuntimeException.class, () -> producer.send(queue, "text"));
    }

    @Test
    void shouldDoNothingWhenClosedAgain() throws JMSException {
        Connection connection = connection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        for (int i = 0; i < 2; i++) {
            browser.close();
            consumer.close();
            producer.close();
            session.close();
            connection.close();
        }
        browser.close();
        JMSContext context = context();
        JMSConsumer ofContext = context.createConsumer(queue);
        for (int i = 0; i < 2; i++) {
            ofContext.close();
            context.close();
        }
    }

    @Test
    void shouldStillServeMessagesThatWereReceived() throws JMSException {
        Connection connection = connection();
        Session session = connection.createSession();
        var message = sendAndReceive(session, session.createTextMessage("read later"));

        connection.close();

        assertEquals("read later", message.getBody(String.class));
    }
}
