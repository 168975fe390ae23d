package io.epona.tck.s04_domains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
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
import org.junit.jupiter.api.Test;

/** Sections 4.1.5, 4.2 and 6.2.2, temporary destinations, and requestors, which use them. */
class TemporaryDestinationTest extends ConformanceTest {
    @Test
    void shouldCarryMessagesOfAnyConnection() throws Exception {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer ofQueue = session.createConsumer(queue);
        MessageConsumer ofTopic = session.createConsumer(topic);

        send(session(), queue, "q");
        send(session(), topic, "t");

        assertEquals("q", receiveText(ofQueue));
        assertEquals("t", receiveText(ofTopic));
    }

    @Test
    void shouldBeAddressesForAnswers() throws Exception {
        Queue requests = queue();
        Session asking = session();
        TemporaryQueue answers = asking.createTemporaryQueue();
        TextMessage request = asking.createTextMessage("question");
        request.setJMSReplyTo(answers);
        asking.createProducer(requests).send(request);
        Session answering = session();
        Message received = receive(answering.createConsumer(requests));
        assertEquals(answers, received.getJMSReplyTo());
        TextMessage answer = answering.createTextMessage("answer");
        answer.setJMSCorrelationID(received.getJMSMessageID());

        answering.createProducer(received.getJMSReplyTo()).send(answer);

        Message got = receive(asking.createConsumer(answers));
        assertEquals(request.getJMSMessageID(), got.getJMSCorrelationID());
    }

    @Test
    void shouldBeDifferentEachTime() throws Exception {
        Session session = session();

        assertNotEquals(session.createTemporaryQueue(), session.createTemporaryQueue());
        assertNotEquals(session.createTemporaryTopic(), session.createTemporaryTopic());
        assertNotEquals(
                session.createTemporaryQueue().getQueueName(),
                session().createTemporaryQueue().getQueueName());
    }

    @Test
    void shouldBeConsumedByItsConnectionOnly() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        Session other = session();

        assertThrows(JMSException.class, () -> other.createConsumer(queue));
        assertThrows(JMSException.class, () -> other.createConsumer(topic));
        Session sameConnection = connection.createSession();
        MessageConsumer consumer = sameConnection.createConsumer(queue);
        send(other, queue, "allowed");
        assertEquals("allowed", receiveText(consumer));
    }

    @Test
    void shouldNotBeDeletedWhileThereIsAConsumer() throws Exception {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer ofQueue = session.createConsumer(queue);
        MessageConsumer ofTopic = session.createConsumer(topic);

        assertThrows(JMSException.class, queue::delete);
        assertThrows(JMSException.class, topic::delete);

        ofQueue.close();
        ofTopic.close();
        queue.delete();
        topic.delete();
    }

    @Test
    void shouldTakeNoMessagesOnceDeleted() throws Exception {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageProducer producer = session.createProducer(queue);
        queue.delete();

        assertThrows(JMSException.class, () -> producer.send(session.createMessage()));
        assertThrows(JMSException.class, () -> session.createConsumer(queue));
    }

    @Test
    void shouldEndWithItsConnection() throws Exception {
        Connection connection = connection();
        TemporaryQueue queue = connection.createSession().createTemporaryQueue();
        Session other = session();

        connection.close();

        // The connection may end a little before what belonged to it does.
        await("the end of the queue", () -> {
            try {
                send(other, queue, "gone");
                return false;
            } catch (JMSException e) {
                return true;
            }
        });
    }

    @Test
    void shouldOutliveItsSession() throws Exception {
        Connection connection = connection();
        Session first = connection.createSession();
        TemporaryQueue queue = first.createTemporaryQueue();
        first.close();
        Session second = connection.createSession();

        send(second, queue, "still there");

        assertEquals("still there", receiveText(second.createConsumer(queue)));
    }

    @Test
    void shouldHaveNoDurableSubscriptions() throws Exception {
        Session session = connection(uniqueName("client")).createSession();
        TemporaryTopic topic = session.createTemporaryTopic();

        assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, uniqueName("durable")));
        assertThrows(JMSException.class, () -> session.createDurableSubscriber(topic, uniqueName("durable")));
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, uniqueName("durable")));
    }

    @Test
    void shouldWorkInContexts() throws Exception {
        JMSContext context = context();
        TemporaryQueue queue = context.createTemporaryQueue();
        TemporaryTopic topic = context.createTemporaryTopic();
        context.createProducer().send(queue, "text");

        assertEquals("text", context.createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
        assertThrows(JMSRuntimeException.class, () -> context().createConsumer(topic));
    }

    @Test
    void shouldLetARequestorWaitForTheAnswer() throws Exception {
        Queue queue = queue();
        answer(queue);
        QueueConnection connection = closing(provider().queueConnectionFactory().createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueRequestor requestor = new QueueRequestor(session, queue);

        TextMessage answer = (TextMessage) requestor.request(session.createTextMessage("question"));

        assertEquals("answer to question", answer.getText());
        requestor.close();
    }

    @Test
    void shouldLetARequestorOfATopicWaitForTheAnswer() throws Exception {
        Topic topic = topic();
        answer(topic);
        TopicConnection connection = closing(provider().topicConnectionFactory().createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicRequestor requestor = new TopicRequestor(session, topic);

        TextMessage answer = (TextMessage) requestor.request(session.createTextMessage("question"));

        assertEquals("answer to question", answer.getText());
        requestor.close();
    }

    private void answer(jakarta.jms.Destination requests) throws JMSException {
        Session session = session();
        session.createConsumer(requests).setMessageListener(request -> {
            try {
                send(session, request.getJMSReplyTo(), "answer to " + ((TextMessage) request).getText());
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
    }
}
