package io.epona.tck.s05_administered;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import org.junit.jupiter.api.Test;

/** Section 5, administered objects, and 2.8, the interfaces of each domain. */
class ConnectionFactoryTest extends ConformanceTest {
    @Test
    void shouldMakeConnectionsOfEveryKind() throws Exception {
        assertNotNull(closing(provider().connectionFactory().createConnection()));
        assertNotNull(closing(provider().queueConnectionFactory().createQueueConnection()));
        assertNotNull(closing(provider().topicConnectionFactory().createTopicConnection()));
        assertNotNull(closing(provider().connectionFactory().createContext()));
        assertEquals(
                JMSContext.CLIENT_ACKNOWLEDGE,
                closing(provider().connectionFactory().createContext(JMSContext.CLIENT_ACKNOWLEDGE))
                        .getSessionMode());
    }

    @Test
    void shouldMakeConnectionsThatAreIndependent() throws Exception {
        var factory = provider().connectionFactory();
        var one = closing(factory.createConnection());
        var other = closing(factory.createConnection());

        one.close();

        assertNotNull(other.createSession());
    }

    @Test
    void shouldSendAndReceiveThroughTheInterfacesOfQueues() throws Exception {
        var connection = closing(provider().queueConnectionFactory().createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue();
        var sender = session.createSender(queue);
        sender.send(session.createTextMessage("one"));
        session.createSender(null).send(queue, session.createTextMessage("two"));
        session.createSender(null).send(queue, session.createTextMessage("three"), 1, 4, 0);
        var receiver = session.createReceiver(queue);

        assertEquals(queue, sender.getQueue());
        assertEquals(queue, receiver.getQueue());
        assertEquals("one", receiveText(receiver));
        assertEquals("two", receiveText(receiver));
        assertEquals("three", receiveText(receiver));
    }

    @Test
    void shouldPublishAndSubscribeThroughTheInterfacesOfTopics() throws Exception {
        var connection = closing(provider().topicConnectionFactory().createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic();
        var subscriber = session.createSubscriber(topic);
        var remote = session.createSubscriber(topic, null, true);
        var publisher = session.createPublisher(topic);
        publisher.publish(session.createTextMessage("one"));
        publisher.publish(session.createTextMessage("two"), 1, 4, 0);
        session.createPublisher(null).publish(topic, session.createTextMessage("three"));
        send(session(), topic, "remote");

        assertEquals(topic, publisher.getTopic());
        assertEquals(topic, subscriber.getTopic());
        assertEquals(false, subscriber.getNoLocal());
        assertEquals(true, remote.getNoLocal());
        for (String text : new String[] {"one", "two", "three", "remote"}) {
            assertEquals(text, receiveText(subscriber));
        }
        assertEquals("remote", receiveText(remote));
    }

    @Test
    void shouldRefuseWhatBelongsToTopicsInAQueueSession() throws Exception {
        var connection = closing(provider().queueConnectionFactory().createQueueConnection());
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic();

        assertThrows(IllegalStateException.class, () -> session.createTopic("name"));
        assertThrows(IllegalStateException.class, session::createTemporaryTopic);
        assertThrows(IllegalStateException.class, () -> session.createDurableSubscriber(topic, "name"));
        assertThrows(IllegalStateException.class, () -> session.createDurableSubscriber(topic, "name", null, false));
        assertThrows(IllegalStateException.class, () -> session.createDurableConsumer(topic, "name"));
        assertThrows(IllegalStateException.class, () -> session.createSharedConsumer(topic, "name"));
        assertThrows(IllegalStateException.class, () -> session.createSharedDurableConsumer(topic, "name"));
        assertThrows(IllegalStateException.class, () -> session.unsubscribe("name"));
        assertThrows(
                IllegalStateException.class,
                () -> connection.createDurableConnectionConsumer(topic, "name", null, () -> null, 1));
    }

    @Test
    void shouldRefuseWhatBelongsToQueuesInATopicSession() throws Exception {
        var connection = closing(provider().topicConnectionFactory().createTopicConnection());
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue();

        assertThrows(IllegalStateException.class, () -> session.createQueue("name"));
        assertThrows(IllegalStateException.class, session::createTemporaryQueue);
        assertThrows(IllegalStateException.class, () -> session.createBrowser(queue));
        assertThrows(IllegalStateException.class, () -> session.createBrowser(queue, "a = 1"));
    }
}
